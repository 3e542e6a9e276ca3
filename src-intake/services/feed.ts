import type { Kysely } from 'kysely';
import { feedPageSize } from '#shared/api/feed-contract.ts';
import type { SessionEvent } from '#shared/domain/events.ts';
import type { Database } from '../database/schema.ts';
import type { Signals } from '../database/signals.ts';
import type { EventLog } from './event-log.ts';

/** Of sealed bodies: a page that is parsed in some tens of milliseconds. One larger event still makes a page of its own. */
const maxPageBytes = 4 * 1024 * 1024;

export interface Feed {
  /** Events after a position, at once when there are some, else when there are or `waitMs` is over or `signal` aborts. */
  read(
    request: { after: number; waitMs: number },
    signal: AbortSignal,
  ): Promise<{ events: SessionEvent[]; cursor: number; feedId: string }>;
}

/** The feed: every event in the order in which they committed. */
export function createFeed(deps: {
  readonly db: Kysely<Database>;
  readonly eventLog: EventLog;
  readonly signals: Signals;
  readonly feedId: string;
}): Feed {
  const { db, eventLog, signals, feedId } = deps;
  return {
    async read({ after, waitMs }, signal) {
      const deadline = performance.now() + waitMs;
      // Once nobody waits for the answer any more, the database may be closing too.
      while (!signal.aborted) {
        const seen = signals.count('events');
        const page = await eventLog.readPage(db, after, { events: feedPageSize, bytes: maxPageBytes });
        const leftMs = deadline - performance.now();
        if (page.cursor > after || leftMs <= 0)
          return { events: [...page.events], cursor: page.cursor, feedId };
        await signals.wait('events', seen, leftMs, signal);
      }
      return { events: [], cursor: after, feedId };
    },
  };
}
