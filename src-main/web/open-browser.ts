import { spawn } from 'node:child_process';
import { platform } from 'node:os';

/** Asks the system to open `url` in the user's browser; where it can't, the printed link remains. */
export function openBrowser(url: string): void {
  const [command, args] = openerFor(platform(), url);
  const child = spawn(command, args, { stdio: 'ignore', detached: true });
  child.on('error', () => undefined); // no such opener: a machine without a desktop
  child.unref();
}

function openerFor(system: NodeJS.Platform, url: string): [string, string[]] {
  switch (system) {
    case 'win32':
      // Unlike `start`, it takes the URL as it is; a shell would read `&` in it.
      return ['rundll32', ['url.dll,FileProtocolHandler', url]];
    case 'darwin':
      return ['open', [url]];
    default:
      return ['xdg-open', [url]];
  }
}
