import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createIntakeClient, type IntakeClient } from '#shared/api/client.ts';
import { verifyChain } from '#shared/domain/chain.ts';
import type { SessionEvent } from '#shared/domain/events.ts';
import { captureIdSchema, sessionIdSchema, type CaptureId, type SessionId } from '#shared/domain/ids.ts';
import { defaultRules, passportAndSelfie } from '#shared/domain/scenario.ts';
import { mountSmallDisk, startFragileIntake, type FragileIntake, type SmallDisk } from './fragile-intake.ts';
import { fairWeather, startSlowNetwork, type SlowNetwork } from './slow-network.ts';

/**
 * What breaks, in turn: the intake or its PostgreSQL is killed, the disk is full, the clock jumps, the network is slow and cuts connections.
 * Meanwhile customers' programs send sessions, captures and commands, each until it is acknowledged, and some of them once more. Then
 * everything that was ever acknowledged must be there, to the byte, once, in a chain that holds, and once in the feed.
 */
export const faults = [
  'kill -9 intake',
  'kill -9 PostgreSQL',
  'full disk',
  'clock jump',
  'slow network',
] as const;
type Fault = (typeof faults)[number];

export interface ChaosReport {
  readonly rounds: number;
  /** Rounds that could not be run, each with why; they are not among the rounds. */
  readonly skipped: readonly string[];
  readonly acknowledged: number;
  readonly retries: number;
  /** What the intake wrote into its log as a bug or a broken machine, each kind once. */
  readonly unexpected: readonly string[];
  /** What was found wrong. */
  readonly problems: readonly string[];
}

const actor = { kind: 'user', id: 'chaos' } as const;
const writers = 4;
/** Of each writer in a round; the most are for a machine that is faster than what breaks, since each is read back. */
const [fewestSessions, mostSessions] = [3, 30];
/** A session gets a small and a large picture, each with a comment after it. */
const sizes = [900, 40_000] as const;
/** Longer than PostgreSQL takes to recover on a busy machine. */
const patienceMs = 120_000;
const faultMs = 1500;
const minute = 60_000;

interface Sent {
  readonly sessionId: SessionId;
  readonly captures: readonly { readonly id: CaptureId; readonly sha256: string }[];
  readonly comments: readonly string[];
}

const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export async function runChaos(options: {
  readonly rounds: number;
  readonly seed: number;
  readonly entry: string;
  readonly print: (line: string) => void;
}): Promise<ChaosReport> {
  const { rounds, entry, print } = options;
  const random = seeded(options.seed);
  const network = await startSlowNetwork(random);
  const disk = await mountSmallDisk();
  let intake: FragileIntake | undefined;
  try {
    intake = await startFragileIntake(entry, `${disk.dir}/data`, network);
    const run = new Chaos(intake, network, disk, random);
    await run.prepare();
    const skipped: string[] = [];
    for (let round = 0; round < rounds; round++) {
      const fault = faults[round % faults.length] ?? 'clock jump';
      const number = `round ${(round + 1).toString().padStart(3)} of ${rounds.toString()}: ${fault.padEnd(18)}`;
      if (fault === 'full disk' && disk.whyNotFilled !== null) {
        skipped.push(`${fault}: ${disk.whyNotFilled}`);
        print(`${number} skipped: ${disk.whyNotFilled}`);
        continue;
      }
      print(`${number} ${await run.round(fault)}`);
    }
    print(`all sessions of all rounds once more: ${await run.checkAll()}`);
    return {
      rounds: rounds - skipped.length,
      skipped,
      acknowledged: run.acknowledged,
      retries: run.retries,
      unexpected: unexpectedIn(intake.log()),
      problems: run.problems,
    };
  } catch (error) {
    if (intake !== undefined) print(intake.log().slice(-4000));
    throw error;
  } finally {
    await network.close();
    await disk.free();
    await intake?.stop();
    await disk.remove();
  }
}

/** Errors of the log, without what differs from one to the next. */
function unexpectedIn(log: string): string[] {
  const lines = log.split('\n').filter((line) => line.includes('"level":"error"'));
  const kinds = lines.map((line) => {
    const { where, error } = JSON.parse(line) as { where: string; error: { type?: string; code?: string } };
    return [where, error.type, error.code].filter((part) => part !== undefined).join(' ');
  });
  return [...new Set(kinds)];
}

/** Mulberry32: the faults of a seed are the same for ever; what meets them is the machine's. */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Chaos {
  readonly problems: string[] = [];
  acknowledged = 0;
  retries = 0;
  readonly #all: Sent[] = [];
  /** How often each event was in the feed, and the last place read. */
  readonly #fed = new Map<string, number>();
  #cursor = 0;
  readonly #intake: FragileIntake;
  readonly #network: SlowNetwork;
  readonly #disk: SmallDisk;
  readonly #random: () => number;
  readonly #client: IntakeClient;

  constructor(intake: FragileIntake, network: SlowNetwork, disk: SmallDisk, random: () => number) {
    this.#intake = intake;
    this.#network = network;
    this.#disk = disk;
    this.#random = random;
    this.#client = createIntakeClient({
      url: network.url,
      token: intake.token(),
      // Whoever hears nothing for so long sends again.
      fetch: (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(10_000) }),
    });
  }

  /** A scenario without a lifetime: a clock that jumps freezes no session. */
  async prepare(): Promise<void> {
    const { version: _, ...passport } = passportAndSelfie;
    const change = { scenarioId: 'chaos', actor };
    const rules = { ...defaultRules, lifetimeMinutes: 0, storageDays: 0 };
    const draft = { ...passport, id: 'chaos', rules };
    await this.#until(() =>
      this.#client.call('saveScenarioDraft', { ...change, expectedRevision: null, draft }),
    );
    await this.#until(() => this.#client.call('commitScenario', { ...change, expectedRevision: 0 }));
    await this.#until(() =>
      this.#client.call('activateScenario', { ...change, expectedRevision: 1, version: 1 }),
    );
  }

  /** Lets one thing break under load, waits until all is acknowledged, and reads it back. */
  async round(fault: Fault): Promise<string> {
    const before = { acknowledged: this.acknowledged, retries: this.retries, problems: this.problems.length };
    const startedMs = performance.now();
    const breaking = { isOver: false };
    const writing = Promise.all(Array.from({ length: writers }, () => this.#write(breaking)));
    await sleep(50 + 300 * this.#random());
    await this.#break(fault);
    breaking.isOver = true;
    const sent = (await writing).flat();
    this.#all.push(...sent);
    for (const one of sent) await this.#check(one);
    // An older one as well: what was there may not go.
    const older = this.#all[Math.floor(this.#random() * this.#all.length)];
    if (older !== undefined) await this.#check(older);
    await this.#followFeed();
    for (const one of sent) this.#checkFed(one);
    const found = this.problems.slice(before.problems);
    return [
      `${(this.acknowledged - before.acknowledged).toString().padStart(3)} acknowledged`,
      `${(this.retries - before.retries).toString().padStart(4)} tried again`,
      `${((performance.now() - startedMs) / 1000).toFixed(1).padStart(5)} s`,
      found.length === 0 ? 'nothing lost, nothing doubled' : `WRONG: ${found.join('; ')}`,
    ].join(', ');
  }

  async checkAll(): Promise<string> {
    const before = this.problems.length;
    for (const one of this.#all) await this.#check(one);
    await this.#followFeed();
    for (const one of this.#all) this.#checkFed(one);
    const found = this.problems.slice(before);
    return found.length === 0
      ? `${this.#all.length.toString()} sessions, ${this.#fed.size.toString()} events, all there, each once`
      : `WRONG: ${found.join('; ')}`;
  }

  async #break(fault: Fault): Promise<void> {
    switch (fault) {
      case 'kill -9 intake':
        await this.#intake.killIntake();
        return;
      case 'kill -9 PostgreSQL':
        await this.#intake.killPostgres();
        return;
      case 'full disk':
        await this.#disk.fill();
        await sleep(faultMs);
        await this.#disk.free();
        return;
      case 'clock jump': {
        // Forward and back again past the beginning, by up to three hours.
        const jumpMs = (1 + 179 * this.#random()) * minute;
        for (const shiftMs of [jumpMs, -jumpMs, 0]) {
          this.#intake.shiftClock(shiftMs);
          await sleep(faultMs / 5);
        }
        return;
      }
      case 'slow network':
        this.#network.setWeather({ delayMs: 20 + 100 * this.#random(), cutShare: 0.1 });
        await sleep(faultMs);
        this.#network.setWeather(fairWeather);
    }
  }

  /** A customer's program: sessions one after another, at least while something breaks. */
  async #write(breaking: { readonly isOver: boolean }): Promise<Sent[]> {
    const sent: Sent[] = [];
    while (sent.length < fewestSessions || (!breaking.isOver && sent.length < mostSessions)) {
      const sessionId = sessionIdSchema.parse(randomUUID());
      await this.#twice(() =>
        this.#client.call('createSession', {
          sessionId,
          scenarioId: 'chaos',
          source: 'api',
          clientKey: null,
          actor,
        }),
      );
      const captures: { id: CaptureId; sha256: string }[] = [];
      const comments: string[] = [];
      for (const size of sizes) {
        const [captureId, bytes] = [captureIdSchema.parse(randomUUID()), randomBytes(size)];
        await this.#twice(() =>
          this.#client.putCapture({ sessionId, captureId, stepId: 'document', side: 'front', bytes }),
        );
        captures.push({ id: captureId, sha256: sha256(bytes) });
        const [idempotencyKey, text] = [randomUUID(), randomUUID()];
        await this.#twice(() =>
          this.#client.call('sendCommand', {
            sessionId,
            idempotencyKey,
            actor,
            command: { type: 'comment.add', text },
          }),
        );
        comments.push(text);
      }
      sent.push({ sessionId, captures, comments });
    }
    return sent;
  }

  /** Until it is acknowledged, and now and then once more, as a program does that forgot to note the answer. */
  async #twice(send: () => Promise<{ ok: true } | { ok: false; code: string }>): Promise<void> {
    await this.#until(send);
    this.acknowledged += 1;
    if (this.#random() < 0.3) await this.#until(send);
  }

  async #until<Reply extends { ok: true } | { ok: false; code: string }>(
    send: () => Promise<Reply>,
  ): Promise<Extract<Reply, { ok: true }>> {
    const giveUpAt = performance.now() + patienceMs;
    for (;;) {
      const reply = await send().catch((error: unknown) => {
        // An answer that was waited for too long, or was cut in the middle.
        if (error instanceof Error && ['TimeoutError', 'AbortError'].includes(error.name))
          return { ok: false, code: 'offline' } as const;
        throw error;
      });
      if (reply.ok) return reply as Extract<Reply, { ok: true }>;
      if (reply.code !== 'offline' && reply.code !== 'internal')
        throw new Error(`refused for good: ${reply.code}`);
      if (performance.now() > giveUpAt) throw new Error(`not acknowledged in ${patienceMs.toString()} ms`);
      this.retries += 1;
      await sleep(50 + 100 * this.#random());
    }
  }

  /** Everything acknowledged of a session is there once, unchanged, in a whole chain. */
  async #check({ sessionId, captures, comments }: Sent): Promise<void> {
    const { value } = await this.#until(() => this.#client.call('listEvents', { sessionId }));
    const wrong = (what: string): void => {
      this.problems.push(`${what} in ${sessionId}`);
    };
    const { events } = value;
    const verdict = await verifyChain(events, sha256);
    if (!verdict.ok) wrong(`chain broken (${verdict.problem})`);
    const count = (is: (event: SessionEvent) => boolean): number => events.filter(is).length;
    for (const { id, sha256: expected } of captures) {
      const times = count(({ type, body }) => type === 'capture.received' && body.captureId === id);
      if (times !== 1) wrong(`capture ${times === 0 ? 'lost' : 'doubled'}`);
      const { bytes } = await this.#until(() => this.#client.getCapture(id));
      if (sha256(bytes) !== expected) wrong('capture changed');
    }
    for (const text of comments) {
      const times = count(({ type, body }) => type === 'comment.added' && body.text === text);
      if (times !== 1) wrong(`comment ${times === 0 ? 'lost' : 'doubled'}`);
    }
    if (events.length !== 1 + captures.length + comments.length)
      wrong(
        `${events.length.toString()} events instead of ${(1 + captures.length + comments.length).toString()}`,
      );
  }

  /** Reads on in the feed, as a replica does. */
  async #followFeed(): Promise<void> {
    for (;;) {
      const { value } = await this.#until(() =>
        this.#client.call('readFeed', { after: this.#cursor, waitMs: 0 }),
      );
      for (const { position, sessionId, seq } of value.events) {
        if (position !== this.#cursor + 1)
          this.problems.push(`the feed goes from ${this.#cursor.toString()} to ${position.toString()}`);
        this.#cursor = position;
        const key = `${sessionId} ${seq.toString()}`;
        this.#fed.set(key, (this.#fed.get(key) ?? 0) + 1);
      }
      if (value.events.length === 0) return;
    }
  }

  #checkFed({ sessionId, captures, comments }: Sent): void {
    for (let seq = 0; seq < 1 + captures.length + comments.length; seq++) {
      const times = this.#fed.get(`${sessionId} ${seq.toString()}`) ?? 0;
      if (times !== 1)
        this.problems.push(`event ${seq.toString()} of ${sessionId} ${times.toString()} times in the feed`);
    }
  }
}

/** `npm run chaos [-- --rounds 100 --seed 1]`. */
export async function main(args: readonly string[], root: string): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '100' },
      seed: { type: 'string', default: '1' },
      intake: { type: 'string', default: 'out/main/intake.js' },
    },
  });
  const report = await runChaos({
    rounds: Number(values.rounds),
    seed: Number(values.seed),
    entry: resolve(root, values.intake),
    print: (line) => {
      console.log(line);
    },
  });
  const { rounds, skipped, acknowledged, retries, unexpected, problems } = report;
  for (const kind of unexpected) console.log(`logged as unexpected: ${kind}`);
  console.log(
    `${rounds.toString()} rounds run, ${skipped.length.toString()} skipped; ${acknowledged.toString()} acknowledged over ${retries.toString()} retries; ${problems.length.toString()} problems`,
  );
  if (problems.length > 0) process.exitCode = 1;
}
