import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { _electron, expect, test } from '@playwright/test';

const root = resolve(import.meta.dirname, '../..');

/** The runtime's executable. `require('electron')` would start a download instead of answering. */
function findElectron(): string | undefined {
  const pathFile = join(root, 'node_modules/electron/path.txt');
  if (!existsSync(pathFile)) return undefined;
  const executable = join(root, 'node_modules/electron/dist', readFileSync(pathFile, 'utf8').trim());
  return existsSync(executable) ? executable : undefined;
}

const executablePath = findElectron();

test('the desktop app opens its window on an empty workstation', async () => {
  test.skip(executablePath === undefined, 'skipped: Electron runtime not installed');
  test.skip(process.platform === 'linux' && process.env['DISPLAY'] === undefined, 'skipped: no display');
  test.skip(process.getuid?.() === 0, 'skipped: the desktop app does not run as root');
  if (executablePath === undefined) return;
  const dataFolder = await mkdtemp(join(tmpdir(), 'vidimus-desktop-'));
  const app = await _electron.launch({
    executablePath,
    args: [root],
    env: { ...process.env, VIDIMUS_DATA: dataFolder },
  });
  try {
    const window = await app.firstWindow();
    await expect(window.getByRole('heading').first()).toBeVisible();
    expect(await window.evaluate(() => typeof (globalThis as { require?: unknown }).require)).toBe(
      'undefined',
    );
  } finally {
    await app.close();
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
  }
});
