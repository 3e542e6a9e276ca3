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
  if (env['VIDIMUS_DATA']) return env['VIDIMUS_DATA'];
  switch (system) {
    case 'win32':
      return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'Vidimus');
    case 'darwin':
      return join(home, 'Library', 'Application Support', 'Vidimus');
    default:
      return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'vidimus');
  }
}
