import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import autocannon from 'autocannon';
import { z } from 'zod';
import { createIntakeClient, type IntakeClient } from '#shared/api/client.ts';
import { captureIdSchema, sessionIdSchema, type SessionId } from '#shared/domain/ids.ts';
import { findEmbedded, startHashing, startHello, startInserting } from './comparators.ts';
import { medianOf } from './figures.ts';
import { readProcessorTime } from './processor-time.ts';

/**
 * `npm run bench:intake [-- --seconds 5 --turns 3 --connections 64 --minutes 0]`: captures of 1 kB over the API, each validated,
 * authenticated, sealed, chained and synced to disk before it is acknowledged, beside "hello world" of a bare Fastify, turn by turn. All
 * are processes of their own, under the same load generator with the same connections. Two more show what of the distance is the machine's:
 * a bare Fastify that hashes the same bodies, and one that stores each in the same PostgreSQL with a commit of its own. `--minutes` keeps the load on afterwards and
 * watches the intake's memory.
 */

const bodyBytes = 1024;
/** A document of two sides and a selfie, each taken twice. */
const capturesPerSession = 6;
const readBack = 200;
const actor = { kind: 'user', id: 'bench' } as const;
const readySchema = z.object({ type: z.literal('ready'), url: z.string(), token: z.string() });
const body = randomBytes(bodyBytes);
const bodySha256 = createHash('sha256').update(body).digest('hex');

interface Measured {
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Processor time of a request, in microseconds. */
  readonly cpuUs?: { readonly generator: number; readonly server: number; readonly postgres: number };
}

async function startIntake(
  entry: string,
  dataDir: string,
): Promise<{ child: ChildProcess; url: string; token: string; client: IntakeClient }> {
  // `VIDIMUS_BENCH_NODE` takes options such as `--cpu-prof`.
  const execArgv = process.env['VIDIMUS_BENCH_NODE']?.split(' ') ?? [];
  const child = fork(entry, ['--data', dataDir], {
    execArgv,
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    env: { PATH: process.env['PATH'] },
  });
  const [message] = (await once(child, 'message')) as [unknown];
  const { url, token } = readySchema.parse(message);
  return { child, url, token, client: createIntakeClient({ url, token, fetch: globalThis.fetch }) };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill('SIGTERM');
  await ended;
}

/** Sessions with room for `captures`. */
async function makeSessions(client: IntakeClient, captures: number): Promise<SessionId[]> {
  const ids = Array.from({ length: Math.ceil(captures / capturesPerSession) }, () =>
    sessionIdSchema.parse(randomUUID()),
  );
  const waiting = [...ids];
  const make = async (): Promise<void> => {
    for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
      const reply = await client.call('createSession', {
        sessionId: id,
        scenarioId: 'passport-selfie',
        source: 'api',
        clientKey: null,
        actor,
      });
      if (!reply.ok) throw new Error(`no session: ${reply.code}`);
    }
  };
  await Promise.all(Array.from({ length: 32 }, make));
  return ids;
}

/** Puts the load on and takes nothing but 2xx for an answer. */
async function load(options: autocannon.Options): Promise<Measured & { readonly answered: number }> {
  const result = await autocannon(options);
  const refused = result.non2xx + result.errors + result.timeouts;
  if (refused > 0)
    throw new Error(
      `${refused.toString()} requests were not answered with 2xx: ${JSON.stringify(result.statusCodeStats)}`,
    );
  return {
    perSecond: result['2xx'] / result.duration,
    p50Ms: result.latency.p50,
    p99Ms: result.latency.p99,
    answered: result['2xx'],
  };
}

function rssMbOf(child: ChildProcess): number {
  return Number(execFileSync('ps', ['-o', 'rss=', '-p', String(child.pid)], { encoding: 'utf8' })) / 1024;
}

/** Least squares, in units of `y` for one of `x`. */
function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const meanX = points.reduce((sum, [x]) => sum + x, 0) / points.length;
  const meanY = points.reduce((sum, [, y]) => sum + y, 0) / points.length;
  const over = points.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  return over / points.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
}

const words = (label: string, { perSecond, p50Ms, p99Ms, cpuUs }: Measured): string =>
  `${label.padEnd(10)} ${perSecond.toFixed(0).padStart(7)} requests/s   p50 ${p50Ms.toString()} ms   p99 ${p99Ms.toString()} ms` +
  (cpuUs === undefined
    ? ''
    : `   processor: load ${cpuUs.generator.toFixed(0)}, server ${cpuUs.server.toFixed(0)}, PostgreSQL ${cpuUs.postgres.toFixed(0)} µs each`);

/** Measures a load, and what it takes of the processors where that can be told. */
async function measure(
  { child, postmaster }: { readonly child: ChildProcess; readonly postmaster: number },
  options: autocannon.Options,
): Promise<Measured & { readonly answered: number }> {
  const read = () => readProcessorTime(child.pid ?? 0, postmaster);
  const before = read();
  const measured = await load(options);
  const after = read();
  if (before === undefined || after === undefined) return measured;
  const us = (part: keyof typeof before): number => ((after[part] - before[part]) * 1000) / measured.answered;
  return {
    ...measured,
    cpuUs: { generator: us('generator'), server: us('server'), postgres: us('postgres') },
  };
}

function median(all: readonly Measured[]): Measured {
  const of = (value: (one: Measured) => number): number => medianOf(all.map(value));
  const parts = all.flatMap(({ cpuUs }) => cpuUs ?? []);
  return {
    perSecond: of(({ perSecond }) => perSecond),
    p50Ms: of(({ p50Ms }) => p50Ms),
    p99Ms: of(({ p99Ms }) => p99Ms),
    ...(parts.length > 0 && {
      cpuUs: {
        generator: medianOf(parts.map(({ generator }) => generator)),
        server: medianOf(parts.map(({ server }) => server)),
        postgres: medianOf(parts.map(({ postgres }) => postgres)),
      },
    }),
  };
}

/** Captures into the given sessions: each connection fills one, as a person does, and takes the next. */
function uploads(url: string, token: string, sessions: SessionId[]) {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'image/jpeg' };
  const made: string[] = [];
  const prepare = (nth: number) => (request: autocannon.Request, person: { session?: SessionId }) => {
    if (nth === 0) {
      const next = sessions.pop();
      if (next === undefined) throw new Error('too few sessions were made for this load');
      person.session = next;
    }
    const captureId = randomUUID();
    made.push(captureId);
    const [stepId, side] = nth % 3 === 2 ? ['selfie', 'selfie'] : ['document', 'front'];
    const path = `/api/v1/sessions/${person.session ?? ''}/captures/${captureId}?stepId=${stepId}&side=${side}`;
    return { ...request, method: 'PUT' as const, path, headers, body };
  };
  const requests = Array.from({ length: capturesPerSession }, (_, nth) => ({ setupRequest: prepare(nth) }));
  return { options: { url, requests }, made };
}

/** Reads some of the acknowledged captures back. */
async function checkSome(client: IntakeClient, made: readonly string[], answered: number): Promise<void> {
  // Requests that were on their way at the end were asked for and not counted.
  if (answered > made.length) throw new Error('more was acknowledged than was sent');
  const step = Math.max(1, Math.floor(answered / readBack));
  let missing = 0;
  for (let index = 0; index < answered; index += step) {
    const reply = await client.getCapture(captureIdSchema.parse(made[index]));
    const sha256 = reply.ok ? createHash('sha256').update(reply.bytes).digest('hex') : null;
    if (sha256 !== bodySha256) missing += 1;
  }
  // Those that autocannon cut off at the end of its time stand among the others.
  if (missing > made.length - answered) throw new Error(`${missing.toString()} captures are not there`);
}

export async function main(args: readonly string[], root: string): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      seconds: { type: 'string', default: '5' },
      turns: { type: 'string', default: '3' },
      connections: { type: 'string', default: '64' },
      minutes: { type: 'string', default: '0' },
      rate: { type: 'string', default: '0' },
      intake: { type: 'string', default: 'out/main/intake.js' },
    },
  });
  const [duration, turns, connections, minutes, rate] = [
    values.seconds,
    values.turns,
    values.connections,
    values.minutes,
    values.rate,
  ].map(Number) as [number, number, number, number, number];
  const dataDir = await mkdtemp(join(tmpdir(), 'vidimus-load-'));
  const intake = await startIntake(resolve(root, values.intake), dataDir);
  const children = [intake.child];
  try {
    const { pid: postmaster, url: database } = await findEmbedded(dataDir);
    const hello = await startHello(root);
    const hashing = await startHashing(root);
    const inserting = await startInserting(root, database);
    children.push(hello.child, hashing.child, inserting.child);
    const common = { connections, duration };
    const warm = { connections, duration: 2 };
    // Two seconds tell how many sessions a turn needs; they warm all up as well.
    await load({ ...warm, url: hello.url });
    // More than any machine would take.
    const anySessions = (): SessionId[] =>
      Array.from({ length: 10_000 * (duration + 1) }, () => sessionIdSchema.parse(randomUUID()));
    for (const { url } of [hashing, inserting])
      await load({ ...warm, ...uploads(url, intake.token, anySessions()).options });
    const first = uploads(intake.url, intake.token, await makeSessions(intake.client, 30_000));
    let fastest = (await load({ ...warm, ...first.options })).perSecond;
    const taken: Record<'hello' | 'hash' | 'insert' | 'captures', Measured[]> = {
      hello: [],
      hash: [],
      insert: [],
      captures: [],
    };
    for (let turn = 0; turn < turns; turn++) {
      taken.hello.push(await measure({ ...hello, postmaster }, { ...common, url: hello.url }));
      for (const [name, server] of [
        ['hash', hashing],
        ['insert', inserting],
      ] as const) {
        const { options } = uploads(server.url, intake.token, anySessions());
        taken[name].push(await measure({ ...server, postmaster }, { ...common, ...options }));
      }
      const sessions = await makeSessions(intake.client, fastest * 2 * duration + 1000);
      const uploading = uploads(intake.url, intake.token, sessions);
      const measured = await measure({ ...intake, postmaster }, { ...common, ...uploading.options });
      await checkSome(intake.client, uploading.made, measured.answered);
      fastest = Math.max(fastest, measured.perSecond);
      taken.captures.push(measured);
      for (const [name, all] of Object.entries(taken)) console.log(words(name, all.at(-1) ?? measured));
    }
    console.log(`medians of ${turns.toString()}, ${connections.toString()} connections:`);
    for (const [name, all] of Object.entries(taken)) console.log(words(name, median(all)));
    const ratio = median(taken.captures).perSecond / median(taken.hello).perSecond;
    console.log(`ratio ${ratio.toFixed(3)}, goal at least 0.5: ${ratio >= 0.5 ? 'met' : 'MISSED'}`);
    if (minutes > 0) await watchMemory(intake, { minutes, rate, connections, fastest });
  } finally {
    // The intake last: the others have connections to its PostgreSQL.
    for (const child of children.reverse()) await end(child);
    await rm(dataDir, { recursive: true, force: true, maxRetries: 10, retryDelay: 500 });
  }
}

/** Keeps the load on, in portions, and prints the intake's memory. */
async function watchMemory(
  { child, url, token, client }: Awaited<ReturnType<typeof startIntake>>,
  options: { minutes: number; rate: number; connections: number; fastest: number },
): Promise<void> {
  const { minutes, rate, connections, fastest } = options;
  const portionSeconds = 10;
  const startedAt = performance.now();
  const elapsed = (): number => (performance.now() - startedAt) / 60_000;
  const points: [minute: number, mb: number][] = [];
  let captures = 0;
  const watch = { isOver: false };
  const watching = (async () => {
    while (!watch.isOver) {
      points.push([elapsed(), rssMbOf(child)]);
      await sleep(1000);
    }
  })();
  while (elapsed() < minutes) {
    const most = rate > 0 ? rate : fastest * 2;
    const uploading = uploads(url, token, await makeSessions(client, most * portionSeconds + 1000));
    const { answered } = await load({
      ...uploading.options,
      connections,
      duration: portionSeconds,
      ...(rate > 0 && { overallRate: rate }),
    });
    captures += answered;
  }
  watch.isOver = true;
  await watching;
  // A quarter to fill caches and to let V8 settle on the size of its heap.
  const settled = points.filter(([minute]) => minute >= minutes / 4);
  const at = (part: number): string =>
    `${(points[Math.floor((points.length - 1) * part)]?.[1] ?? 0).toFixed(0)} MB`;
  console.log(
    `memory over ${elapsed().toFixed(1)} minutes and ${captures.toString()} captures: start ${at(0)}, a quarter ${at(0.25)}, middle ${at(0.5)}, end ${at(1)}, ` +
      `highest ${Math.max(...points.map(([, mb]) => mb)).toFixed(0)} MB; after the first quarter ${slopeOf(settled).toFixed(2)} MB a minute`,
  );
}
