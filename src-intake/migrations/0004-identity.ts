import { sql, type Kysely } from 'kysely';

/** Accounts, who is signed in, enrolled workstations, API tokens. Secrets are hashes or sealed. */
export async function createIdentityTables(db: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`create table users (
      id uuid primary key,
      login_hmac text not null unique,
      sealed_names bytea not null,
      roles text[] not null,
      data_rights text[] not null,
      is_federated boolean not null,
      provider_hmac text unique,
      password text,
      must_change_password boolean not null,
      sealed_totp bytea,
      sealed_next_totp bytea,
      totp_last_step bigint,
      recovery_sha256s text[] not null default '{}',
      is_disabled boolean not null default false,
      created_at timestamptz not null,
      last_sign_in_at timestamptz
    )`,
    sql`create table sign_in_failures (
      login_hmac text primary key,
      failures integer not null,
      since timestamptz not null,
      lock_count integer not null,
      locked_until timestamptz
    )`,
    sql`create index sign_in_failures_by_age on sign_in_failures (since)`,
    sql`create table workstations (
      id uuid primary key,
      name text not null,
      token_sha256 text not null unique,
      enrolled_at timestamptz not null,
      last_seen_at timestamptz,
      revoked_at timestamptz
    )`,
    sql`create table user_sessions (
      token_sha256 text primary key,
      user_id uuid not null references users (id),
      workstation_id uuid not null references workstations (id),
      created_at timestamptz not null,
      last_seen_at timestamptz not null,
      ends_at timestamptz not null
    )`,
    sql`create index user_sessions_of_user on user_sessions (user_id)`,
    sql`create index user_sessions_of_workstation on user_sessions (workstation_id)`,
    sql`create index user_sessions_by_end on user_sessions (ends_at)`,
    sql`create table setup_codes (
      only_row boolean primary key default true check (only_row),
      code_sha256 text not null,
      expires_at timestamptz not null
    )`,
    sql`create table provider_flows (
      id uuid primary key,
      workstation_id uuid not null references workstations (id),
      state_sha256 text unique,
      sealed_secrets bytea not null,
      expires_at timestamptz not null,
      user_id uuid references users (id),
      code_sha256 text,
      tries integer not null default 0
    )`,
    sql`create index provider_flows_by_end on provider_flows (expires_at)`,
    sql`create table enrollment_codes (
      code_sha256 text primary key,
      created_at timestamptz not null,
      created_by text not null,
      expires_at timestamptz not null
    )`,
    sql`create table api_tokens (
      id uuid primary key,
      name text not null,
      token_sha256 text not null unique,
      scopes text[] not null,
      data_rights text[] not null,
      created_at timestamptz not null,
      created_by text not null,
      expires_at timestamptz,
      last_used_at timestamptz,
      revoked_at timestamptz
    )`,
  ];
  for (const statement of statements) await statement.execute(db);
}
