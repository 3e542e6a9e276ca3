import { sql, type Kysely } from 'kysely';

/**
 * What sessions are listed and filtered by, beside their log: nothing of a document. Sessions from before have none until a sweep has
 * folded them. And the replies to requests that carry an `Idempotency-Key`, sealed.
 */
export async function createSessionIndex(db: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`alter table sessions add column source text, add column client_key text,
      add column status text, add column changed_at timestamptz`,
    sql`create index sessions_by_creation on sessions (created_at desc, id desc) where wrapped_key is not null`,
    sql`create index sessions_by_status on sessions (status, created_at desc, id desc) where wrapped_key is not null`,
    sql`create index sessions_by_client_key on sessions (client_key) where client_key is not null`,
    sql`create index sessions_to_index on sessions (id) where source is null and wrapped_key is not null`,
    sql`create table idempotent_replies (
      caller text not null,
      key_sha256 text not null,
      request_sha256 text not null,
      claimed_at timestamptz not null,
      status integer,
      sealed_body bytea,
      primary key (caller, key_sha256)
    )`,
    sql`create index idempotent_replies_by_age on idempotent_replies (claimed_at)`,
  ];
  for (const statement of statements) await statement.execute(db);
}
