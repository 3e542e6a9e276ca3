import type { Kysely } from 'kysely';
import type { SessionId } from '#shared/domain/ids.ts';
import { isDatabaseAway } from '../database/is-database-away.ts';
import type { Database } from '../database/schema.ts';
import { listUnremembered } from '../repositories/history-rows.ts';
import type { EventLog } from './event-log.ts';
import type { History } from './history.ts';

/** About a second of reading: between two portions other sweeps and the end of the process have their turn. */
const portion = 50;

/**
 * Makes up the history of sessions that were analyzed before there was one, a portion at each call, until there are none; answers how
 * many it has seen to. What is done is known by its rows, so that another process, or the next start, goes on where this one ended. A
 * session that cannot be read holds up no other: its error is thrown once the portion is done, and it waits for the next start.
 */
export function createHistoryBackfill(deps: {
  readonly db: Kysely<Database>;
  readonly eventLog: EventLog;
  readonly history: History;
}): () => Promise<number> {
  const { db, eventLog, history } = deps;
  let after: SessionId | null = null;
  let isDone = false;
  return async () => {
    if (isDone) return 0;
    const ids = await listUnremembered(db, after, portion);
    isDone = ids.length === 0;
    const errors: unknown[] = [];
    for (const id of ids) {
      try {
        await db.transaction().execute(async (trx) => {
          const open = await eventLog.openForUpdate(trx, id);
          // Purged meanwhile.
          if (open !== undefined) await history.remember(trx, open);
        });
      } catch (error) {
        if (isDatabaseAway(error)) throw error;
        errors.push(error);
      }
      after = id;
    }
    if (errors.length > 0) throw errors[0];
    return ids.length;
  };
}
