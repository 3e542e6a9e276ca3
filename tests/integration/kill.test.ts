import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { createAnalysisHost } from '#analysis/worker/analysis-host.ts';
import { forkAnalysisWorker } from '#analysis/worker/fork-analysis-worker.ts';
import { createSampleLoader } from '#main/samples/load-samples.ts';
import { createIntakeClient, type IntakeClient } from '#shared/api/client.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import { rpcContract } from '#shared/rpc/contract.ts';

// Real: the built processes, PostgreSQL, pictures, nets and SIGKILL. What dies in the middle of an analysis must lose
// nothing: every session ends analyzed, once.

const root = resolve(import.meta.dirname, '../..');
const modelsFolder = join(root, 'models/installed');
const resourcesFolder = join(root, 'resources');
const linuxOnly = process.platform === 'linux' ? '' : ' (skipped: finds processes through /proc)';

const infoSchema = z.object({ reply: z.object({ value: rpcContract['app.info'].output }) });

interface Running {
  readonly child: ChildProcess;
  /** The page's connection to a browser host. */
  readonly socket: () => Promise<WebSocket>;
}

let dataFolder: string;
const running: ChildProcess[] = [];
const drawing = createAnalysisHost({
  spawn: () => forkAnalysisWorker(join(root, 'out/main/analysis-worker.js')),
  modelsFolder,
});

beforeAll(async () => {
  dataFolder = await mkdtemp(join(tmpdir(), 'vidimus-kill-'));
});
afterEach(async () => {
  for (const child of running.splice(0)) await end(child);
});
afterAll(async () => {
  drawing.close();
  await rm(dataFolder, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
});

function start(entry: string, args: readonly string[], env: NodeJS.ProcessEnv = {}): Running {
  const child = spawn(process.execPath, [join(root, 'out/main', entry), ...args], {
    env: { ...process.env, ...env, VIDIMUS_DATA: dataFolder, OMP_THREAD_LIMIT: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  let opened: Promise<WebSocket> | undefined;
  return { child, socket: () => (opened ??= openSocket(() => output)) };
}

/** Uses up the host's launch link and opens the page's WebSocket with the cookie that it gave. */
async function openSocket(output: () => string): Promise<WebSocket> {
  const link = await until('the launch link', () => /http:\/\/127\.0\.0\.1:\d+\/\S*/.exec(output())?.[0]);
  const launched = await fetch(link, { redirect: 'manual' });
  const cookie = launched.headers.get('set-cookie')?.split(';')[0] ?? '';
  const { host, origin } = new URL(link);
  const socket = new WebSocket(`ws://${host}/rpc`, { headers: { cookie, origin } });
  await once(socket, 'open');
  return socket;
}

async function end(child: ChildProcess, signal: NodeJS.Signals = 'SIGTERM'): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
}

/** Asks until there is an answer; more patient than any step needs, so that a hang names itself. */
async function until<T>(what: string, ask: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const deadline = Date.now() + 150_000;
  while (Date.now() < deadline) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    await new Promise((done) => setTimeout(done, 50));
  }
  throw new Error(`waited in vain for ${what}`);
}

/** Ids of the processes below `pid` whose command line holds `part`. */
function descendants(pid: number, part: string): readonly number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc').filter((entry) => /^\d+$/.test(entry))) {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8').replace(/^.*\) \S+ /s, '');
      parents.set(Number(name), Number(stat.split(' ')[0]));
    } catch {
      // It ended while it was looked at.
    }
  }
  const isBelow = (id: number): boolean => {
    const parent = parents.get(id);
    return parent !== undefined && (parent === pid || isBelow(parent));
  };
  return [...parents.keys()].filter((id) => {
    try {
      return isBelow(id) && readFileSync(`/proc/${id.toString()}/cmdline`, 'utf8').includes(part);
    } catch {
      return false;
    }
  });
}

/** Asks the host over its own WebSocket, as the page does, where its intake listens now. */
async function intakeOf(host: Running): Promise<{ readonly url: string; readonly client: IntakeClient }> {
  const socket = await host.socket();
  return until('the intake to answer', async () => {
    const reply = once(socket, 'message');
    socket.send(JSON.stringify({ type: 'call', id: 1, name: 'app.info', input: {} }));
    const [data] = (await reply) as [Buffer];
    const { intake } = infoSchema.parse(JSON.parse(data.toString())).reply.value;
    if (intake.url === '') return undefined;
    const token = (await readFile(join(dataFolder, 'intake/token'), 'utf8')).trim();
    const client = createIntakeClient({ url: intake.url, token, fetch });
    return (await client.call('health', {})).ok ? { url: intake.url, client } : undefined;
  });
}

async function sendSamples(host: Running): Promise<readonly SessionId[]> {
  const { client: intake } = await intakeOf(host);
  const samples = createSampleLoader({ intake, host: drawing, resourcesFolder, userId: 'test' });
  const reply = await samples.load(AbortSignal.timeout(120_000));
  if (!reply.ok) throw new Error(reply.code);
  return reply.sessionIds;
}

async function typesOf(host: Running, sessionId: SessionId): Promise<readonly string[] | undefined> {
  const { client } = await intakeOf(host);
  const reply = await client.call('listEvents', { sessionId });
  return reply.ok ? reply.value.events.map(({ type }) => type) : undefined;
}

/** Waits until an agent has begun one of the sessions and none of these is finished. */
async function untilAnalysisBegan(host: Running, sessionIds: readonly SessionId[]): Promise<void> {
  await until('an analysis to begin', async () => {
    for (const sessionId of sessionIds) {
      const types = await typesOf(host, sessionId);
      if (types?.includes('analysis.started') === true && !types.includes('session.analyzed')) return true;
    }
    return undefined;
  });
}

async function expectEachAnalyzedOnce(host: Running, sessionIds: readonly SessionId[]): Promise<void> {
  for (const sessionId of sessionIds) {
    const types = await until(`the analysis of ${sessionId}`, async () => {
      const found = await typesOf(host, sessionId);
      return found?.includes('session.analyzed') === true ? found : undefined;
    });
    expect(types.filter((type) => type === 'session.analyzed')).toHaveLength(1);
  }
}

const startHost = (...more: readonly string[]): Running =>
  start('web.js', ['--no-open', '--port', '0', ...more]);

/** The killed one's lease ends after its time, and four sessions are analyzed on a machine that tests share. */
const timeoutMs = 300_000;

it.skipIf(linuxOnly !== '')(
  `analyzes every session once though its worker, its intake and its database are killed in the middle${linuxOnly}`,
  async () => {
    const host = startHost();
    const pid = host.child.pid ?? 0;
    for (const victim of ['analysis-worker.js', 'intake.js', 'postgres']) {
      const sessionIds = await sendSamples(host);
      await untilAnalysisBegan(host, sessionIds);
      const ids = victim === 'postgres' ? [await postmasterPid()] : descendants(pid, victim);
      expect(ids, victim).not.toHaveLength(0);
      for (const id of ids) process.kill(id, 'SIGKILL');
      await expectEachAnalyzedOnce(host, sessionIds);
    }
    expect(host.child.exitCode).toBeNull();
  },
  timeoutMs,
);

async function postmasterPid(): Promise<number> {
  const pointer = join(dataFolder, 'intake/postgres-folder');
  const cluster = await readFile(pointer, 'utf8').catch(() => join(dataFolder, 'intake/postgres'));
  return Number((await readFile(join(cluster.trim(), 'postmaster.pid'), 'utf8')).split('\n')[0]);
}

it(
  'goes on after the whole workstation was killed in the middle',
  async () => {
    const first = startHost();
    const sessionIds = await sendSamples(first);
    await untilAnalysisBegan(first, sessionIds);
    await end(first.child, 'SIGKILL');
    await expectEachAnalyzedOnce(startHost(), sessionIds);
  },
  timeoutMs,
);

it(
  'gives the session of a killed headless agent to the next one',
  async () => {
    const host = startHost('--no-agent');
    const { url } = await intakeOf(host);
    const env = { VIDIMUS_INTAKE_URL: url, VIDIMUS_INTAKE_TOKEN_FILE: join(dataFolder, 'intake/token') };
    const sessionIds = await sendSamples(host);
    const killed = start('agent.js', [], env);
    await untilAnalysisBegan(host, sessionIds);
    await end(killed.child, 'SIGKILL');
    start('agent.js', [], env);
    await expectEachAnalyzedOnce(host, sessionIds);
  },
  timeoutMs,
);
