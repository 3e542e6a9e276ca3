import type { Kysely, Transaction } from 'kysely';
import type { Actor } from '#shared/domain/events.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import type { Clock } from '../clock.ts';
import { isDatabaseAway } from '../database/is-database-away.ts';
import type { Database } from '../database/schema.ts';
import { deleteCaptures } from '../repositories/capture-rows.ts';
import { deleteTemplatesOfSession, lockTemplates } from '../repositories/face-rows.ts';
import { clearFreeze, findDueSession } from '../repositories/session-rows.ts';
import { BlobStoreAwayError, type BlobStore } from './blob-store.ts';
import type { EventLog } from './event-log.ts';

/**
 * The ends that a scenario sets for its sessions. Each sweep sees to a portion and answers how many it was; several processes may sweep at
 * once. A session that cannot be read holds up no other: its error is thrown in the end.
 */
export interface Lifetimes {
  /** Freezes the sessions whose time to collect pictures is over. */
  readonly freeze: () => Promise<number>;
  /** Deletes pictures and keys of the sessions whose storage time is over. Their chains stay verifiable. */
  readonly purge: () => Promise<number>;
}

const actor: Actor = { kind: 'system', id: 'intake' };

/** About a second of work: after a long pause thousands are due, and the end of the process waits for its sweeps. */
const portion = 200;
/** More sessions that cannot be seen to are no fault of theirs. */
const mostFailures = 20;

/** Lifetimes over the sessions' table. */
export function createLifetimes(deps: {
  readonly db: Kysely<Database>;
  readonly eventLog: EventLog;
  readonly blobs: BlobStore;
  readonly now: Clock;
}): Lifetimes {
  const { db, eventLog, blobs, now } = deps;

  /** Each session in a transaction of its own. */
  async function sweep(
    column: 'freezes_at' | 'purge_at',
    end: (trx: Transaction<Database>, id: SessionId, at: string) => Promise<void>,
  ): Promise<number> {
    const failed = new Map<SessionId, unknown>();
    let count = 0;
    while (count < portion && failed.size < mostFailures) {
      let due: SessionId | undefined;
      try {
        await db.transaction().execute(async (trx) => {
          const at = now();
          due = await findDueSession(trx, column, at, [...failed.keys()]);
          if (due !== undefined) await end(trx, due, at);
        });
      } catch (error) {
        if (due === undefined || isDatabaseAway(error) || error instanceof BlobStoreAwayError) throw error;
        failed.set(due, error);
        continue;
      }
      if (due === undefined) break;
      count++;
    }
    for (const error of failed.values()) throw error;
    return count;
  }

  return {
    freeze: () =>
      sweep('freezes_at', async (trx, id, at) => {
        await clearFreeze(trx, id);
        const open = await eventLog.openForUpdate(trx, id);
        // It was submitted in time, blocked, or purged.
        if (open?.session.status === 'collecting')
          await eventLog.append(trx, open, [{ type: 'session.frozen', actor, at, body: {} }]);
      }),
    purge: () =>
      sweep('purge_at', async (trx, id, at) => {
        // The files first: should the transaction fail, the session is still due, and what is gone already was to go.
        for (const blob of await deleteCaptures(trx, id)) await blobs.remove(blob);
        await lockTemplates(trx);
        await deleteTemplatesOfSession(trx, id);
        await eventLog.purge(trx, id, { actor, at });
      }),
  };
}
