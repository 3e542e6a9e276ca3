import { homedir, platform } from 'node:os';
import { join } from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Where this user's Vidimus keeps its data: `VIDIMUS_DATA`, or the platform's own place for data that is neither shared
 * with other machines nor a cache.
 */
export function dataFolder(
  env: Environment,
  system: NodeJS.Platform = platform(),
  home: string = homedir(),
): string {
  const asked = env['VIDIMUS_DATA'];
  if (asked !== undefined && asked !== '') return asked;
  switch (system) {
    case 'win32':
      return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Vidimus');
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'Vidimus');
    default:
      return join(linuxDataHome(env, home), 'vidimus');
  }
}

/** XDG Base Directory Specification: an empty or relative value counts as none. */
function linuxDataHome(env: Environment, home: string): string {
  const set = env['XDG_DATA_HOME'];
  return set?.startsWith('/') === true ? set : join(home, '.local', 'share');
}
