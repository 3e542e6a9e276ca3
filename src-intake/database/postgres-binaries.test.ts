import { spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { locatePostgresPackage, preparePostgresBinaries } from './postgres-binaries.ts';

// Real: the package's programs, and a user who may not look into root's folders.

let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'vidimus-binaries-'));
  await chmod(dir, 0o755);
});
afterEach(() => rm(dir, { recursive: true, force: true }));

it('runs the installed programs where they are', () => {
  const installed = locatePostgresPackage();
  const { initdb } = preparePostgresBinaries(installed, undefined, dir);
  expect(dirname(dirname(initdb))).toBe(installed.nativeDir);
  expect(spawnSync(initdb, ['--version'], { encoding: 'utf8' }).stdout).toContain('18.');
});

const nobody = { uid: 65534, gid: 65534 };

it.skipIf(process.getuid?.() !== 0)(
  'copies programs that lie where their user may not look (needs root)',
  async () => {
    const installed = locatePostgresPackage();
    const closed = join(dir, 'closed');
    await mkdir(closed, { mode: 0o700 });
    const hidden = { ...installed, nativeDir: join(closed, 'native') };
    await cp(installed.nativeDir, hidden.nativeDir, { recursive: true, verbatimSymlinks: true });
    // As npm lays them down: without the links.
    spawnSync('find', [hidden.nativeDir, '-type', 'l', '-delete']);

    const copies = join(dir, 'copies');
    const { initdb } = preparePostgresBinaries(hidden, nobody, copies);
    expect(initdb.startsWith(copies)).toBe(true);
    expect(spawnSync(initdb, ['--version'], { ...nobody, cwd: '/', encoding: 'utf8' }).stdout).toContain(
      '18.',
    );
    // Once: the next start finds the copy.
    expect(preparePostgresBinaries(hidden, nobody, copies).initdb).toBe(initdb);
    expect(await readdir(copies)).toHaveLength(1);
  },
);
