import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import {
  chmod,
  chown,
  mkdir,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
  writeFile,
} from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { IntakeStartError } from '../errors.ts';
import { readOrCreateSecret } from '../secret-file.ts';
import {
  locatePostgresPackage,
  preparePostgresBinaries,
  type PostgresBinaries,
} from './postgres-binaries.ts';
import { chooseDatabaseUser, isReachableBy, isRoot, type SystemUser } from './system-user.ts';

/** How to reach a database, as `pg` takes it. */
export interface DatabaseAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

export interface EmbeddedPostgres {
  readonly address: DatabaseAddress;
  readonly clusterDir: string;
  /** Starts the server again, at the same address, if it has gone (killed for memory, say). Does nothing to one that runs. */
  readonly revive: () => Promise<void>;
  /** Ends sessions, writes everything out and stops. */
  readonly stop: () => Promise<void>;
}

const superuser = 'vidimus';
const database = 'vidimus';
// Crash recovery reads the whole log since the last checkpoint; a minute is what PostgreSQL's own tools wait.
const startTimeoutS = 60;
const stopTimeoutS = 60;
// A port taken between choosing and binding, or an orphan still in recovery: both are over within seconds.
const startAttempts = 4;
const retryDelayMs = 1000;

interface Cluster {
  readonly dir: string;
  readonly password: string;
  readonly user: SystemUser | undefined;
  readonly binaries: PostgresBinaries;
}

/** Runs a program as the cluster's user. Resolves with its exit code and what it wrote on stderr. */
function runProgram(
  path: string,
  args: readonly string[],
  cluster: Pick<Cluster, 'dir' | 'user'>,
): Promise<{ code: number; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(path, args, {
      ...cluster.user,
      // A folder that the user can surely enter: ours may be closed to it.
      cwd: existsSync(cluster.dir) ? cluster.dir : dirname(cluster.dir),
      // PG* variables would reconfigure the server, and secrets of ours are none of its business. Windows cannot start a process without its own.
      env:
        process.platform === 'win32'
          ? { ...process.env, DATABASE_URL: '' }
          : { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (chunk: string) => (stderr += chunk));
    child.on('error', reject);
    // Not `close`: on Windows the server inherits the pipe and keeps it open.
    child.on('exit', (code, signal) => {
      child.stderr.destroy();
      resolve({ code: code ?? -1, stderr: signal === null ? stderr : `${stderr}\nended by ${signal}` });
    });
  });
}

function findFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => {
        if (address === null || typeof address === 'string') reject(new Error('a TCP server has a port'));
        else resolve(address.port);
      });
    });
  });
}

/** The first folder for machine-wide state in which we can write; for root only. */
async function machineDir(): Promise<string> {
  for (const dir of ['/var/lib/vidimus', join(tmpdir(), 'vidimus')]) {
    try {
      await mkdir(dir, { recursive: true, mode: 0o755 });
      // Programs are run from here: in a folder for all, somebody else may have made it first.
      const { uid, mode } = await stat(dir);
      if (uid === 0 && (mode & 0o022) === 0) return dir;
    } catch {
      continue; // a read-only system: the next one
    }
  }
  throw new IntakeStartError('postgres-failed', 'no folder that PostgreSQL could use can be made');
}

/** The file beside a machine-wide cluster that says whose it is. */
function ownerFileOf(clusterDir: string): string {
  return `${clusterDir}.owner`;
}

/**
 * Removes machine-wide clusters of temporary data folders that are gone: whoever removes such a folder (a test, a trial) knows
 * nothing of the cluster. Those of any other folder stay, since it may only be on a disk that is not there now.
 */
async function removeAbandonedClusters(clustersDir: string): Promise<void> {
  const temporary = `${await realpath(tmpdir())}/`;
  for (const name of await readdir(clustersDir)) {
    if (!name.endsWith(ownerFileOf(''))) continue;
    const ownerFile = join(clustersDir, name);
    const dataDir = await readFile(ownerFile, 'utf8').catch(() => undefined); // another process is removing the same
    if (dataDir === undefined || !dataDir.startsWith(temporary) || existsSync(dataDir)) continue;
    await rm(ownerFile.slice(0, -ownerFileOf('').length), { recursive: true, force: true });
    await rm(ownerFile, { force: true });
  }
}

/**
 * Where the cluster lies: in the data folder, or, when the user that PostgreSQL must run as cannot get there (root's home),
 * in a machine-wide folder whose path the data folder remembers.
 */
async function locateCluster(dataDir: string): Promise<{ dir: string; user: SystemUser | undefined }> {
  const inside = join(dataDir, 'postgres');
  const pointer = join(dataDir, 'postgres-folder');
  const known = existsSync(pointer) ? (await readFile(pointer, 'utf8')).trim() : inside;
  const user = chooseDatabaseUser(existsSync(known) ? known : undefined);
  if (user === undefined) return { dir: known, user };
  if (known === inside) {
    // Passing through is all that others may do; every file in the folder is closed to them.
    await chmod(dataDir, 0o711);
    if (existsSync(inside) || isReachableBy(dataDir, user)) return { dir: inside, user };
  }
  const outside = known === inside ? join(await machineDir(), 'clusters', randomUUID()) : known;
  await mkdir(dirname(outside), { recursive: true, mode: 0o755 });
  await removeAbandonedClusters(dirname(outside));
  const owner = await readFile(ownerFileOf(outside), 'utf8').catch(() => dataDir); // none yet: ours from now on
  if (owner !== dataDir && existsSync(join(owner, 'postgres-folder'))) {
    throw new IntakeStartError(
      'copied-data-folder',
      `${dataDir} was copied from ${owner}, whose database it would share`,
    );
  }
  await writeFile(ownerFileOf(outside), dataDir, { mode: 0o600 });
  if (known === inside) await writeFile(pointer, `${outside}\n`, { mode: 0o600 });
  return { dir: outside, user };
}

/** Makes the cluster beside its place and moves it there when it is whole, so that a crash leaves none or all. */
async function createCluster(cluster: Cluster): Promise<void> {
  const unfinished = `${cluster.dir}.${randomUUID()}`;
  const passwordFile = `${unfinished}.password`;
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(passwordFile, cluster.password, { mode: 0o600 });
  if (cluster.user !== undefined) {
    await chown(unfinished, cluster.user.uid, cluster.user.gid);
    await chown(passwordFile, cluster.user.uid, cluster.user.gid);
  }
  try {
    const { code, stderr } = await runProgram(
      cluster.binaries.initdb,
      [
        `--pgdata=${unfinished}`,
        `--username=${superuser}`,
        `--pwfile=${passwordFile}`,
        '--auth=scram-sha-256',
        '--encoding=UTF8',
        // Sorts alike on every machine, whatever locales it has.
        '--locale=C',
        '--locale-provider=builtin',
        '--builtin-locale=C.UTF-8',
        '--no-instructions',
      ],
      { ...cluster, dir: unfinished },
    );
    if (code !== 0) throw new IntakeStartError('postgres-failed', `initdb: ${stderr.trim()}`);
    await rename(unfinished, cluster.dir);
  } finally {
    await rm(passwordFile, { force: true });
    await rm(unfinished, { recursive: true, force: true });
  }
}

/** The whole configuration: nothing of it is the user's to keep, and the port changes with each start. */
function configuration(port: number): string {
  return [
    `listen_addresses = '127.0.0.1'`,
    `port = ${port.toString()}`,
    `unix_socket_directories = ''`,
    // Ten of each intake process' pool and its listener, for three processes, and some for an administrator.
    `max_connections = 40`,
    `shared_buffers = '64MB'`,
    `fsync = on`,
    `synchronous_commit = on`,
    `password_encryption = 'scram-sha-256'`,
    `timezone = 'UTC'`,
    `log_timezone = 'UTC'`,
    `log_min_messages = 'warning'`,
    // Neither statements nor rows are written to the log.
    `log_min_error_statement = 'panic'`,
    `log_error_verbosity = 'terse'`,
    '',
  ].join('\n');
}

/** Whether `pid` is a PostgreSQL that runs on this cluster, by the kernel's word; only Linux has it. */
async function runsOnCluster(pid: number, clusterDir: string): Promise<boolean> {
  try {
    return (
      (await readlink(`/proc/${pid.toString()}/cwd`)) === clusterDir &&
      (await readFile(`/proc/${pid.toString()}/comm`, 'utf8')).startsWith('postgres')
    );
  } catch {
    return false; // no such process, or no /proc
  }
}

async function isZombie(pid: number): Promise<boolean> {
  try {
    return /^State:\s+Z/m.test(await readFile(`/proc/${pid.toString()}/status`, 'utf8'));
  } catch {
    return false; // no such process, or no /proc
  }
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // somebody else's
  }
}

/** The process that the cluster's PID file names, if there is such a process at all: perhaps a server, perhaps a stranger by now. */
async function readPidFile(cluster: Cluster): Promise<{ pid: number; port: number } | undefined> {
  const pidFile = join(cluster.dir, 'postmaster.pid');
  if (!existsSync(pidFile)) return undefined;
  // Line 1 is the process, line 4 its port (PostgreSQL: src/include/utils/pidfile.h).
  const lines = (await readFile(pidFile, 'utf8')).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !exists(pid)) return undefined;
  if (!(await isZombie(pid))) return { pid, port: Number(lines[3]) };
  // PostgreSQL takes a dead process that no init has reaped (containers) for a live one, and would never start again.
  await rm(pidFile, { force: true });
  return undefined;
}

/** Whether the server on `port` lets our password in and says that it runs on this cluster. */
async function answersForCluster(port: number, { dir, password }: Cluster): Promise<boolean> {
  const client = new pg.Client({
    host: '127.0.0.1',
    port,
    user: superuser,
    password,
    database: 'postgres',
    connectionTimeoutMillis: 3000,
  });
  try {
    await client.connect();
    const { rows } = await client.query<{ setting: string }>(
      "select setting from pg_settings where name = 'data_directory'",
    );
    return rows[0]?.setting === dir;
  } catch {
    return false; // nobody there, somebody else's server, or one that still starts: not proven to be ours
  } finally {
    await client.end().catch(() => undefined); // a client that never connected has nothing to end
  }
}

async function stopCluster(cluster: Cluster): Promise<void> {
  for (const mode of ['fast', 'immediate']) {
    if ((await readPidFile(cluster)) === undefined) return;
    await runProgram(
      cluster.binaries.pgCtl,
      ['stop', '-D', cluster.dir, '-m', mode, '-w', '-t', stopTimeoutS.toString(), '-s'],
      cluster,
    );
  }
  if ((await readPidFile(cluster)) !== undefined) throw new Error('PostgreSQL does not stop');
}

/**
 * Stops the PostgreSQL that an intake killed the hard way has left on this cluster. The caller holds the data folder's
 * lock, so that no living intake uses it. A PID file of a dead or foreign process is left to PostgreSQL, which knows what to do.
 */
async function stopOrphan(cluster: Cluster): Promise<void> {
  const found = await readPidFile(cluster);
  if (found === undefined) return;
  const { pid, port } = found;
  if ((await runsOnCluster(pid, cluster.dir)) || (port > 0 && (await answersForCluster(port, cluster)))) {
    await stopCluster(cluster);
  }
}

async function readLogEnd(logFile: string): Promise<string> {
  const text = existsSync(logFile) ? await readFile(logFile, 'utf8') : '';
  return text.slice(-2000).trim();
}

async function startCluster(cluster: Cluster, fixedPort?: number): Promise<DatabaseAddress> {
  const logFile = join(cluster.dir, 'server.log');
  let problem = '';
  for (let attempt = 1; attempt <= startAttempts; attempt++) {
    if (attempt > 1) await sleep(retryDelayMs);
    await stopOrphan(cluster);
    const port = fixedPort ?? (await findFreePort());
    await writeFile(join(cluster.dir, 'postgresql.conf'), configuration(port));
    if (existsSync(logFile)) await rename(logFile, `${logFile}.1`); // one generation back is enough to read why it crashed
    const { code, stderr } = await runProgram(
      cluster.binaries.pgCtl,
      ['start', '-D', cluster.dir, '-l', logFile, '-w', '-t', startTimeoutS.toString(), '-s'],
      cluster,
    );
    if (code === 0 && (await answersForCluster(port, cluster))) {
      return { host: '127.0.0.1', port, user: superuser, password: cluster.password, database };
    }
    problem = `${stderr.trim()} ${await readLogEnd(logFile)}`;
  }
  throw new IntakeStartError('postgres-failed', problem);
}

async function createDatabase(address: DatabaseAddress): Promise<void> {
  const client = new pg.Client({ ...address, database: 'postgres' });
  await client.connect();
  try {
    const { rowCount } = await client.query('select from pg_database where datname = $1', [database]);
    if (rowCount === 0) await client.query(`create database ${database}`);
  } finally {
    await client.end();
  }
}

/**
 * Starts the embedded PostgreSQL of a data folder: makes its cluster when there is none, takes it back from an orphan when
 * the intake before was killed. It listens on loopback only, on any free port, behind a password. The caller holds the
 * data folder's lock. Throws {@link IntakeStartError}.
 */
export async function startEmbeddedPostgres(givenDataDir: string): Promise<EmbeddedPostgres> {
  const dataDir = await realpath(givenDataDir);
  const { dir, user } = await locateCluster(dataDir);
  const isNew = !existsSync(dir);
  const passwordFile = join(dataDir, 'postgres-password');
  if (!isNew && !existsSync(passwordFile))
    throw new IntakeStartError('postgres-password-missing', passwordFile);
  const password = await readOrCreateSecret(passwordFile);
  const binaries = preparePostgresBinaries(
    locatePostgresPackage(),
    user,
    isRoot() ? await machineDir() : dataDir,
  );
  const cluster: Cluster = { dir, password, user, binaries };
  if (isNew) await createCluster(cluster);
  const address = await startCluster(cluster);
  await createDatabase(address);
  let reviving = Promise.resolve();
  let isStopping = false;
  return {
    address,
    clusterDir: dir,
    revive() {
      reviving = reviving
        .catch(() => undefined)
        .then(async () => {
          if (isStopping || (await answersForCluster(address.port, cluster))) return;
          await startCluster(cluster, address.port);
        });
      return reviving;
    },
    async stop() {
      isStopping = true;
      await reviving.catch(() => undefined); // whoever asked for it was told
      await stopCluster(cluster);
    },
  };
}
