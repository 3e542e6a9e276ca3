import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { lockDataFolder } from './lock-data-folder.ts';
import { makeDataDir } from './testing/test-intake.ts';

let dataDir: string;
beforeEach(async () => {
  dataDir = await makeDataDir();
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

it('gives a folder to one at a time', async () => {
  const first = await lockDataFolder(dataDir);
  await expect(lockDataFolder(dataDir)).rejects.toMatchObject({ code: 'data-folder-in-use' });
  await first.release();
  const second = await lockDataFolder(dataDir);
  await second.release();
});
