import { sql, type Kysely } from 'kysely';
import { sessionIdSchema, type SessionId } from '#shared/domain/ids.ts';
import type { Database } from '../database/schema.ts';

/** The queue's name for "deliver the oldest callback of this session". */
export const deliveryTask = 'deliver-callback';

/** Of a session: the name of its queue, so that it has one delivery at a time, and the key of its job, of which it needs one only. */
const prefix = 'callbacks:';

/** Held by who adds a job, shared, against who removes queues: a job whose queue goes away between two statements is never run. */
const queuesLock = sql`hashtext('vidimus callback queues')`;

/** The session that a job is about. Throws for a payload that we did not write. */
export function sessionOfJob(payload: unknown): SessionId {
  return sessionIdSchema.parse((payload as { sessionId?: unknown }).sessionId);
}

/**
 * Makes sure that the session has a job, which becomes visible when the transaction commits: at the given time or, with `as-waiting`, at
 * the one for which it has one already, else at once. A job that runs at this moment is no hindrance: another one follows it.
 */
export async function addDeliveryJob(
  trx: Kysely<Database>,
  sessionId: SessionId,
  runAt: Date | 'as-waiting',
): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(${queuesLock})`.execute(trx);
  const name = `${prefix}${sessionId}`;
  const at = runAt === 'as-waiting' ? null : runAt.toISOString();
  await sql`select graphile_worker.add_job(${deliveryTask}, json_build_object('sessionId', ${sessionId}::text),
    queue_name => ${name}, job_key => ${name}, run_at => ${at}::timestamptz,
    job_key_mode => ${at === null ? 'preserve_run_at' : 'replace'})`.execute(trx);
}

/**
 * Puts right what killed processes leave behind: frees jobs and queues that are held for longer than any attempt takes (graphile-worker
 * itself waits four hours), gives a job to sessions that wait without one, and removes jobs and queues that nobody needs.
 */
export async function mendDeliveryJobs(
  db: Kysely<Database>,
  { longestAttemptMs }: { readonly longestAttemptMs: number },
): Promise<void> {
  const isStale = sql`locked_at < now() - ${longestAttemptMs}::int * interval '1 millisecond'`;
  const ourTask = sql`task_id = (select id from graphile_worker._private_tasks where identifier = ${deliveryTask})`;
  await sql`update graphile_worker._private_jobs set locked_at = null, locked_by = null
    where ${ourTask} and ${isStale}`.execute(db);
  await sql`update graphile_worker._private_job_queues set locked_at = null, locked_by = null
    where queue_name like ${`${prefix}%`} and ${isStale}`.execute(db);
  await sql`delete from graphile_worker._private_jobs
    where ${ourTask} and locked_at is null and attempts >= max_attempts`.execute(db);
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ session_id: SessionId }>`
      select distinct session_id from callback_deliveries
      where status = 'pending' and next_try_at < now() - ${longestAttemptMs}::int * interval '1 millisecond'
        and not exists (select from graphile_worker._private_jobs where key = ${prefix} || session_id::text)
      limit 1000`.execute(trx);
    for (const row of rows) await addDeliveryJob(trx, row.session_id, 'as-waiting');
  });
  await db.transaction().execute(async (trx) => {
    const { rows } = await sql<{ alone: boolean }>`
      select pg_try_advisory_xact_lock(${queuesLock}) as alone`.execute(trx);
    if (rows[0]?.alone !== true) return; // the next time will do
    await sql`delete from graphile_worker._private_job_queues as queues
      where queue_name like ${`${prefix}%`} and locked_at is null
        and not exists (select from graphile_worker._private_jobs where job_queue_id = queues.id)`.execute(
      trx,
    );
  });
}
