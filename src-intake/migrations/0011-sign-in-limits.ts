import { sql, type Kysely } from 'kysely';

/** Failures are counted by the place that they came from as well, and rates for all processes together. */
export async function createSignInLimits(db: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`alter table sign_in_failures
      add column place text not null default '',
      drop constraint sign_in_failures_pkey,
      add primary key (login_hmac, place)`,
    // Unlogged: what a crash loses is a minute of counting.
    sql`create unlogged table rate_counts (
      key text primary key,
      began_at timestamptz not null,
      count integer not null
    )`,
  ];
  for (const statement of statements) await statement.execute(db);
}
