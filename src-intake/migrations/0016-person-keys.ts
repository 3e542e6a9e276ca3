import { sql, type Kysely } from 'kysely';

/**
 * Keys of people on lists in a table of their own, which backups leave out: only the newest copy of it is kept, beside them, so that whoever was
 * deleted cannot be read from any backup. No reference to the people, since a restore brings keys of some that the backup does not know.
 */
export async function createPersonKeys(db: Kysely<unknown>): Promise<void> {
  const statements = [
    sql`create table listed_person_keys (
      person_id uuid primary key,
      wrapped_key bytea not null
    )`,
    sql`insert into listed_person_keys (person_id, wrapped_key) select id, wrapped_key from listed_persons`,
    sql`alter table listed_persons drop column wrapped_key`,
    // Whatever statement deletes a person.
    sql`create function forget_listed_person_key() returns trigger language plpgsql as $$
      begin
        delete from listed_person_keys where person_id = old.id;
        return old;
      end $$`,
    sql`create trigger listed_person_keys_go_with_people after delete on listed_persons
      for each row execute function forget_listed_person_key()`,
  ];
  for (const statement of statements) await statement.execute(db);
}
