import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const root = resolve(import.meta.dirname, '../..');

/** Creating the database cluster takes two seconds on an idle machine; tests share theirs with an analysis. */
const startTimeoutMs = 120_000;
/** The host itself gives its intake 10 s to stop. */
const stopTimeoutMs = 30_000;

/** A host as a user starts it, with a data folder of its own. */
export interface RunningWorkstation {
  readonly dataFolder: string;
  /** What the processes wrote to stderr so far. */
  readonly log: () => string;
  /** Process id of the host. */
  readonly pid: number;
  /** Ends the host and keeps its data. */
  halt(): Promise<void>;
  /** Ends the host and removes its data. */
  stop(): Promise<void>;
}

export interface RunningBrowserHost extends RunningWorkstation {
  /** Opens the workstation in one browser, once. */
  readonly launchUrl: string;
  /** Starts another host on the same data. */
  again(): Promise<RunningBrowserHost>;
}

/**
 * Starts `out/main/web.js` on any free port, with `settings` in its environment; rejects with its stderr when it ends instead of printing
 * its link.
 */
export async function startWorkstation(settings: NodeJS.ProcessEnv = {}): Promise<RunningBrowserHost> {
  return startOn(await mkdtemp(join(tmpdir(), 'vidimus-e2e-')), settings);
}

async function startOn(dataFolder: string, settings: NodeJS.ProcessEnv): Promise<RunningBrowserHost> {
  const host = spawn(process.execPath, [join(root, 'out/main/web.js'), '--no-open', '--port', '0'], {
    cwd: root,
    env: { ...process.env, VIDIMUS_DATA: dataFolder, OMP_THREAD_LIMIT: '1', ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let log = '';
  host.stderr.on('data', (chunk: Buffer) => {
    log += chunk.toString();
  });
  const halt = (): Promise<void> => endProcess(host);
  const stop = async (): Promise<void> => {
    await halt();
    // PostgreSQL may still be writing its last checkpoint when the host was killed.
    await rm(dataFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
  };
  try {
    const launchUrl = await firstLink(host, () => log);
    const pid = host.pid ?? 0;
    const again = (): Promise<RunningBrowserHost> => startOn(dataFolder, settings);
    return { launchUrl, dataFolder, log: () => log, pid, halt, again, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

function firstLink(host: ChildProcess, log: () => string): Promise<string> {
  return new Promise((resolveLink, reject) => {
    const giveUp = setTimeout(() => {
      reject(new Error(`the browser host printed no link in ${startTimeoutMs / 1000} s\n${log()}`));
    }, startTimeoutMs);
    host.once('exit', (code) => {
      clearTimeout(giveUp);
      reject(new Error(`the browser host ended with code ${code ?? 'none'}\n${log()}`));
    });
    if (host.stdout === null) return;
    createInterface({ input: host.stdout }).on('line', (line) => {
      const link = /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(line)?.[0];
      if (link === undefined) return;
      clearTimeout(giveUp);
      resolveLink(link);
    });
  });
}

async function endProcess(host: ChildProcess): Promise<void> {
  if (host.exitCode !== null || host.signalCode !== null) return;
  const ended = once(host, 'exit');
  host.kill('SIGTERM');
  const impatience = setTimeout(() => host.kill('SIGKILL'), stopTimeoutMs);
  await ended;
  clearTimeout(impatience);
}

/** The token of the intake in a workstation's data folder. */
export async function readIntakeToken(dataFolder: string): Promise<string> {
  return (await readFile(join(dataFolder, 'intake', 'token'), 'utf8')).trim();
}
