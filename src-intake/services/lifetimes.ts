import type { Kysely } from 'kysely';
import type { Actor } from '#shared/domain/events.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import { deleteCaptures } from '../repositories/capture-rows.ts';
import { clearFreeze, findDueSession } from '../repositories/session-rows.ts';
import type { BlobStore } from './blob-store.ts';
import type { EventLog } from './event-log.ts';

/** The ends that a scenario sets for its sessions. Each sweep answers how many it has seen to; several processes may sweep at once. */
export interface Lifetimes {
  /** Freezes the sessions whose time to collect pictures is over. */
  readonly freeze: () => Promise<number>;
  /** Deletes pictures and keys of the sessions whose storage time is over. Their chains stay verifiable. */
  readonly purge: () => Promise<number>;
}

const actor: Actor = { kind: 'system', id: 'intake' };

/** Lifetimes over the sessions' table. */
export function createLifetimes(deps: {
  readonly db: Kysely<Database>;
  readonly eventLog: EventLog;
  readonly blobs: BlobStore;
  readonly now: Clock;
}): Lifetimes {
  const { db, eventLog, blobs, now } = deps;

  /** Each session in a transaction of its own, until none is due. */
  async function sweep(one: () => Promise<boolean>): Promise<number> {
    for (let count = 0; ; count++) if (!(await one())) return count;
  }

  return {
    freeze: () =>
      sweep(() =>
        db.transaction().execute(async (trx) => {
          const at = now();
          const id = await findDueSession(trx, 'freezes_at', at);
          if (id === undefined) return false;
          await clearFreeze(trx, id);
          const open = await eventLog.openForUpdate(trx, id);
          // It was submitted in time, blocked, or purged.
          if (open?.session.status === 'collecting')
            await eventLog.append(trx, open, [{ type: 'session.frozen', actor, at, body: {} }]);
          return true;
        }),
      ),
    purge: () =>
      sweep(() =>
        db.transaction().execute(async (trx) => {
          const at = now();
          const id = await findDueSession(trx, 'purge_at', at);
          if (id === undefined) return false;
          // The files first: should the transaction fail, the session is still due, and what is gone already was to go.
          for (const blob of await deleteCaptures(trx, id)) await blobs.remove(blob);
          await eventLog.purge(trx, id, { actor, at });
          return true;
        }),
      ),
  };
}
