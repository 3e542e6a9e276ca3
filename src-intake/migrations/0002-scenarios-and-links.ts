import { sql, type Kysely } from 'kysely';

/** Attempts at one step, which are leased by themselves. */
export async function createScenarioAndLinkTables(db: Kysely<unknown>): Promise<void> {
  const statements = [sql`alter table leases add column step_id text`];
  for (const statement of statements) await statement.execute(db);
}
