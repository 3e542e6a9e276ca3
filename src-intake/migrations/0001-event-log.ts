import { sql, type Kysely } from 'kysely';

/** The event log, sealed from the start: no table holds personal data in the clear. */
export async function createEventLogTables(db: Kysely<unknown>): Promise<void> {
  const statements = [
    // One row. `last_position` is the feed's counter: its row lock makes writers take positions in the order in which they commit.
    sql`create table feed (
      only_row boolean primary key default true check (only_row),
      feed_id uuid not null,
      key_check bytea not null,
      last_position bigint not null default 0
    )`,
    // `head_*` repeat the last event, so that a history whose end was cut off is seen. Without `wrapped_key` nothing of it can be read again.
    sql`create table sessions (
      id uuid primary key,
      created_at timestamptz not null,
      wrapped_key bytea,
      head_seq integer not null,
      head_hash text not null
    )`,
    sql`create table events (
      position bigint primary key,
      session_id uuid not null references sessions (id),
      seq integer not null,
      type text not null,
      at timestamptz(3) not null,
      actor_kind text not null,
      actor_id text not null,
      sealed_body bytea not null,
      body_sha256 text not null,
      previous_hash text not null,
      hash text not null,
      unique (session_id, seq)
    )`,
    sql`create function refuse_event_change() returns trigger language plpgsql as $$
      begin raise exception 'events are append-only'; end $$`,
    sql`create trigger events_are_append_only before update or delete or truncate on events
      for each statement execute function refuse_event_change()`,
    // `blob` addresses the ciphertext: the hash of the picture itself would tell who knows the picture that it is here.
    sql`create table captures (
      id uuid primary key,
      session_id uuid not null references sessions (id),
      step_id text not null,
      side text not null,
      media_type text not null,
      blob text not null,
      byte_length bigint not null
    )`,
    sql`create index captures_of_session on captures (session_id)`,
    sql`create table commands (
      idempotency_key uuid primary key,
      session_id uuid not null references sessions (id),
      reply jsonb,
      received_at timestamptz not null
    )`,
    sql`create table leases (
      id uuid primary key,
      session_id uuid not null unique references sessions (id),
      job_id bigint not null,
      agent_id text not null,
      attempt integer not null,
      expires_at timestamptz not null
    )`,
    sql`create index leases_by_expiry on leases (expires_at)`,
  ];
  for (const statement of statements) await statement.execute(db);
}
