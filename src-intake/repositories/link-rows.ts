import { sql, type Kysely, type SelectQueryBuilder, type Transaction } from 'kysely';
import type { LinkState } from '#shared/domain/link.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import type { Database, LinkRow } from '../database/schema.ts';

/** Claims a request's id, waiting for another transaction that is claiming it. Returns the hash of what was asked under it. */
export async function claimLinkRequest(
  trx: Transaction<Database>,
  id: string,
  requestSha256: string,
): Promise<string> {
  await trx
    .insertInto('link_requests')
    .values({ id, request_sha256: requestSha256 })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await trx
    .selectFrom('link_requests')
    .select('request_sha256')
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return row.request_sha256;
}

/** Adds the links of one request, in one statement. */
export async function insertLinks(
  trx: Transaction<Database>,
  links: readonly { readonly id: string; readonly tokenSha256: string }[],
  common: Pick<LinkRow, 'request_id' | 'scenario_id' | 'scenario_version' | 'created_by' | 'client_key'> & {
    readonly created_at: string;
    readonly expires_at: string;
  },
): Promise<void> {
  const ids = links.map(({ id }) => id);
  const hashes = links.map(({ tokenSha256 }) => tokenSha256);
  await sql`insert into links (id, token_sha256, index_in_request, request_id, scenario_id, scenario_version,
      created_at, created_by, expires_at, client_key)
    select new.id, new.token_sha256, new.nth - 1, ${common.request_id}, ${common.scenario_id},
      ${common.scenario_version}, ${common.created_at}::timestamptz, ${common.created_by},
      ${common.expires_at}::timestamptz, ${common.client_key}
    from unnest(${ids}::uuid[], ${hashes}::text[]) with ordinality as new (id, token_sha256, nth)
    order by new.nth`.execute(trx);
}

/** The links of one request, in order. */
export function listLinksOfRequest(db: Kysely<Database>, requestId: string): Promise<LinkRow[]> {
  return db
    .selectFrom('links')
    .selectAll()
    .where('request_id', '=', requestId)
    .orderBy('index_in_request')
    .execute();
}

/** The links in a state at the instant `now`; the conditions of `stateOf` (services/links.ts), for the database. */
function inState<O>(
  query: SelectQueryBuilder<Database, 'links', O>,
  state: LinkState,
  now: string,
): SelectQueryBuilder<Database, 'links', O> {
  const at = new Date(now);
  if (state === 'started') return query.where('session_id', 'is not', null);
  const unstarted = query.where('session_id', 'is', null);
  if (state === 'revoked') return unstarted.where('revoked_at', 'is not', null);
  const valid = unstarted.where('revoked_at', 'is', null);
  if (state === 'expired') return valid.where('expires_at', '<=', at);
  return valid.where('expires_at', '>', at).where('opened_at', state === 'new' ? 'is' : 'is not', null);
}

/** Links, newest first, from after the one called `before`. */
export function listLinkRows(
  db: Kysely<Database>,
  {
    before,
    limit,
    state,
    now,
  }: {
    readonly before: string | undefined;
    readonly limit: number;
    readonly state: LinkState | undefined;
    readonly now: string;
  },
): Promise<LinkRow[]> {
  let query = db.selectFrom('links').selectAll().orderBy('number', 'desc').limit(limit);
  if (before !== undefined)
    query = query.where('number', '<', (eb) =>
      eb.selectFrom('links').select('number').where('id', '=', before),
    );
  return (state === undefined ? query : inState(query, state, now)).execute();
}

/** Revokes those of the links that have not started a session; answers the ids of all that are revoked now. */
export async function revokeLinkRows(
  trx: Transaction<Database>,
  ids: readonly string[],
  now: string,
): Promise<{ readonly revoked: string[]; readonly newly: string[] }> {
  // Locked in one order, or two requests for the same links could wait for each other.
  const rows = await trx
    .selectFrom('links')
    .select(['id', 'revoked_at'])
    .where('id', 'in', ids)
    .where('session_id', 'is', null)
    .orderBy('number')
    .forUpdate()
    .execute();
  const newly = rows.filter(({ revoked_at }) => revoked_at === null).map(({ id }) => id);
  if (newly.length > 0)
    await trx.updateTable('links').set({ revoked_at: now }).where('id', 'in', newly).execute();
  return { revoked: rows.map(({ id }) => id), newly };
}

/** The link, locked until the transaction ends. */
export function lockLink(trx: Transaction<Database>, id: string): Promise<LinkRow | undefined> {
  return trx.selectFrom('links').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Gives a link, which the caller has locked, another token, and takes it from the device that has opened it. */
export function renewLinkToken(
  trx: Transaction<Database>,
  id: string,
  { resends, tokenSha256, requestId }: { resends: number; tokenSha256: string; requestId: string },
): Promise<LinkRow> {
  return trx
    .updateTable('links')
    .set({
      resends,
      token_sha256: tokenSha256,
      resend_request: requestId,
      device_sha256: null,
      opened_at: null,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow();
}

export function findLinkByToken(db: Kysely<Database>, tokenSha256: string): Promise<LinkRow | undefined> {
  return db.selectFrom('links').selectAll().where('token_sha256', '=', tokenSha256).executeTakeFirst();
}

export function findLinkByDevice(db: Kysely<Database>, deviceSha256: string): Promise<LinkRow | undefined> {
  return db.selectFrom('links').selectAll().where('device_sha256', '=', deviceSha256).executeTakeFirst();
}

/** The device's link, locked until the transaction ends. */
export function lockLinkByDevice(
  trx: Transaction<Database>,
  deviceSha256: string,
): Promise<LinkRow | undefined> {
  return trx
    .selectFrom('links')
    .selectAll()
    .where('device_sha256', '=', deviceSha256)
    .forUpdate()
    .executeTakeFirst();
}

/** Gives the link to a device, if it is nobody's and still good. However many try at once, one gets it. */
export async function bindLink(
  db: Kysely<Database>,
  id: string,
  { deviceSha256, now }: { readonly deviceSha256: string; readonly now: string },
): Promise<LinkRow | undefined> {
  return db
    .updateTable('links')
    .set({ device_sha256: deviceSha256, opened_at: now })
    .where('id', '=', id)
    .where('device_sha256', 'is', null)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', new Date(now))
    .returningAll()
    .executeTakeFirst();
}

/** Notes the session that the link has started, and the language in which the person agreed to it. */
export async function setLinkSession(
  trx: Transaction<Database>,
  id: string,
  { sessionId, language }: { readonly sessionId: SessionId; readonly language: string },
): Promise<void> {
  await trx.updateTable('links').set({ session_id: sessionId, language }).where('id', '=', id).execute();
}
