import type { Kysely } from 'kysely';
import { isDatabaseAway } from '../database/is-database-away.ts';
import type { Database } from '../database/schema.ts';
import { indexOf, listUnindexed } from '../repositories/session-rows.ts';
import type { EventLog } from './event-log.ts';

/** About a second of folding: between two portions other sweeps and the end of the process have their turn. */
const portion = 200;

/**
 * Makes up the index of sessions from before there was one, a portion at a time; answers how many it has seen to. One that cannot be read
 * holds up no other of its portion: its error is thrown in the end.
 */
export async function indexSessions(db: Kysely<Database>, eventLog: EventLog): Promise<number> {
  const ids = await listUnindexed(db, portion);
  const errors: unknown[] = [];
  for (const id of ids)
    try {
      await db.transaction().execute(async (trx) => {
        const open = await eventLog.openForUpdate(trx, id);
        // Purged meanwhile.
        if (open === undefined) return;
        await trx.updateTable('sessions').set(indexOf(open.session)).where('id', '=', id).execute();
      });
    } catch (error) {
      if (isDatabaseAway(error)) throw error;
      errors.push(error);
    }
  if (errors.length > 0) throw errors[0];
  return ids.length;
}
