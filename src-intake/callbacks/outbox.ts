import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import type { Database } from '../database/schema.ts';
import type { AppendedEvent } from '../services/event-log.ts';
import { callbacksOf } from './callback-types.ts';
import { addDeliveryJob } from './delivery-jobs.ts';

/**
 * Puts the callbacks that the events make into the outbox, in the transaction that writes the events: both are there or neither. The log
 * of events calls it for whatever it writes.
 */
export async function recordCallbacks(
  trx: Transaction<Database>,
  events: readonly AppendedEvent[],
): Promise<void> {
  const rows = events.flatMap(({ type, seq, after }) =>
    callbacksOf(type, after).map((callback) => ({
      id: randomUUID(),
      scenario_id: after.scenario.id,
      session_id: after.id,
      type: callback,
      seq,
    })),
  );
  const first = rows[0];
  if (first === undefined) return;
  await trx.insertInto('callback_deliveries').values(rows).execute();
  await addDeliveryJob(trx, first.session_id, 'as-waiting');
}
