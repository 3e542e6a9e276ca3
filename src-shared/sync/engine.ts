import { feedPageSize, maxWaitMs } from '../api/feed-contract.ts';
import { sentCommandSchema, type SentCommand } from '../domain/commands.ts';
import type { SessionEvent } from '../domain/events.ts';
import type { AbortControllerLike, AbortSignalLike } from '../lib/abort-signal.ts';
import { assert } from '../lib/invariant.ts';
import type { Clock, FeedPage, OutboxEntry, SendReply, SyncStore, SyncTransport } from './ports.ts';

/** First wait after a failure, doubled each time: a restarted intake is back within a few seconds. */
const firstRetryMs = 1000;
/** Longest wait between two tries: half a minute is what a person waits before pressing "retry". */
const lastRetryMs = 30_000;
/** When a request counts as lost, beyond the time that the intake may hold it: longer than its slowest commit. */
const requestTimeoutMs = 15_000;

export interface SyncState {
  /** `connecting` until the first answer or failure. */
  readonly connection: 'connecting' | 'online' | 'offline';
  readonly cursor: number;
  /** Whether the replica has all that the intake had at the last answer. */
  readonly caughtUp: boolean;
  /** Commands whose events the replica has not seen, in order: what the optimistic overlay lays on top. */
  readonly pending: readonly OutboxEntry[];
  /** Commands that came to nothing, until dismissed. */
  readonly refused: readonly OutboxEntry[];
}

export interface SyncChange {
  /** What a view holds is void (another feed, or a failed write): read the replica from the store again. */
  readonly reset: boolean;
  /** New events in order of position; none when `reset`. */
  readonly events: readonly SessionEvent[];
}

export interface SyncEngine {
  /** Begins to pull and push; does nothing when it already does. Reports and backs off on failure, and never gives up. */
  start(): void;
  /** Ends the loop; resolves when nothing of it runs any more. A command being sent stays in the outbox. */
  stop(): Promise<void>;
  /**
   * Resolves when the command is safe in the outbox, and is shown by `state.pending` then. Enqueueing an idempotency key
   * that is there already does nothing, except that a refused one is tried again. Throws for a malformed command.
   */
  enqueue(command: SentCommand): Promise<void>;
  /** Forgets a refused command. Does nothing to others. */
  dismiss(idempotencyKey: string): Promise<void>;
  /** Ends a wait between tries: the network came back, or a person asks. */
  wake(): void;
  /**
   * Reads the store anew, before anything else is done with it, and goes on with what is there: another process that
   * shares the store wrote to it. Only one of them may be started at a time; the others can `enqueue` and `dismiss`.
   */
  reload(): void;
  /** A new object whenever something changed, and the same one while nothing did. */
  readonly state: SyncState;
  /** Calls `listener` after each change of `state`; the answer ends that. */
  subscribe(listener: () => void): () => void;
}

export interface SyncEngineDeps {
  readonly store: SyncStore;
  readonly transport: SyncTransport;
  readonly clock: Clock;
  /**
   * Called when a page is in the store and `state` tells of it, right before the listeners of `subscribe` and in the same
   * turn: a view that then computes replica and overlay together never shows a command twice or not at all.
   */
  readonly onChange: (change: SyncChange) => void;
  /** Receives what should not have happened (the store or the transport threw). The engine goes on. */
  readonly onError: (error: unknown) => void;
  /** `() => new AbortController()`. */
  readonly createAbortController: () => AbortControllerLike;
  /** 0 to 1, for jitter: a whole department must not come back in the same instant. */
  readonly random: () => number;
}

/** From one `start` to its `stop`. */
interface Run {
  isStopping: boolean;
  ended: Promise<void>;
}

/** Why the engine aborts what it waits for. */
type Interruption = 'stopped' | 'woken' | 'timed-out';

const byOrder = (a: OutboxEntry, b: OutboxEntry): number => a.order - b.order;

/**
 * Keeps a replica in step with the intake. One loop, one request at a time: push every pending command, then read a page.
 *
 * A page is read only when no command's fate is unknown. Otherwise the feed could deliver the events of a command whose
 * reply was lost while the command still stands in the overlay, and the analyst would see it twice. For the same reason
 * an accepted command leaves the outbox in the transaction that stores its events, neither before (it would vanish for a
 * moment) nor after (it would double).
 *
 * Commands are sent at least once, in order; idempotency keys make that exactly once. Another feed (`feedId`) means that
 * the intake's data is not what the replica was made from: the replica starts over and commands that it had accepted
 * are sent again, since their events may be gone.
 */
export function createSyncEngine(deps: SyncEngineDeps): SyncEngine {
  const { store, transport, clock, onChange, onError, createAbortController, random } = deps;

  let outbox: readonly OutboxEntry[] = [];
  let feedId: string | null = null;
  let cursor = 0;
  let connection: SyncState['connection'] = 'connecting';
  let caughtUp = false;
  let state: SyncState = { connection, cursor, caughtUp, pending: [], refused: [] };
  const listeners = new Set<() => void>();

  let run: Run | undefined;
  /** Set by `wake`: the next wait between tries is skipped. */
  let woken = false;
  let interruptWait: ((why: Interruption) => void) | undefined;
  let interruptRead: ((why: Interruption) => void) | undefined;
  let interruptSend: ((why: Interruption) => void) | undefined;
  /** Whether memory equals the store. */
  let isLoaded = false;
  let wasLoaded = false;
  let lastWrite: Promise<unknown> = Promise.resolve();

  function publish(change?: SyncChange): void {
    state = {
      connection,
      cursor,
      caughtUp,
      pending: outbox.filter((entry) => entry.state.kind !== 'refused'),
      refused: outbox.filter((entry) => entry.state.kind === 'refused'),
    };
    if (change !== undefined) onChange(change);
    for (const listener of listeners) {
      try {
        listener();
      } catch (error) {
        // A view's bug must not end the synchronization.
        onError(error);
      }
    }
  }

  function setConnection(next: SyncState['connection']): void {
    if (connection === next) return;
    connection = next;
    if (next === 'offline') caughtUp = false;
    publish();
  }

  /** One change of the store at a time, each followed by the same change in memory. */
  function exclusively<T>(work: () => Promise<T>): Promise<T> {
    const result = lastWrite.then(async () => {
      if (!isLoaded) {
        const loaded = await store.load();
        const isBehind = wasLoaded && (loaded.feedId !== feedId || loaded.cursor !== cursor);
        ({ feedId, cursor } = loaded);
        outbox = [...loaded.outbox].sort(byOrder);
        isLoaded = true;
        wasLoaded = true;
        publish(isBehind ? { reset: true, events: [] } : undefined);
      }
      try {
        return await work();
      } catch (error) {
        // Whether the transaction happened is unknown, so memory may be wrong: read it anew.
        isLoaded = false;
        throw error;
      }
    });
    lastWrite = result.catch(() => undefined);
    return result;
  }

  function withoutKeys(keys: readonly string[]): readonly OutboxEntry[] {
    return outbox.filter((entry) => !keys.includes(entry.sent.idempotencyKey));
  }

  function putInMemory(entry: OutboxEntry): void {
    outbox = [...withoutKeys([entry.sent.idempotencyKey]), entry].sort(byOrder);
  }

  /** The request's answer, or why it was given up: at once, even when the transport does not heed the signal. */
  async function attempt<T>(
    timeoutMs: number,
    setInterrupt: (interrupt: ((why: Interruption) => void) | undefined) => void,
    request: (signal: AbortSignalLike) => Promise<T>,
  ): Promise<{ readonly answer: T } | { readonly interrupted: Interruption }> {
    const controller = createAbortController();
    let interrupted: Interruption | undefined;
    let cancelTimer = (): void => undefined;
    const interruption = new Promise<{ interrupted: Interruption }>((resolve) => {
      const interrupt = (why: Interruption): void => {
        if (interrupted !== undefined) return;
        interrupted = why;
        controller.abort(why);
        resolve({ interrupted: why });
      };
      setInterrupt(interrupt);
      cancelTimer = clock.after(timeoutMs, () => {
        interrupt('timed-out');
      });
    });
    try {
      const answer = request(controller.signal).then(
        (value) => ({ answer: value }),
        (error: unknown) => {
          if (interrupted !== undefined) return { interrupted };
          throw error;
        },
      );
      return await Promise.race([answer, interruption]);
    } finally {
      cancelTimer();
      setInterrupt(undefined);
    }
  }

  async function send(command: SentCommand): Promise<SendReply> {
    try {
      const sent = await attempt(
        requestTimeoutMs,
        (interrupt) => {
          interruptSend = interrupt;
        },
        (signal) => transport.send(command, signal),
      );
      return 'answer' in sent ? sent.answer : { kind: 'offline' };
    } catch (error) {
      // A bug on the way; the same command would meet it again and hold up all the others.
      onError(error);
      return { kind: 'refused', code: 'internal' };
    }
  }

  /** Sends every pending command; false when one's fate is unknown. */
  async function push(isStopping: () => boolean): Promise<boolean> {
    for (;;) {
      const next = outbox.find((entry) => entry.state.kind === 'pending');
      if (next === undefined) return true;
      if (isStopping()) return false;
      const reply = await send(next.sent);
      if (reply.kind === 'offline') return false;
      const key = next.sent.idempotencyKey;
      await exclusively(async () => {
        // Sent again, it may be that the feed has delivered its events long ago.
        if (reply.kind === 'accepted' && reply.positions.every((position) => position <= cursor)) {
          await store.removeFromOutbox(key);
          outbox = withoutKeys([key]);
        } else {
          const entry: OutboxEntry = { ...next, state: reply };
          await store.putOutbox(entry);
          putInMemory(entry);
        }
        connection = 'online';
        publish();
      });
    }
  }

  function check(page: FeedPage): void {
    let previous = cursor;
    for (const { position } of page.events) {
      assert(position > previous, 'the feed went back');
      previous = position;
    }
    assert(page.cursor >= previous, 'the cursor of the feed is behind its events');
  }

  /** What was accepted is sent again. In another feed the page itself is worth nothing: it was read from a place in the old one. */
  async function startOver(newFeedId: string): Promise<void> {
    const kept = outbox.map((entry): OutboxEntry =>
      entry.state.kind === 'accepted' ? { ...entry, state: { kind: 'pending' } } : entry,
    );
    await store.reset({ feedId: newFeedId, outbox: kept });
    feedId = newFeedId;
    cursor = 0;
    outbox = kept;
    caughtUp = false;
    publish({ reset: true, events: [] });
  }

  async function append(page: FeedPage): Promise<void> {
    check(page);
    caughtUp = page.events.length < feedPageSize;
    if (page.cursor === cursor && feedId !== null) {
      publish();
      return;
    }
    const { events } = page;
    const purged = new Set(
      events.filter(({ type }) => type === 'session.purged').map(({ sessionId }) => sessionId),
    );
    const settled = outbox
      .filter(
        ({ sent, state }) =>
          // Nobody can answer what was asked of a session that is gone.
          purged.has(sent.sessionId) ||
          (state.kind === 'accepted' && state.positions.every((position) => position <= page.cursor)),
      )
      .map((entry) => entry.sent.idempotencyKey);
    await store.commitPage({ feedId: page.feedId, events, cursor: page.cursor, settled });
    ({ feedId, cursor } = page);
    outbox = withoutKeys(settled);
    publish(events.length === 0 ? undefined : { reset: false, events });
  }

  /** Reads a page into the store; false when there was none to be had. */
  async function pull(isStopping: () => boolean): Promise<boolean> {
    if (isStopping()) return false;
    // Enqueued since the push ended: it would wait as long as the intake holds the poll.
    if (feedId !== null && outbox.some((entry) => entry.state.kind === 'pending')) return true;
    const after = cursor;
    const waitMs = caughtUp ? maxWaitMs : 0;
    const read = await attempt(
      waitMs + requestTimeoutMs,
      (interrupt) => {
        interruptRead = interrupt;
      },
      (signal) => transport.readFeed(after, waitMs, signal),
    );
    if ('interrupted' in read) return read.interrupted === 'woken';
    const page = read.answer;
    if (page.kind === 'offline') return false;
    await exclusively(async () => {
      connection = 'online';
      const isOther = feedId !== null && page.feedId !== feedId;
      // A store that lost its replica (its only cure for a broken one) has forgotten whose positions its outbox holds.
      const isForgotten = feedId === null && outbox.some((entry) => entry.state.kind === 'accepted');
      if (isOther || isForgotten) await startOver(page.feedId);
      // The store was read anew meanwhile and says otherwise (another window wrote to it): the page does not follow.
      else if (cursor === after) await append(page);
    });
    return true;
  }

  /** Half of the doubled wait is fixed and half is chance. */
  function retryDelayMs(failures: number): number {
    const ceiling = Math.min(lastRetryMs, firstRetryMs * 2 ** (failures - 1));
    return ceiling / 2 + (ceiling / 2) * random();
  }

  async function waitToRetry(failures: number): Promise<void> {
    if (woken) return;
    await new Promise<void>((resolve) => {
      const cancel = clock.after(retryDelayMs(failures), resolve);
      interruptWait = () => {
        cancel();
        resolve();
      };
    });
    interruptWait = undefined;
  }

  async function loop(isStopping: () => boolean): Promise<void> {
    let failures = 0;
    while (!isStopping()) {
      woken = false;
      let succeeded = false;
      try {
        await exclusively(() => Promise.resolve());
        // Positions mean nothing before it is known whose they are: nothing is sent before the first page.
        succeeded = (feedId === null || (await push(isStopping))) && (await pull(isStopping));
      } catch (error) {
        onError(error);
      }
      if (isStopping()) return;
      if (succeeded) {
        failures = 0;
        continue;
      }
      failures += 1;
      setConnection('offline');
      await waitToRetry(failures);
    }
  }

  function interruptIdling(why: Interruption): void {
    woken = true;
    interruptWait?.(why);
    interruptRead?.(why);
  }

  return {
    start() {
      if (run !== undefined && !run.isStopping) return;
      const begun: Run = { isStopping: false, ended: run?.ended ?? Promise.resolve() };
      begun.ended = begun.ended.then(() => loop(() => begun.isStopping));
      run = begun;
      connection = 'connecting';
      if (wasLoaded) publish();
    },

    async stop() {
      if (run === undefined) return;
      run.isStopping = true;
      interruptIdling('stopped');
      interruptSend?.('stopped');
      await run.ended;
    },

    async enqueue(command) {
      const sent = sentCommandSchema.parse(command);
      await exclusively(async () => {
        const known = outbox.find((entry) => entry.sent.idempotencyKey === sent.idempotencyKey);
        if (known !== undefined && known.state.kind !== 'refused') return;
        const entry: OutboxEntry = {
          sent,
          order: Math.max(0, ...outbox.map(({ order }) => order)) + 1,
          enqueuedAt: new Date(clock.now()).toISOString(),
          state: { kind: 'pending' },
        };
        await store.putOutbox(entry);
        putInMemory(entry);
        publish();
      });
      interruptIdling('woken');
    },

    async dismiss(idempotencyKey) {
      await exclusively(async () => {
        const known = outbox.find((entry) => entry.sent.idempotencyKey === idempotencyKey);
        if (known?.state.kind !== 'refused') return;
        await store.removeFromOutbox(idempotencyKey);
        outbox = withoutKeys([idempotencyKey]);
        publish();
      });
    },

    wake() {
      interruptIdling('woken');
    },

    reload() {
      isLoaded = false;
      exclusively(() => Promise.resolve()).then(() => {
        // A read that began meanwhile would hold up what is new in the outbox.
        interruptIdling('woken');
      }, onError);
    },

    get state() {
      return state;
    },

    subscribe(listener) {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
