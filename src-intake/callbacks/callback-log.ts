import { sql, type Kysely } from 'kysely';
import type { CallbackState, Delivery } from '#shared/domain/callback.ts';
import type { Caller } from '#shared/domain/identity.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import type { Database } from '../database/schema.ts';
import { fail, succeed, type Outcome } from '../errors.ts';
import type { AuditLog } from '../identity/audit-log.ts';
import type { EventLog } from '../services/event-log.ts';
import type { ScenarioSecrets } from '../services/scenario-secrets.ts';
import { addDeliveryJob } from './delivery-jobs.ts';
import { isDisabled } from './delivery-rows.ts';
import { formatSecret } from './sign.ts';
import type { DeliveryRow } from './tables.ts';

/** What people see of callbacks and do about them. */
export interface CallbackLog {
  /** Newest first; `before` is the number of the last line of the page before. */
  list(filter: {
    readonly scenarioId?: string | undefined;
    readonly sessionId?: SessionId | undefined;
    readonly status?: Delivery['status'] | undefined;
    readonly before?: number | undefined;
    readonly limit: number;
  }): Promise<{ deliveries: Delivery[]; next: number | null }>;
  /**
   * Delivers once more, under the same id, with three days for it; one that waits for its next try is tried at once. `callback-disabled`
   * when the endpoint wants no more.
   */
  replay(
    deliveryId: string,
    caller: Caller,
  ): Promise<Outcome<{ delivery: Delivery }, 'not-found' | 'callback-disabled'>>;
  getState(scenarioId: string): Promise<Outcome<CallbackState, 'not-found'>>;
  /** Calls the scenario's endpoints again; what was skipped meanwhile is replayed one by one. */
  enable(scenarioId: string, caller: Caller): Promise<Outcome<CallbackState, 'not-found'>>;
  /** A new secret, told here only; the one before signs too for a while. */
  rotateSecret(scenarioId: string, caller: Caller): Promise<Outcome<{ secret: string }, 'not-found'>>;
}

function toDelivery(row: DeliveryRow): Delivery {
  return {
    deliveryId: row.id,
    number: row.number,
    scenarioId: row.scenario_id,
    sessionId: row.session_id,
    type: row.type,
    seq: row.seq,
    status: row.status,
    attempts: row.attempts,
    lastCode: row.last_code,
    createdAt: row.created_at.toISOString(),
    lastAttemptAt: row.last_attempt_at?.toISOString() ?? null,
    nextTryAt: row.next_try_at?.toISOString() ?? null,
  };
}

/** The delivery log over the database. */
export function createCallbackLog(deps: {
  readonly db: Kysely<Database>;
  readonly eventLog: EventLog;
  readonly secrets: ScenarioSecrets;
  readonly audit: Pick<AuditLog, 'record'>;
}): CallbackLog {
  const { db, eventLog, secrets, audit } = deps;

  async function hasScenario(scenarioId: string): Promise<boolean> {
    const row = await db.selectFrom('scenarios').select('id').where('id', '=', scenarioId).executeTakeFirst();
    return row !== undefined;
  }

  async function getState(scenarioId: string): Promise<Outcome<CallbackState, 'not-found'>> {
    if (!(await hasScenario(scenarioId))) return fail('not-found');
    const disabled = await db
      .selectFrom('disabled_callbacks')
      .select(['url', 'since', 'reason'])
      .where('scenario_id', '=', scenarioId)
      .orderBy('since')
      .execute();
    const { pending } = await db
      .selectFrom('callback_deliveries')
      .select(({ fn }) => fn.countAll<number>().as('pending'))
      .where('scenario_id', '=', scenarioId)
      .where('status', '=', 'pending')
      .executeTakeFirstOrThrow();
    const { previous } = await secrets.get(scenarioId);
    return succeed({
      scenarioId,
      state: disabled.length === 0 ? 'enabled' : 'disabled',
      disabled: disabled.map(({ url, since, reason }) => ({ url, since: since.toISOString(), reason })),
      pending,
      previousSecretSigns: previous !== null,
    });
  }

  return {
    async list({ scenarioId, sessionId, status, before, limit }) {
      let query = db.selectFrom('callback_deliveries').selectAll().orderBy('number', 'desc');
      if (scenarioId !== undefined) query = query.where('scenario_id', '=', scenarioId);
      if (sessionId !== undefined) query = query.where('session_id', '=', sessionId);
      if (status !== undefined) query = query.where('status', '=', status);
      if (before !== undefined) query = query.where('number', '<', before);
      // One more than asked for tells whether there is another page.
      const rows = await query.limit(limit + 1).execute();
      const deliveries = rows.slice(0, limit).map(toDelivery);
      return { deliveries, next: rows.length > limit ? (deliveries.at(-1)?.number ?? null) : null };
    },
    async replay(deliveryId, caller) {
      const found = await db
        .selectFrom('callback_deliveries')
        .select('session_id')
        .where('id', '=', deliveryId)
        .executeTakeFirst();
      if (found === undefined) return fail('not-found');
      const open = await eventLog.open(db, found.session_id);
      const url = open?.session.scenario.notifications.callbackUrl ?? null;
      // A purged session has nothing to tell.
      if (open === undefined || url === null) return fail('not-found');
      return db.transaction().execute(async (trx) => {
        const earlier = await trx
          .selectFrom('callback_deliveries')
          .select(sql<boolean>`status = 'pending' and coalesce(next_try_at, now()) <= now()`.as('isDue'))
          .where('id', '=', deliveryId)
          .forUpdate()
          .executeTakeFirstOrThrow();
        if (await isDisabled(trx, open.session.scenario.id, url)) return fail('callback-disabled');
        const row = await trx
          .updateTable('callback_deliveries')
          .set((eb) => ({
            status: 'pending',
            attempts: sql<number>`case when ${eb.ref('status')} = 'pending' then ${eb.ref('attempts')} else 0 end`,
            window_from: sql<Date>`now()`,
            next_try_at: sql<Date>`now()`,
          }))
          .where('id', '=', deliveryId)
          .returningAll()
          .executeTakeFirstOrThrow();
        await addDeliveryJob(trx, row.session_id, row.created_at);
        // Asked for again, and not tried since: the same wish.
        if (!earlier.isDue)
          await audit.record(trx, {
            caller,
            action: 'callback.replayed',
            subject: deliveryId,
            details: { scenarioId: row.scenario_id, sessionId: row.session_id },
          });
        return succeed({ delivery: toDelivery(row) });
      });
    },
    getState,
    async enable(scenarioId, caller) {
      await db.transaction().execute(async (trx) => {
        const { numDeletedRows } = await trx
          .deleteFrom('disabled_callbacks')
          .where('scenario_id', '=', scenarioId)
          .executeTakeFirst();
        if (numDeletedRows === 0n) return;
        await audit.record(trx, {
          caller,
          action: 'callbacks.enabled',
          subject: scenarioId,
          details: { endpoints: Number(numDeletedRows) },
        });
      });
      return getState(scenarioId);
    },
    async rotateSecret(scenarioId, caller) {
      if (!(await hasScenario(scenarioId))) return fail('not-found');
      const { current } = await db.transaction().execute(async (trx) => {
        const rotated = await secrets.rotate(scenarioId, trx);
        await audit.record(trx, { caller, action: 'scenario.secret-rotated', subject: scenarioId });
        return rotated;
      });
      return succeed({ secret: formatSecret(current) });
    },
  };
}
