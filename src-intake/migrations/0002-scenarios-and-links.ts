import { sql, type Kysely } from 'kysely';

/** Scenarios with their versions and secrets, one-time links, the lifetime of sessions, and attempts at one step, which are leased by themselves. */
export async function createScenarioAndLinkTables(db: Kysely<unknown>): Promise<void> {
  const statements = [
    // Attempts at two steps of one session may be analyzed at once.
    sql`alter table leases add column step_id text, drop constraint leases_session_id_key,
      add unique nulls not distinct (session_id, step_id)`,
    // When the sweeps look at the session again; null where they need not any more.
    sql`alter table sessions add column freezes_at timestamptz, add column purge_at timestamptz`,
    sql`create index sessions_to_freeze on sessions (freezes_at) where freezes_at is not null`,
    sql`create index sessions_to_purge on sessions (purge_at) where purge_at is not null`,

    sql`create table scenarios (
      id text primary key,
      revision integer not null,
      draft jsonb,
      active_version integer,
      archived boolean not null default false,
      made_order bigint generated always as identity
    )`,
    sql`create table scenario_versions (
      scenario_id text not null references scenarios (id),
      version integer not null,
      committed_at timestamptz not null,
      committed_by text not null,
      scenario jsonb not null,
      primary key (scenario_id, version)
    )`,
    sql`alter table scenarios add foreign key (id, active_version) references scenario_versions (scenario_id, version)`,
    sql`create function refuse_scenario_version_change() returns trigger language plpgsql as $$
      begin raise exception 'committed versions never change'; end $$`,
    sql`create trigger scenario_versions_never_change before update or delete or truncate on scenario_versions
      for each statement execute function refuse_scenario_version_change()`,
    // Both sealed under the keyring. `previous_secret` is accepted for a while after `rotated_at`.
    sql`create table scenario_secrets (
      scenario_id text primary key references scenarios (id),
      current_secret bytea not null,
      previous_secret bytea,
      rotated_at timestamptz
    )`,
    // The intake's own keys by their use, sealed under the keyring.
    sql`create table intake_secrets (name text primary key, secret bytea not null)`,

    // What was asked under a request's id, as a hash, so that the id is not taken for another wish.
    sql`create table link_requests (id uuid primary key, request_sha256 text not null)`,
    // Tokens and cookies are here as SHA-256 only: both are random, so that a hash gives nothing away.
    sql`create table links (
      id uuid primary key,
      number bigint generated always as identity unique,
      request_id uuid not null references link_requests (id),
      index_in_request integer not null,
      token_sha256 text not null unique,
      scenario_id text not null,
      scenario_version integer not null,
      created_at timestamptz not null,
      created_by text not null,
      expires_at timestamptz not null,
      client_key text,
      opened_at timestamptz,
      device_sha256 text unique,
      language text,
      session_id uuid unique references sessions (id),
      revoked_at timestamptz,
      unique (request_id, index_in_request),
      foreign key (scenario_id, scenario_version) references scenario_versions (scenario_id, version)
    )`,
  ];
  for (const statement of statements) await statement.execute(db);
}
