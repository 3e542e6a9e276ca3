import { sql, type Kysely } from 'kysely';

/** The outbox of callbacks, which is their log too, and the endpoints that want no more. Bodies are in neither. */
export async function createCallbackTables(db: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`create table callback_deliveries (
      id uuid primary key,
      number bigint generated always as identity unique,
      scenario_id text not null,
      session_id uuid not null references sessions (id),
      type text not null,
      seq integer not null,
      status text not null default 'pending',
      attempts integer not null default 0,
      last_code text,
      created_at timestamptz not null default now(),
      window_from timestamptz not null default now(),
      last_attempt_at timestamptz,
      next_try_at timestamptz default now(),
      claimed_until timestamptz,
      unique (session_id, seq, type)
    )`,
    sql`create index callback_deliveries_of_scenario on callback_deliveries (scenario_id, number)`,
    sql`create index callback_deliveries_to_do on callback_deliveries (session_id, number) where status = 'pending'`,
    sql`create table disabled_callbacks (
      scenario_id text not null,
      url text not null,
      since timestamptz not null default now(),
      reason text not null,
      primary key (scenario_id, url)
    )`,
  ];
  for (const statement of statements) await statement.execute(db);
}
