import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dataFolder } from '#analysis/data-folder.ts';
import { readUserId } from './user-id.ts';

describe('data folder', () => {
  it.each([
    [{ VIDIMUS_DATA: '/srv/v' }, 'linux', '/srv/v'],
    [{ VIDIMUS_DATA: '' }, 'linux', '/home/u/.local/share/vidimus'],
    [{ XDG_DATA_HOME: '/data' }, 'linux', '/data/vidimus'],
    [{ XDG_DATA_HOME: 'relative' }, 'linux', '/home/u/.local/share/vidimus'],
    [{}, 'darwin', '/home/u/Library/Application Support/Vidimus'],
    [{ LOCALAPPDATA: '/local' }, 'win32', '/local/Vidimus'],
    [{}, 'win32', '/home/u/AppData/Local/Vidimus'],
  ] as const)('%o on %s', (env, system, folder) => {
    expect(dataFolder(env, system, '/home/u')).toBe(folder);
  });
});

describe('user id', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vidimus-settings-'));
  });
  afterEach(async () => {
    await rm(folder, { recursive: true });
  });

  it('is made once, at random, and readable by its user only', async () => {
    const file = join(folder, 'workstation', 'user-id');
    const made = await readUserId(file);
    expect(made).toMatch(/^analyst-[0-9a-f]{8}$/);
    expect(await readUserId(file)).toBe(made);
    expect((await stat(file)).mode & 0o077).toBe(0);
    expect(await readUserId(join(folder, 'other'))).not.toBe(made);
  });

  it('takes an id that an administrator wrote, and replaces one that the event log would not take', async () => {
    const file = join(folder, 'user-id');
    await writeFile(file, 'desk-7\n');
    expect(await readUserId(file)).toBe('desk-7');
    await writeFile(file, 'Jane Doe <jane@example.org>');
    expect(await readUserId(file)).toMatch(/^analyst-/);
    expect(await readFile(file, 'utf8')).not.toContain('Jane');
  });
});
