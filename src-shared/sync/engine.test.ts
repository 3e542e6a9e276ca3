import { describe, expect, it } from 'vitest';
import type { SentCommand } from '../domain/commands.ts';
import { decide } from '../domain/decide.ts';
import type { NewEvent, SessionEvent } from '../domain/events.ts';
import { applyEvent, foldSession } from '../domain/fold-session.ts';
import type { SessionId } from '../domain/ids.ts';
import type { Session } from '../domain/session.ts';
import type { AbortSignalLike } from '../lib/abort-signal.ts';
import { must } from '../lib/invariant.ts';
import { aHistory, anAnalyst, aNewEvent, anotherAnalyst, aSessionId, aUuid } from '../testing/builders.ts';
import { createSyncEngine, type SyncEngine } from './engine.ts';
import { overlaySession } from './overlay.ts';
import type {
  Clock,
  FeedPage,
  OutboxEntry,
  ReadReply,
  SendReply,
  SyncSnapshot,
  SyncStore,
  SyncTransport,
} from './ports.ts';

/** Mulberry32: a history is its seed. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Time that passes only when everything that can run has run. */
class World implements Clock {
  readonly random: () => number;
  readonly #timers = new Set<{ readonly at: number; readonly callback: () => void }>();
  #nowMs = Date.parse('2026-03-01T10:00:00.000Z');

  constructor(seed: number) {
    this.random = seeded(seed);
  }

  now(): number {
    return this.#nowMs;
  }

  after(delayMs: number, callback: () => void): () => void {
    const timer = { at: this.#nowMs + delayMs, callback };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  sleep(delayMs: number): Promise<void> {
    return new Promise((resolve) => this.after(delayMs, resolve));
  }

  chance(probability: number): boolean {
    return this.random() < probability;
  }

  /** A whole number from 0 to `below` - 1. */
  pick(below: number): number {
    return Math.floor(this.random() * below);
  }

  async run(isDone: () => boolean, limitMs: number): Promise<boolean> {
    const end = this.#nowMs + limitMs;
    for (;;) {
      await new Promise((resolve) => setImmediate(resolve));
      if (isDone()) return true;
      let next: { at: number; callback: () => void } | undefined;
      for (const timer of this.#timers) if (next === undefined || timer.at < next.at) next = timer;
      if (next === undefined || next.at > end) return isDone();
      this.#timers.delete(next);
      this.#nowMs = Math.max(this.#nowMs, next.at);
      next.callback();
    }
  }
}

const sessionIds = [aSessionId(1), aSessionId(2)];
// Reviewed sessions take every command that a person can give; the analyses are heavy, so they are built once.
const beginnings = sessionIds.map((sessionId) => aHistory({ sessionId, status: 'review' }));

/** An intake in memory: the real rules, a feed with gaps in its positions, and idempotency. */
class FakeIntake {
  feedId = aUuid(1, 0xfeed);
  events: SessionEvent[] = [];
  readonly sessions = new Map<SessionId, Session>();
  readonly replies = new Map<string, SendReply>();
  /** Keys in the order in which the intake first saw them. */
  readonly seen: string[] = [];
  readonly #readers = new Set<() => void>();
  readonly #world: World;

  constructor(world: World) {
    this.#world = world;
    for (const events of beginnings) for (const event of events) this.#append(event.sessionId, event);
  }

  #append(sessionId: SessionId, event: NewEvent): number {
    const session = this.sessions.get(sessionId);
    const position = (this.events.at(-1)?.position ?? 0) + 1 + this.#world.pick(3);
    const hash = position.toString(16).padStart(64, '0');
    const stored = {
      ...event,
      sessionId,
      position,
      seq: (session?.lastSeq ?? -1) + 1,
      bodySha256: hash,
      previousHash: hash,
      hash,
    } as SessionEvent;
    this.sessions.set(sessionId, applyEvent(session, stored));
    this.events.push(stored);
    this.#wakeReaders();
    return position;
  }

  #wakeReaders(): void {
    for (const reader of this.#readers) reader();
    this.#readers.clear();
  }

  /** Resolves with the next event or restore, or after `waitMs`. */
  news(waitMs: number): Promise<void> {
    return new Promise((resolve) => {
      this.#readers.add(resolve);
      this.#world.after(waitMs, resolve);
    });
  }

  take({ idempotencyKey, sessionId, command }: SentCommand, actor = anAnalyst): SendReply {
    const known = this.replies.get(idempotencyKey);
    if (known !== undefined) return known;
    const session = must(this.sessions.get(sessionId), 'the test sends to its own sessions');
    const decided = decide(session, command, { actor, now: new Date(this.#world.now()).toISOString() });
    const reply: SendReply = decided.ok
      ? { kind: 'accepted', positions: decided.events.map((event) => this.#append(sessionId, event)) }
      : { kind: 'refused', code: decided.code };
    this.replies.set(idempotencyKey, reply);
    this.seen.push(idempotencyKey);
    return reply;
  }

  read(after: number): FeedPage {
    // Three to a page, so that every history has page boundaries.
    const events = this.events.filter(({ position }) => position > after).slice(0, 3);
    return { events, cursor: events.at(-1)?.position ?? after, feedId: this.feedId };
  }

  /** As after a restore of its backup: another feed, other positions, perhaps without the last events. */
  restore(lost = 0): void {
    const kept = this.events.slice(0, this.events.length - lost);
    const lostPositions = new Set(this.events.slice(kept.length).map(({ position }) => position));
    this.feedId = aUuid(this.#world.pick(1e6), 0xfeed);
    this.#wakeReaders();
    this.events = kept.map((event, index) => ({ ...event, position: index + 1 }));
    this.sessions.clear();
    for (const event of kept) {
      this.sessions.set(event.sessionId, applyEvent(this.sessions.get(event.sessionId), event));
    }
    const newPosition = new Map(kept.map(({ position }, index) => [position, index + 1]));
    for (const [key, reply] of this.replies) {
      if (reply.kind !== 'accepted') continue;
      if (reply.positions.some((position) => lostPositions.has(position))) {
        this.replies.delete(key);
        this.seen.splice(this.seen.indexOf(key), 1);
      } else {
        this.replies.set(key, {
          kind: 'accepted',
          positions: reply.positions.map((position) => must(newPosition.get(position), 'kept')),
        });
      }
    }
  }
}

interface Disk {
  feedId: string | null;
  cursor: number;
  events: Map<number, SessionEvent>;
  outbox: Map<string, OutboxEntry>;
}

const never = new Promise<never>(() => undefined);

/** One life of the workstation's process. Once it has died, nothing it waited for ever answers. */
class Life {
  isDead = false;
  readonly #world: World;
  constructor(world: World) {
    this.#world = world;
  }
  async pause(longestMs: number): Promise<void> {
    await this.#world.sleep(this.#world.random() * longestMs);
    if (this.isDead) await never;
  }
}

class FakeStore implements SyncStore {
  readonly #disk: Disk;
  readonly #life: Life;
  readonly #fails: () => boolean;

  constructor(disk: Disk, life: Life, fails: () => boolean) {
    this.#disk = disk;
    this.#life = life;
    this.#fails = fails;
  }

  async #transaction(change: (disk: Disk) => void): Promise<void> {
    await this.#life.pause(20);
    if (this.#fails()) throw new Error('the disk failed before it wrote');
    change(this.#disk);
    await this.#life.pause(20);
    if (this.#fails()) throw new Error('the disk failed after it wrote');
  }

  async load(): Promise<SyncSnapshot> {
    await this.#life.pause(20);
    const { feedId, cursor, outbox } = this.#disk;
    return { feedId, cursor, outbox: [...outbox.values()] };
  }

  putOutbox(entry: OutboxEntry): Promise<void> {
    return this.#transaction(({ outbox }) => {
      outbox.set(entry.sent.idempotencyKey, entry);
    });
  }

  removeFromOutbox(key: string): Promise<void> {
    return this.#transaction(({ outbox }) => {
      outbox.delete(key);
    });
  }

  commitPage({ feedId, events, cursor, settled }: Parameters<SyncStore['commitPage']>[0]): Promise<void> {
    return this.#transaction((disk) => {
      for (const event of events) disk.events.set(event.position, event);
      Object.assign(disk, { feedId, cursor });
      for (const key of settled) disk.outbox.delete(key);
    });
  }

  reset({ feedId, outbox }: Parameters<SyncStore['reset']>[0]): Promise<void> {
    return this.#transaction((disk) => {
      disk.events.clear();
      Object.assign(disk, { feedId, cursor: 0 });
      disk.outbox = new Map(outbox.map((entry) => [entry.sent.idempotencyKey, entry]));
    });
  }
}

interface Weather {
  /** Share of requests that never arrive, of answers that never arrive, and of requests that arrive twice. */
  loss: number;
  duplicates: number;
  /** Share of requests that get stuck until somebody gives up. */
  stuck: number;
  /** Share of writes that fail, before or after they happened. */
  diskFailures: number;
}

class LossyNetwork implements SyncTransport {
  readonly #world: World;
  readonly #intake: FakeIntake;
  readonly #life: Life;
  readonly #weather: Weather;

  constructor(world: World, intake: FakeIntake, life: Life, weather: Weather) {
    this.#world = world;
    this.#intake = intake;
    this.#life = life;
    this.#weather = weather;
  }

  async #travel(): Promise<boolean> {
    await this.#life.pause(400);
    if (this.#world.chance(this.#weather.stuck)) await never;
    return !this.#world.chance(this.#weather.loss);
  }

  async send(command: SentCommand): Promise<SendReply> {
    if (!(await this.#travel())) return { kind: 'offline' };
    if (this.#world.chance(this.#weather.duplicates)) {
      // Overtaken by whatever is sent in the next minute.
      this.#world.after(this.#world.random() * 60_000, () => this.#intake.take(command));
    }
    const reply = this.#intake.take(command);
    return (await this.#travel()) ? reply : { kind: 'offline' };
  }

  async readFeed(after: number, waitMs: number, signal: AbortSignalLike): Promise<ReadReply> {
    if (!(await this.#travel())) return { kind: 'offline' };
    let page = this.#intake.read(after);
    if (page.events.length === 0 && waitMs > 0) {
      await this.#intake.news(waitMs);
      // Half of the transports heed the signal.
      if (signal.aborted && this.#world.chance(0.5)) throw new Error('aborted');
      page = this.#intake.read(after);
    }
    return (await this.#travel()) ? { kind: 'page', ...page } : { kind: 'offline' };
  }
}

/** What an analyst sees: the replica with the overlay, checked whenever either changes. */
class Workstation {
  readonly disk: Disk = { feedId: null, cursor: 0, events: new Map(), outbox: new Map() };
  /** Commands that are known to be safe, in order. */
  readonly safe: SentCommand[] = [];
  readonly errors: unknown[] = [];
  /** After a restore the replica is filled anew, so that what was there is missing for a while. */
  mayMiss = false;
  problem: string | undefined;
  engine!: SyncEngine;
  readonly #world: World;
  readonly #intake: FakeIntake;
  readonly #weather: Weather;
  #life!: Life;
  #view = new Map<SessionId, Session>();
  #checks = 0;

  constructor(world: World, intake: FakeIntake, weather: Weather) {
    this.#world = world;
    this.#intake = intake;
    this.#weather = weather;
    this.begin();
  }

  #readView(): void {
    this.#view = new Map();
    const events = [...this.disk.events.values()].sort((a, b) => a.position - b.position);
    for (const event of events) {
      this.#view.set(event.sessionId, applyEvent(this.#view.get(event.sessionId), event));
    }
  }

  begin(): void {
    const life = new Life(this.#world);
    this.#life = life;
    this.#readView();
    const engine = createSyncEngine({
      store: new FakeStore(this.disk, life, () => this.#world.chance(this.#weather.diskFailures)),
      transport: new LossyNetwork(this.#world, this.#intake, life, this.#weather),
      clock: {
        now: () => this.#world.now(),
        after: (delayMs, callback) =>
          this.#world.after(delayMs, () => {
            if (!life.isDead) callback();
          }),
      },
      onChange: ({ reset, events }) => {
        if (reset) this.#readView();
        for (const event of events) {
          this.#view.set(event.sessionId, applyEvent(this.#view.get(event.sessionId), event));
        }
      },
      onError: (error) => this.errors.push(error),
      createAbortController: () => new AbortController(),
      random: () => this.#world.random(),
    });
    this.engine = engine;
    engine.subscribe(() => {
      this.#check(engine);
    });
    engine.start();
  }

  die(): void {
    this.#life.isDead = true;
  }

  /** The session as the analyst sees it. */
  shown(sessionId: SessionId): Session | undefined {
    const session = this.#view.get(sessionId);
    return session && overlaySession(session, this.engine.state.pending, { actor: anAnalyst });
  }

  seenSeq(sessionId: SessionId): number {
    return this.#view.get(sessionId)?.lastSeq ?? 0;
  }

  enqueue(command: SentCommand): void {
    const life = this.#life;
    this.engine.enqueue(command).then(
      () => {
        if (!life.isDead) this.safe.push(command);
      },
      (error: unknown) => this.errors.push(error),
    );
  }

  /** Each comment that is safe is seen once: never doubled, never gone for a moment. */
  #check(engine: SyncEngine): void {
    if (engine !== this.engine) return;
    this.#checks += 1;
    for (const { sessionId, command } of this.safe) {
      const session = this.shown(sessionId);
      if (command.type !== 'comment.add' || session === undefined) continue;
      const times = session.comments.filter(({ text }) => text === command.text).length;
      if (times > 1 || (times === 0 && !this.mayMiss)) {
        this.problem ??= `check ${this.#checks.toString()}: "${command.text}" is shown ${times.toString()} times`;
      }
    }
  }
}

interface History {
  readonly world: World;
  readonly intake: FakeIntake;
  readonly station: Workstation;
  readonly weather: Weather;
}

function begin(seed: number, weather: Partial<Weather> = {}): History {
  const world = new World(seed);
  const intake = new FakeIntake(world);
  const now: Weather = { loss: 0, duplicates: 0, stuck: 0, diskFailures: 0, ...weather };
  return { world, intake, weather: now, station: new Workstation(world, intake, now) };
}

let keys = 0;
function aCommand(sessionId: SessionId, command: SentCommand['command']): SentCommand {
  keys += 1;
  return { idempotencyKey: aUuid(keys, 0xc0), sessionId, command };
}

function aRandomCommand({ world, station }: History, n: number): SentCommand {
  const sessionId = must(sessionIds[world.pick(sessionIds.length)], 'a session');
  const dice = world.random();
  if (dice < 0.6) return aCommand(sessionId, { type: 'comment.add', text: `ours ${n.toString()}` });
  if (dice < 0.7) return aCommand(sessionId, { type: 'decision.withdraw' });
  return aCommand(sessionId, {
    type: 'decision.make',
    outcome: world.chance(0.5) ? 'approve' : 'decline',
    reasons: ['other'],
    comment: '',
    seenSeq: station.seenSeq(sessionId),
  });
}

/** Fair weather from now on; whether all came to rest. */
async function comeToRest({ world, weather, station }: History): Promise<boolean> {
  Object.assign(weather, { loss: 0, duplicates: 0, stuck: 0, diskFailures: 0 });
  const { disk } = station;
  // Ten minutes: late duplicates have arrived, every wait and time limit has passed many times over.
  await world.run(() => false, 600_000);
  const { pending, caughtUp, connection } = station.engine.state;
  return (
    pending.length === 0 &&
    caughtUp &&
    connection === 'online' &&
    [...disk.outbox.values()].every(({ state }) => state.kind === 'refused')
  );
}

function expectConverged({ station, intake }: History, seed: number): void {
  const label = `seed ${seed.toString()}`;
  expect(station.problem, label).toBeUndefined();
  const replica = [...station.disk.events.values()].sort((a, b) => a.position - b.position);
  expect(replica, label).toEqual(intake.events);
  for (const sessionId of sessionIds) {
    const events = replica.filter((event) => event.sessionId === sessionId);
    expect(station.shown(sessionId), label).toEqual(foldSession(events));
  }
  for (const { idempotencyKey, command } of station.safe) {
    const reply = intake.replies.get(idempotencyKey);
    const left = station.disk.outbox.get(idempotencyKey)?.state;
    // Neither lost nor, when refused, forgotten.
    expect(left, label).toEqual(
      reply?.kind === 'accepted' ? undefined : must(reply, `${label}: a lost command`),
    );
    if (command.type !== 'comment.add') continue;
    const copies = intake.events.filter(
      (event) => event.type === 'comment.added' && event.body.text === command.text,
    );
    expect(copies, label).toHaveLength(1);
  }
  const order = station.safe.map(({ idempotencyKey }) => intake.seen.indexOf(idempotencyKey));
  expect(order, label).toEqual([...order].sort((a, b) => a - b));
}

/** A short life in bad weather: commands from here and from others, deaths, and what `also` adds. */
async function live(history: History, also?: (history: History) => void): Promise<void> {
  const { world, intake, station } = history;
  const steps = 2 + world.pick(8);
  for (let step = 0; step < steps; step += 1) {
    await world.run(() => false, world.random() * (world.chance(0.5) ? 300 : 20_000));
    const dice = world.random();
    if (dice < 0.5) station.enqueue(aRandomCommand(history, step));
    else if (dice < 0.7) {
      const sessionId = must(sessionIds[world.pick(sessionIds.length)], 'a session');
      intake.take(aCommand(sessionId, { type: 'comment.add', text: 'theirs' }), anotherAnalyst);
    } else if (dice < 0.8) {
      station.die();
      station.begin();
    } else if (dice < 0.87) {
      void station.engine.stop();
      station.engine.start();
    } else if (dice < 0.93) station.engine.wake();
    else also?.(history);
  }
}

/** SYNC_SIMULATIONS=20 runs that many times as many histories: what a change of the engine is judged by. */
const scale = Number(process.env['SYNC_SIMULATIONS'] ?? 1);
const patienceMs = 60_000 * scale;

function seeds(count: number, from: number): number[] {
  return Array.from({ length: count * scale }, (_, index) => from + index);
}

describe('the sync engine in a deterministic simulation', () => {
  it(
    'converges, loses nothing and doubles nothing over 600 short histories with lost, late and doubled messages and deaths',
    async () => {
      for (const seed of seeds(600, 1)) {
        const history = begin(seed, { loss: 0.2, duplicates: 0.3, stuck: 0.03 });
        await live(history);
        expect(await comeToRest(history), `seed ${seed.toString()} did not come to rest`).toBe(true);
        expectConverged(history, seed);
        expect(history.station.errors, `seed ${seed.toString()}`).toEqual([]);
        history.station.die();
      }
    },
    patienceMs,
  );

  it(
    'does so over 200 histories whose disk fails before or after it has written',
    async () => {
      for (const seed of seeds(200, 100_001)) {
        const history = begin(seed, { loss: 0.1, duplicates: 0.1, diskFailures: 0.15 });
        await live(history);
        expect(await comeToRest(history), `seed ${seed.toString()} did not come to rest`).toBe(true);
        expectConverged(history, seed);
        const others = history.station.errors.filter((error) => !String(error).includes('the disk failed'));
        expect(others, `seed ${seed.toString()}`).toEqual([]);
        history.station.die();
      }
    },
    patienceMs,
  );

  it(
    'does so over 200 histories in which the intake becomes another one with other positions',
    async () => {
      for (const seed of seeds(200, 200_001)) {
        const history = begin(seed, { loss: 0.1, duplicates: 0.1 });
        history.station.mayMiss = true;
        await live(history, ({ intake }) => {
          intake.restore();
        });
        history.intake.restore();
        expect(await comeToRest(history), `seed ${seed.toString()} did not come to rest`).toBe(true);
        expectConverged(history, seed);
        history.station.die();
      }
    },
    patienceMs,
  );
});

describe('the sync engine', () => {
  const soon = 5000;

  it('reads a whole feed, says that it is caught up, and hears of new events by the long poll', async () => {
    const { world, intake, station } = begin(1);
    expect(station.engine.state.connection).toBe('connecting');
    expect(await world.run(() => station.engine.state.caughtUp, soon)).toBe(true);
    await world.run(() => false, soon * 3);
    intake.take(aCommand(aSessionId(1), { type: 'comment.add', text: 'theirs' }), anotherAnalyst);
    await world.run(() => false, soon);
    expect(station.shown(aSessionId(1))?.comments.map(({ text }) => text)).toEqual(['theirs']);
    expect(station.engine.state).toEqual({
      connection: 'online',
      cursor: intake.events.at(-1)?.position,
      caughtUp: true,
      pending: [],
      refused: [],
    });
  });

  it('sends a command in the midst of a long poll at once', async () => {
    const { world, intake, station } = begin(2);
    await world.run(() => false, soon);
    const began = world.now();
    station.enqueue(aCommand(aSessionId(1), { type: 'comment.add', text: 'ours' }));
    expect(await world.run(() => intake.seen.length === 1, soon)).toBe(true);
    // One store write and one trip.
    expect(world.now() - began).toBeLessThan(1000);
  });

  it('keeps a refused command with its reason until dismissed', async () => {
    const { world, station } = begin(3);
    await world.run(() => false, soon);
    const command = aCommand(aSessionId(1), { type: 'decision.withdraw' });
    station.enqueue(command);
    await world.run(() => false, soon);
    expect(station.engine.state.refused.map(({ sent, state }) => [sent, state])).toEqual([
      [command, { kind: 'refused', code: 'nothing-to-withdraw' }],
    ]);
    void station.engine.dismiss(command.idempotencyKey);
    await world.run(() => false, soon);
    expect([station.engine.state.refused, station.disk.outbox.size]).toEqual([[], 0]);
  });

  it('takes an idempotency key once and refuses a malformed command as a bug', async () => {
    const { world, intake, station } = begin(4, { loss: 1 });
    const command = aCommand(aSessionId(1), { type: 'comment.add', text: 'ours' });
    station.enqueue(command);
    station.enqueue(command);
    await world.run(() => false, soon);
    expect(station.engine.state.pending).toHaveLength(1);
    const malformed = { ...command, idempotencyKey: 'no uuid' };
    await expect(station.engine.enqueue(malformed)).rejects.toThrow();
    expect(intake.seen).toEqual([]);
  });

  it('sends what another process wrote into its outbox, in the midst of a long poll', async () => {
    const { world, intake, station } = begin(2);
    await world.run(() => station.engine.state.caughtUp, soon);
    const sent = aCommand(aSessionId(1), { type: 'comment.add', text: 'from the other window' });
    station.disk.outbox.set(sent.idempotencyKey, {
      sent,
      order: 1,
      enqueuedAt: new Date(world.now()).toISOString(),
      state: { kind: 'pending' },
    });
    station.engine.reload();
    expect(await world.run(() => intake.seen.includes(sent.idempotencyKey), 1000)).toBe(true);
    await world.run(() => false, soon);
    expect(station.disk.outbox.size).toBe(0);
  });

  it('backs off to half a minute while offline, and tries at once when woken', async () => {
    const { world, station, weather } = begin(5, { loss: 1 });
    await world.run(() => false, 300_000);
    expect(station.engine.state.connection).toBe('offline');
    weather.loss = 0;
    station.engine.wake();
    expect(await world.run(() => station.engine.state.connection === 'online', 1500)).toBe(true);
  });

  it('gives up a request that gets stuck', async () => {
    const { world, station, weather } = begin(6, { stuck: 1 });
    await world.run(() => false, 20_000);
    expect(station.engine.state.connection).toBe('offline');
    weather.stuck = 0;
    expect(await world.run(() => station.engine.state.caughtUp, 60_000)).toBe(true);
  });

  it('stops in the midst of a long poll, and starts again', async () => {
    const { world, station, intake } = begin(7);
    await world.run(() => station.engine.state.caughtUp, soon);
    let stopped = false;
    void station.engine.stop().then(() => {
      stopped = true;
    });
    expect(await world.run(() => stopped, 100)).toBe(true);
    intake.take(aCommand(aSessionId(1), { type: 'comment.add', text: 'theirs' }), anotherAnalyst);
    await world.run(() => false, 60_000);
    expect(station.shown(aSessionId(1))?.comments).toEqual([]);
    station.engine.start();
    await world.run(() => false, soon);
    expect(station.shown(aSessionId(1))?.comments).toHaveLength(1);
  });

  it('sends an accepted command again when its events were lost with the intake’s disk', async () => {
    const history = begin(8);
    const { world, intake, station, weather } = history;
    await world.run(() => false, soon);
    station.enqueue(aCommand(aSessionId(1), { type: 'comment.add', text: 'ours' }));
    expect(
      await world.run(() => station.engine.state.pending[0]?.state.kind === 'accepted', soon),
      'accepted and not yet delivered',
    ).toBe(true);
    weather.loss = 1;
    intake.restore(1);
    expect(intake.seen).toEqual([]);
    station.mayMiss = true;
    await world.run(() => false, 60_000);
    expect(await comeToRest(history)).toBe(true);
    expectConverged(history, 8);
    expect(intake.events.at(-1)).toMatchObject({ type: 'comment.added', body: { text: 'ours' } });
  });

  it('forgets a command that failed on the way, arrived all the same and is tried again', async () => {
    const { world, intake, station } = begin(10);
    await world.run(() => false, soon);
    const command = aCommand(aSessionId(9), { type: 'comment.add', text: 'ours' });
    station.enqueue(command);
    await world.run(() => false, soon);
    expect(station.engine.state.refused).toHaveLength(1);
    const position = must(intake.events.at(-1), 'an event').position;
    intake.replies.set(command.idempotencyKey, { kind: 'accepted', positions: [position] });
    station.enqueue(command);
    await world.run(() => false, soon);
    const { pending, refused } = station.engine.state;
    expect([pending, refused, station.disk.outbox.size]).toEqual([[], [], 0]);
  });

  it('recovers from a store that emptied its replica while the intake became another one', async () => {
    const history = begin(11);
    const { world, intake, station } = history;
    await world.run(() => false, soon);
    station.enqueue(aCommand(aSessionId(1), { type: 'comment.add', text: 'ours' }));
    await world.run(() => station.engine.state.pending[0]?.state.kind === 'accepted', soon);
    station.die();
    station.disk.events.clear();
    Object.assign(station.disk, { feedId: null, cursor: 0 });
    intake.restore();
    // The old position of the command lies beyond the end of the new feed.
    expect(intake.events.length).toBeLessThan(
      must(
        station.disk.outbox.values().next().value?.state as { positions?: number[] } | undefined,
        'an entry',
      ).positions?.[0] ?? 0,
    );
    station.mayMiss = true;
    station.begin();
    expect(await comeToRest(history)).toBe(true);
    expectConverged(history, 11);
  });

  it('is not held up by a command on which the transport throws', async () => {
    const { world, intake, station } = begin(9);
    await world.run(() => false, soon);
    const broken = aCommand(aSessionId(9), { type: 'comment.add', text: 'no such session' });
    station.enqueue(broken);
    station.enqueue(aCommand(aSessionId(1), { type: 'comment.add', text: 'ours' }));
    await world.run(() => false, soon);
    expect(station.errors).toHaveLength(1);
    expect(station.engine.state.refused.map(({ state }) => state)).toEqual([
      { kind: 'refused', code: 'internal' },
    ]);
    expect(intake.events.at(-1)).toMatchObject({ body: { text: 'ours' } });
  });
});

describe('the overlay', () => {
  it('shows what the pending commands will do, and leaves the seen sequence numbers as they are', () => {
    const session = foldSession(must(beginnings[0], 'a history'));
    const entry = (order: number, command: SentCommand['command']): OutboxEntry => ({
      sent: aCommand(session.id, command),
      order,
      enqueuedAt: '2026-03-01T10:00:00.000Z',
      state: { kind: 'pending' },
    });
    const seenSeq = session.lastSeq;
    const approve: SentCommand['command'] = {
      type: 'decision.make',
      outcome: 'approve',
      reasons: [],
      comment: '',
      seenSeq,
    };
    const pending = [
      entry(1, { type: 'comment.add', text: 'looks fine' }),
      entry(2, approve),
      // Refused by the rules already: changes nothing.
      entry(3, { ...approve, outcome: 'decline', reasons: ['forged'] }),
      {
        ...entry(4, { type: 'comment.add', text: 'elsewhere' }),
        sent: aCommand(aSessionId(2), { type: 'comment.add', text: 'elsewhere' }),
      },
    ];
    const expected = aNewEvent('comment.added', { body: { text: 'looks fine' } });
    const shown = overlaySession(session, pending, { actor: anAnalyst });
    expect(shown).toEqual({
      ...session,
      status: 'approved',
      comments: [{ text: 'looks fine', by: expected.actor, at: '2026-03-01T10:00:00.000Z' }],
      decision: {
        outcome: 'approve',
        reasons: [],
        comment: '',
        by: anAnalyst,
        at: '2026-03-01T10:00:00.000Z',
      },
    });
    expect(overlaySession(session, [], { actor: anAnalyst })).toBe(session);
  });
});
