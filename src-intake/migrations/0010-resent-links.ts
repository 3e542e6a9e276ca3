import { sql, type Kysely } from 'kysely';

/** How often a link was sent again, which its present token is derived from, and the request that did it last. */
export async function addResentLinks(db: Kysely<unknown>): Promise<void> {
  await sql`alter table links add column resends integer not null default 0, add column resend_request uuid`.execute(
    db,
  );
}
