import { sql, type Kysely } from 'kysely';

/** Who holds a lease, and the audit log, each entry chained to the one before, and its head, which tells an end that was cut off. */
export async function createAuditTables(db: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`alter table leases add column caller text`,
    sql`create table audit_entries (
      id bigint primary key,
      at timestamptz not null,
      caller_kind text not null,
      caller_id text not null,
      action text not null,
      subject text,
      details jsonb not null,
      previous_hash text not null,
      hash text not null
    )`,
    sql`create index audit_entries_of_subject on audit_entries (subject, id)`,
    sql`create index audit_entries_of_action on audit_entries (action, id)`,
    sql`create function refuse_audit_change() returns trigger language plpgsql as $$
      begin raise exception 'audit entries never change'; end $$`,
    sql`create trigger audit_entries_never_change before update or delete or truncate on audit_entries
      for each statement execute function refuse_audit_change()`,
    sql`create table audit_head (
      only_row boolean primary key default true check (only_row),
      last_id bigint not null default 0,
      hash text not null default repeat('0', 64)
    )`,
    sql`insert into audit_head default values`,
  ];
  for (const statement of statements) await statement.execute(db);
}
