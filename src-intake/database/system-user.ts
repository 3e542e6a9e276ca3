import { execFileSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';
import { IntakeStartError } from '../errors.ts';

/** A user of the operating system that PostgreSQL runs as when we are root, which it refuses to be. */
export interface SystemUser {
  readonly uid: number;
  readonly gid: number;
}

// Ours first, then the distribution's own, then the one that every system has and that owns nothing.
const ownUser = 'vidimus-db';
const candidates = [ownUser, 'postgres', 'nobody'] as const;

function findUser(name: string): SystemUser | undefined {
  try {
    const id = (flag: '-u' | '-g'): number =>
      Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'] }).toString());
    const user = { uid: id('-u'), gid: id('-g') };
    return user.uid > 0 ? user : undefined;
  } catch {
    return undefined; // `id` answers an unknown name with an exit code
  }
}

function createOwnUser(): void {
  try {
    execFileSync('useradd', ['--system', '--no-create-home', '--shell', '/usr/sbin/nologin', ownUser], {
      stdio: 'ignore',
    });
  } catch {
    // Read-only /etc, no useradd, or another process made the user a moment ago: what can be found afterwards decides.
  }
}

/** Whether this process is root on a system where that means something. */
export function isRoot(): boolean {
  return process.getuid?.() === 0;
}

/**
 * Whom to run PostgreSQL as: `undefined` means as ourselves. Root gets the owner of the cluster when there is one, else a
 * user of our own, made if it can be. Throws {@link IntakeStartError} `no-database-user`.
 */
export function chooseDatabaseUser(existingClusterDir: string | undefined): SystemUser | undefined {
  if (!isRoot()) return undefined;
  if (existingClusterDir !== undefined) {
    const { uid, gid } = statSync(existingClusterDir);
    if (uid !== 0) return { uid, gid };
  }
  if (findUser(ownUser) === undefined) createOwnUser();
  for (const name of candidates) {
    const user = findUser(name);
    if (user !== undefined) return user;
  }
  throw new IntakeStartError(
    'no-database-user',
    `PostgreSQL cannot run as root, and none of ${candidates.join(', ')} exists`,
  );
}

/** Whether `user` may pass through `dir` and every folder above it. `dir` is absolute, without symbolic links. */
export function isReachableBy(dir: string, user: SystemUser): boolean {
  const { mode, uid, gid } = statSync(dir);
  const searchBit = uid === user.uid ? 0o100 : gid === user.gid ? 0o010 : 0o001;
  if ((mode & searchBit) === 0) return false;
  const parent = dirname(dir);
  return parent === dir || isReachableBy(parent, user);
}
