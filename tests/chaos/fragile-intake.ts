import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, open, readFile, rm, statfs } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import type { SlowNetwork } from './slow-network.ts';

const messageSchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('ready'), url: z.string(), token: z.string() }),
  z.object({ type: z.literal('failed'), code: z.string() }),
]);
// Of PostgreSQL's own 40 MB and the log that it keeps, at most a gigabyte.
const diskBytes = 1536 * 1024 * 1024;
/** PostgreSQL recovers, is taken back from an orphan, starts. */
const startTimeoutMs = 120_000;

/** A small disk of its own for an intake, or why there is none. */
export interface SmallDisk {
  readonly dir: string;
  /** Null where the folder lies on a disk that nobody may fill. */
  readonly whyNotFilled: string | null;
  fill(): Promise<void>;
  free(): Promise<void>;
  remove(): Promise<void>;
}

export async function mountSmallDisk(): Promise<SmallDisk> {
  const dir = await mkdtemp(join(tmpdir(), 'vidimus-chaos-'));
  let whyNotFilled: string | null = null;
  try {
    const options = `size=${diskBytes.toString()},mode=755`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'vidimus-chaos', dir], { stdio: 'pipe' });
  } catch (error) {
    whyNotFilled = `no tmpfs: ${String((error as { stderr?: Buffer }).stderr ?? error).trim()}`;
  }
  const ballast = join(dir, 'ballast');
  return {
    dir,
    whyNotFilled,
    async fill() {
      if (whyNotFilled !== null) throw new Error(whyNotFilled);
      const file = await open(ballast, 'w');
      try {
        const megabyte = Buffer.alloc(1024 * 1024);
        for (;;) await file.write(megabyte);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      } finally {
        await file.close();
      }
      const { bavail } = await statfs(dir);
      if (bavail > 256) throw new Error('the disk is not full');
    },
    free: () => rm(ballast, { force: true }),
    async remove() {
      if (whyNotFilled === null) execFileSync('umount', ['-l', dir]);
      await rm(dir, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
    },
  };
}

/** The built intake with its embedded PostgreSQL, started again whenever it ends. */
export interface FragileIntake {
  readonly token: () => string;
  readonly starts: () => number;
  /** SIGKILL, and not a word to anybody. */
  killIntake(): Promise<void>;
  killPostgres(): Promise<void>;
  shiftClock(shiftMs: number): void;
  /** What it wrote on stderr. */
  readonly log: () => string;
  stop(): Promise<void>;
}

export async function startFragileIntake(
  entry: string,
  dataDir: string,
  network: SlowNetwork,
): Promise<FragileIntake> {
  let child: ChildProcess | undefined;
  let token = '';
  let log = '';
  let starts = 0;
  let shiftMs = 0;
  let isStopping = false;

  async function start(): Promise<void> {
    const giveUpAt = Date.now() + startTimeoutMs;
    while (!isStopping) {
      const started = fork(entry, ['--data', dataDir], {
        execArgv: ['--import', new URL('../../src-intake/testing/turned-clock.mjs', import.meta.url).href],
        stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
        env: { PATH: process.env['PATH'] },
      });
      child = started;
      started.stderr?.setEncoding('utf8').on('data', (chunk: string) => (log += chunk));
      const [message] = (await Promise.race([
        once(started, 'message'),
        once(started, 'exit').then(() => [{ type: 'failed', code: 'exit' }]),
      ])) as [unknown];
      const told = messageSchema.parse(message);
      if (told.type === 'ready') {
        starts += 1;
        token = told.token;
        network.setTarget(Number(new URL(told.url).port));
        if (shiftMs !== 0) started.send({ type: 'shift-clock', shiftMs });
        started.once('exit', () => void start());
        return;
      }
      // A full disk, say: whoever supervises an intake tries again.
      if (Date.now() > giveUpAt) throw new Error(`the intake does not start: ${told.code}\n${log}`);
      await new Promise((done) => setTimeout(done, 500));
    }
  }

  await start();
  return {
    token: () => token,
    starts: () => starts,
    log: () => log,
    async killIntake() {
      const ended = child && once(child, 'exit');
      child?.kill('SIGKILL');
      await ended;
    },
    async killPostgres() {
      const pointer = join(dataDir, 'postgres-folder');
      const cluster = existsSync(pointer)
        ? (await readFile(pointer, 'utf8')).trim()
        : join(dataDir, 'postgres');
      const [pid] = (await readFile(join(cluster, 'postmaster.pid'), 'utf8')).split('\n');
      process.kill(Number(pid), 'SIGKILL');
    },
    shiftClock(next) {
      shiftMs = next;
      child?.send({ type: 'shift-clock', shiftMs });
    },
    async stop() {
      isStopping = true;
      if (child?.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}
