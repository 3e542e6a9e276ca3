import { sql, type Kysely } from 'kysely';
import type { Database } from '../database/schema.ts';

/** How many analyses wait, and how many agents are at one. */
export async function countAnalyses(db: Kysely<Database>): Promise<{ waiting: number; leased: number }> {
  const { rows } = await sql<{ waiting: number; leased: number }>`
    select (select count(*) from graphile_worker._private_jobs as jobs
        join graphile_worker._private_tasks as tasks on tasks.id = jobs.task_id
        where tasks.identifier = 'analyze-session' and jobs.locked_at is null) as waiting,
      (select count(*) from leases) as leased`.execute(db);
  return rows[0] ?? { waiting: 0, leased: 0 };
}
