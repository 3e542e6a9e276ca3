import { sql, type Kysely } from 'kysely';

/**
 * Lists of people, and face templates of them and of sessions. Everything about a person is sealed under the person's own key; a session's
 * templates under the session's. Keys of templates are given in the order of their commits (writers hold a lock), so that every process finds
 * what is new by the last key it has seen; what went away leaves a row that says so.
 */
export async function createFaceTables(db: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`create table face_lists (
      id text primary key,
      kind text not null,
      name text not null,
      created_at timestamptz not null,
      created_by text not null
    )`,
    sql`create table listed_persons (
      id uuid primary key,
      number bigint generated always as identity,
      list_id text not null references face_lists (id),
      wrapped_key bytea not null,
      sealed_details bytea not null,
      sealed_picture bytea,
      legal_basis text not null,
      source_session_id uuid,
      added_at timestamptz not null,
      added_by text not null
    )`,
    sql`create unique index listed_persons_of_list on listed_persons (list_id, number desc)`,
    sql`create table face_templates (
      key integer primary key generated always as identity,
      person_id uuid references listed_persons (id) on delete cascade,
      session_id uuid references sessions (id),
      step_id text,
      model text not null,
      sealed bytea not null,
      check ((person_id is null) <> (session_id is null)),
      check ((session_id is null) = (step_id is null))
    )`,
    sql`create index face_templates_of_person on face_templates (person_id) where person_id is not null`,
    sql`create index face_templates_of_session on face_templates (session_id) where session_id is not null`,
    sql`create table removed_face_templates (
      number bigint primary key generated always as identity,
      key integer not null
    )`,
    sql`create function note_removed_face_template() returns trigger language plpgsql as $$
      begin
        insert into removed_face_templates (key) values (old.key);
        return old;
      end $$`,
    sql`create trigger removed_face_templates_are_noted after delete on face_templates
      for each row execute function note_removed_face_template()`,
  ];
  for (const statement of statements) await statement.execute(db);
}
