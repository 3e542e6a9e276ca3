import { sql, type Transaction } from 'kysely';
import { maxAnalysisAttempts } from '#shared/domain/session.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import type { Database } from '../database/schema.ts';

/** The queue's name for "analyze this session". */
const task = 'analyze-session';

/** Queues the analysis of a session, or of one attempt at a step; it becomes visible to agents when the transaction commits. */
export async function addAnalysisJob(
  trx: Transaction<Database>,
  { sessionId, stepId }: { readonly sessionId: SessionId; readonly stepId: string | null },
): Promise<void> {
  // A person waits for the answer to an attempt; nobody waits for the whole.
  const priority = stepId === null ? 0 : -1;
  // How often it is tried is the session's history's to say; one more than that, so that the queue never hides a job first.
  await sql`select graphile_worker.add_job(${task}, json_build_object('sessionId', ${sessionId}::text, 'stepId', ${stepId}::text),
    priority => ${priority}, max_attempts => ${maxAnalysisAttempts + 1})`.execute(trx);
}

/**
 * Locks the oldest waiting job for a lease. graphile-worker 0.18 has no SQL function for this (its workers poll from within
 * its own process, ours are agents elsewhere): this is the statement of its `getJobs`, without named queues, which we don't use.
 */
export async function takeAnalysisJob(
  trx: Transaction<Database>,
  leaseId: string,
): Promise<{ jobId: number; sessionId: SessionId; stepId: string | null; tries: number } | undefined> {
  const { rows } = await sql<{ id: number; session_id: SessionId; step_id: string | null; attempts: number }>`
    update graphile_worker._private_jobs as jobs
    set attempts = jobs.attempts + 1, locked_by = ${leaseId}, locked_at = now()
    where jobs.id = (
      select waiting.id from graphile_worker._private_jobs as waiting
      where waiting.is_available and waiting.run_at <= now()
        and waiting.task_id = (select id from graphile_worker._private_tasks where identifier = ${task})
      order by waiting.priority, waiting.run_at
      limit 1 for update skip locked
    )
    returning jobs.id, jobs.attempts, jobs.payload ->> 'sessionId' as session_id,
      jobs.payload ->> 'stepId' as step_id`.execute(trx);
  const row = rows[0];
  return row && { jobId: row.id, sessionId: row.session_id, stepId: row.step_id, tries: row.attempts };
}

async function unlockJob(trx: Transaction<Database>, leaseId: string): Promise<void> {
  await sql`select graphile_worker.force_unlock_workers(array[${leaseId}])`.execute(trx);
}

/** Removes a job that a lease holds. */
export async function finishAnalysisJob(
  trx: Transaction<Database>,
  { jobId, leaseId }: { jobId: number; leaseId: string },
): Promise<void> {
  await unlockJob(trx, leaseId);
  await sql`select graphile_worker.complete_jobs(array[${jobId}]::bigint[])`.execute(trx);
}

/** Gives a job that a lease holds back to the queue, to be taken after `delayMs`; it has been tried `tries` times. */
export async function returnAnalysisJob(
  trx: Transaction<Database>,
  { jobId, leaseId, delayMs, tries }: { jobId: number; leaseId: string; delayMs: number; tries: number },
): Promise<void> {
  await unlockJob(trx, leaseId);
  await sql`select graphile_worker.reschedule_jobs(array[${jobId}]::bigint[],
    run_at => now() + ${delayMs}::int * interval '1 millisecond', attempts => ${tries})`.execute(trx);
}
