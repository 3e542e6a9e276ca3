import { sql, type Kysely } from 'kysely';

/**
 * What sessions showed, blind: each value is a keyed hash (see services/history.ts), so that the table tells nobody who was there. Rows go
 * when their session is purged. A session's scenario stands in the clear, to find those of one; null until a session of before is read.
 */
export async function createHistoryTables(db: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`create table shown_documents (
      session_id uuid not null references sessions (id),
      shown bytea not null,
      document_type text not null,
      person bytea,
      document bytea not null,
      document_data bytea,
      client bytea,
      shown_at timestamptz not null,
      primary key (session_id, shown)
    )`,
    sql`create index shown_documents_by_person on shown_documents (person) where person is not null`,
    sql`create index shown_documents_by_document on shown_documents (document)`,
    sql`create table shown_pictures (
      session_id uuid not null references sessions (id),
      picture bytea not null,
      client bytea,
      shown_at timestamptz not null,
      primary key (session_id, picture)
    )`,
    sql`create index shown_pictures_by_picture on shown_pictures (picture)`,
    sql`alter table sessions add column scenario_id text`,
    sql`create index sessions_of_scenario on sessions (scenario_id, created_at)`,
  ];
  for (const statement of statements) await statement.execute(db);
}
