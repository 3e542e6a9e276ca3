import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

export const root = resolve(import.meta.dirname, '../..');

export type ElectronRuntime =
  { readonly executablePath: string } | { readonly executablePath: null; readonly reason: string };

/** The runtime that tests can start, or why there is none. `require('electron')` would start a download instead of answering. */
export function findElectronRuntime(): ElectronRuntime {
  const because = (reason: string): ElectronRuntime => ({
    executablePath: null,
    reason: `skipped: ${reason}`,
  });
  const pathFile = join(root, 'node_modules/electron/path.txt');
  const executablePath = existsSync(pathFile)
    ? join(root, 'node_modules/electron/dist', readFileSync(pathFile, 'utf8').trim())
    : undefined;
  if (executablePath === undefined || !existsSync(executablePath))
    return because('Electron runtime not installed');
  if (process.platform === 'linux' && process.env['DISPLAY'] === undefined) return because('no display');
  if (process.getuid?.() === 0) return because('the desktop app does not run as root');
  return { executablePath };
}
