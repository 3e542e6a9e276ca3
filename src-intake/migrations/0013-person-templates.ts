import { sql, type Kysely } from 'kysely';

/**
 * Templates that are added to somebody later: each has an id, by which it is removed alone, and its own who, when, why and cut-out. Of those
 * that came with the person these are the person's. Rows of sessions have none of them.
 */
export async function addPersonTemplates(db: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`alter table face_templates
      add column template_id uuid not null default gen_random_uuid(),
      add column added_at timestamptz,
      add column added_by text,
      add column source_session_id uuid,
      add column sealed_reason bytea,
      add column sealed_picture bytea`,
    sql`create unique index face_templates_by_id on face_templates (template_id) where person_id is not null`,
  ];
  for (const statement of statements) await statement.execute(db);
}
