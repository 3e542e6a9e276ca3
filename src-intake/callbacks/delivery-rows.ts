import { sql, type Kysely, type Transaction } from 'kysely';
import type { SessionId } from '#shared/domain/ids.ts';
import type { Database } from '../database/schema.ts';
import type { DeliveryRow } from './tables.ts';

/** A moment on the database's clock. */
const inMs = (ms: number) => sql<Date>`now() + ${Math.round(ms)}::int * interval '1 millisecond'`;

/** What a session's job has to do now. */
export type NextDelivery =
  | { readonly kind: 'none' }
  | { readonly kind: 'not-before'; readonly at: Date }
  | { readonly kind: 'attempt'; readonly delivery: DeliveryRow };

/**
 * Begins an attempt at the oldest callback of a session that is not over, and claims it for `claimMs`. Later ones wait for it, however
 * often it is tried: that is the order that receivers are promised.
 */
export async function beginAttempt(
  trx: Transaction<Database>,
  sessionId: SessionId,
  claimMs: number,
): Promise<NextDelivery> {
  const oldest = await trx
    .selectFrom('callback_deliveries')
    .select([
      'id',
      sql<Date | null>`nullif(greatest(next_try_at, claimed_until, now()), now())`.as('not_before'),
    ])
    .where('session_id', '=', sessionId)
    .where('status', '=', 'pending')
    .orderBy('seq')
    .orderBy('number')
    .limit(1)
    .forUpdate()
    .executeTakeFirst();
  if (oldest === undefined) return { kind: 'none' };
  if (oldest.not_before !== null) return { kind: 'not-before', at: oldest.not_before };
  const delivery = await trx
    .updateTable('callback_deliveries')
    .set((eb) => ({
      attempts: eb('attempts', '+', 1),
      last_attempt_at: sql<Date>`now()`,
      claimed_until: inMs(claimMs),
    }))
    .where('id', '=', oldest.id)
    .returningAll()
    .executeTakeFirstOrThrow();
  return { kind: 'attempt', delivery };
}

/** How an attempt ended, for the log. */
export type AttemptEnd =
  | { readonly status: 'delivered' | 'failed' | 'skipped'; readonly code: string }
  /** Again after `delayMs`, or given up when that is outside of the window. */
  | { readonly status: 'pending'; readonly code: string; readonly delayMs: number; readonly windowMs: number }
  /** It does not count: we were closing. */
  | { readonly status: 'interrupted' };

/** Writes down how an attempt ended, unless somebody else has taken it over meanwhile. */
export async function endAttempt(
  trx: Transaction<Database>,
  { id, attempts }: Pick<DeliveryRow, 'id' | 'attempts'>,
  end: AttemptEnd,
): Promise<void> {
  const update = trx
    .updateTable('callback_deliveries')
    .set({ claimed_until: null })
    .where('id', '=', id)
    .where('status', '=', 'pending')
    .where('attempts', '=', attempts);
  if (end.status === 'interrupted') {
    await update.set((eb) => ({ attempts: eb('attempts', '-', 1) })).execute();
    return;
  }
  if (end.status === 'pending') {
    const next = inMs(end.delayMs);
    const isOver = sql<boolean>`${next} > window_from + ${end.windowMs}::bigint * interval '1 millisecond'`;
    await update
      .set({
        last_code: end.code,
        status: sql<'failed' | 'pending'>`case when ${isOver} then 'failed' else 'pending' end`,
        next_try_at: sql<Date | null>`case when ${isOver} then null else ${next} end`,
      })
      .execute();
    return;
  }
  await update.set({ status: end.status, last_code: end.code, next_try_at: null }).execute();
}

/** Ends all that a session still has to deliver, untried. */
export async function endPending(
  trx: Transaction<Database>,
  sessionId: SessionId,
  { status, code }: { readonly status: 'failed' | 'skipped'; readonly code: string },
): Promise<void> {
  await trx
    .updateTable('callback_deliveries')
    .set({ status, last_code: code, next_try_at: null, claimed_until: null })
    .where('session_id', '=', sessionId)
    .where('status', '=', 'pending')
    .execute();
}

/** When the oldest callback that a session still has to deliver may be tried, and whether that is now; undefined when there is none. */
export async function findNextTry(
  db: Kysely<Database>,
  sessionId: SessionId,
): Promise<{ readonly at: Date; readonly isDue: boolean } | undefined> {
  const at = sql<Date>`greatest(next_try_at, claimed_until, now())`;
  return db
    .selectFrom('callback_deliveries')
    .select([at.as('at'), sql<boolean>`${at} = now()`.as('isDue')])
    .where('session_id', '=', sessionId)
    .where('status', '=', 'pending')
    .orderBy('seq')
    .orderBy('number')
    .limit(1)
    .executeTakeFirst();
}

/** Whether the endpoint said that it wants no more. */
export async function isDisabled(db: Kysely<Database>, scenarioId: string, url: string): Promise<boolean> {
  const row = await db
    .selectFrom('disabled_callbacks')
    .select('reason')
    .where('scenario_id', '=', scenarioId)
    .where('url', '=', url)
    .executeTakeFirst();
  return row !== undefined;
}

/** Calls the endpoint no more, for this scenario, until somebody enables it. */
export async function disableEndpoint(
  trx: Transaction<Database>,
  scenarioId: string,
  url: string,
): Promise<void> {
  await trx
    .insertInto('disabled_callbacks')
    .values({ scenario_id: scenarioId, url, reason: 'gone' })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
