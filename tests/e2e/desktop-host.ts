import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron } from '@playwright/test';
import { findElectronRuntime, root } from './electron-runtime.ts';
import type { OpenedWindow } from './test.ts';

/** Starts the built desktop app on a data folder of its own and waits for its window. */
export async function openDesktop(): Promise<OpenedWindow> {
  const runtime = findElectronRuntime();
  if (runtime.executablePath === null) throw new Error(runtime.reason);
  const { executablePath } = runtime;
  const dataFolder = await mkdtemp(join(tmpdir(), 'vidimus-desktop-'));
  const app = await _electron.launch({
    executablePath,
    args: [root, '--lang=en-US'],
    env: { ...process.env, VIDIMUS_DATA: dataFolder, OMP_THREAD_LIMIT: '1' },
  });
  let log = '';
  app.process().stderr?.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const page = await app.firstWindow();
  const halt = (): Promise<void> => app.close();
  const stop = async (): Promise<void> => {
    await halt();
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
  };
  return {
    page,
    host: { dataFolder, log: () => log, pid: app.process().pid ?? 0, halt, stop },
    close: stop,
  };
}
