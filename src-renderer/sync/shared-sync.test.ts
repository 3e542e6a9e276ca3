import 'fake-indexeddb/auto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { SentCommand } from '#shared/domain/commands.ts';
import { createSyncEngine } from '#shared/sync/engine.ts';
import type { SendReply, SyncTransport } from '#shared/sync/ports.ts';
import { openReplica, type ReplicaDatabase } from '../db/database.ts';
import { plainCodec } from '../db/payload.ts';
import { ReplicaStore } from '../db/replica-store.ts';
import { sessionIdOf } from '../testing/session-events.ts';
import { SharedSync, type Locks } from './shared-sync.ts';

const feedId = '11111111-1111-4111-8111-111111111111';

/** One exclusive lock, held by whoever asked first; `release` is what the browser does when that page is gone. */
class OneLock implements Locks {
  readonly #waiting: (() => Promise<void>)[] = [];
  #isHeld = false;

  request(_name: string, whileHeld: () => Promise<void>): Promise<void> {
    if (this.#isHeld) this.#waiting.push(whileHeld);
    else {
      this.#isHeld = true;
      void whileHeld();
    }
    return new Promise(() => undefined);
  }

  release(): void {
    void this.#waiting.shift()?.();
  }
}

/** An intake that takes every command and makes no events of it; how often it was asked, by whom. */
class CountingIntake {
  reply: SendReply = { kind: 'accepted', positions: [0] };
  readonly sent: { readonly by: string; readonly command: SentCommand }[] = [];
  readonly reads: string[] = [];

  lineOf(page: string): SyncTransport {
    return {
      readFeed: (after, waitMs, signal) => {
        this.reads.push(page);
        return new Promise((resolve, reject) => {
          const timer = setTimeout(() => {
            resolve({ kind: 'page', events: [], cursor: after, feedId });
          }, waitMs);
          (signal as AbortSignal).addEventListener('abort', () => {
            clearTimeout(timer);
            reject(new Error('aborted'));
          });
        });
      },
      send: (command) => {
        this.sent.push({ by: page, command });
        return Promise.resolve(this.reply);
      },
    };
  }
}

let count = 0;
let database: string;
let intake: CountingIntake;
let lock: OneLock;
const opened: { readonly close: () => void }[] = [];
const errors: unknown[] = [];

beforeEach(() => {
  count += 1;
  database = `shared-${count.toString()}`;
  intake = new CountingIntake();
  lock = new OneLock();
  errors.length = 0;
});
afterEach(() => {
  for (const page of opened.splice(0)) page.close();
  expect(errors).toEqual([]);
});

interface Page {
  readonly sync: SharedSync;
  readonly replica: ReplicaDatabase;
  /** What the browser does when a page is closed: nothing of it runs any more. */
  readonly close: () => void;
}

async function openPage(name: string): Promise<Page> {
  const replica = openReplica(database);
  const store = new ReplicaStore(replica, plainCodec);
  await store.prepare();
  const engine = createSyncEngine({
    store,
    transport: intake.lineOf(name),
    clock: {
      now: () => Date.now(),
      after: (delayMs, callback) => {
        const timer = setTimeout(callback, delayMs);
        return () => {
          clearTimeout(timer);
        };
      },
    },
    onChange: () => undefined,
    onError: (error) => errors.push(error),
    createAbortController: () => new AbortController(),
    random: () => 0.5,
  });
  const channel = new BroadcastChannel(database);
  const sync = new SharedSync(engine, channel, 'replica-sync');
  void sync.start(lock);
  const page: Page = {
    sync,
    replica,
    close() {
      channel.close();
      void engine.stop();
    },
  };
  opened.push(page);
  return page;
}

function aComment(n: number): SentCommand {
  return {
    idempotencyKey: `33333333-3333-4333-8333-${n.toString().padStart(12, '0')}`,
    sessionId: sessionIdOf(1),
    command: { type: 'comment.add', text: 'Looked at.' },
  };
}

it('lets one page synchronize, which sends what the others were told', async () => {
  const first = await openPage('first');
  const second = await openPage('second');
  await vi.waitFor(() => {
    expect([first.sync.state.connection, second.sync.state.connection]).toEqual(['online', 'online']);
    expect(second.sync.state.caughtUp).toBe(true);
  });
  await second.sync.enqueue(aComment(1));
  await vi.waitFor(() => {
    expect(intake.sent).toEqual([{ by: 'first', command: aComment(1) }]);
    expect(second.sync.state.pending).toEqual([]);
  });
  expect(new Set(intake.reads)).toEqual(new Set(['first']));
});

it('tells every page of a refusal, and forgets it in all when one dismisses it', async () => {
  intake.reply = { kind: 'refused', code: 'already-decided' };
  const first = await openPage('first');
  const second = await openPage('second');
  const refused = ({ sync }: Page): readonly string[] =>
    sync.state.refused.map(({ sent }) => sent.idempotencyKey);
  await second.sync.enqueue(aComment(1));
  await vi.waitFor(() => {
    expect([refused(first), refused(second)]).toEqual([
      [aComment(1).idempotencyKey],
      [aComment(1).idempotencyKey],
    ]);
  });
  await second.sync.dismiss(aComment(1).idempotencyKey);
  await vi.waitFor(() => {
    expect([refused(first), refused(second)]).toEqual([[], []]);
  });
});

it('goes on in another page with what the closed one left unsent', async () => {
  const first = await openPage('first');
  await vi.waitFor(() => {
    expect(first.sync.state.connection).toBe('online');
  });
  const second = await openPage('second');
  first.close();
  await second.sync.enqueue(aComment(1));
  expect(intake.sent).toEqual([]);
  lock.release();
  await vi.waitFor(() => {
    expect(intake.sent).toEqual([{ by: 'second', command: aComment(1) }]);
  });
});
