import { createHash, randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { ApiCallName, ApiParsedInput } from '#shared/api/contract.ts';
import { capturePagePath } from '#shared/api/person-contract.ts';
import type { AuditCaller, Caller } from '#shared/domain/identity.ts';
import { linkResendDays, type Link, type LinkState } from '#shared/domain/link.ts';
import { instantAfter, type Clock } from '../clock.ts';
import type { Database, LinkRow } from '../database/schema.ts';
import { fail, succeed, type Outcome } from '../errors.ts';
import type { AuditLog } from '../identity/audit-log.ts';
import {
  claimLinkRequest,
  insertLinks,
  listLinkRows,
  listLinksOfRequest,
  lockLink,
  renewLinkToken,
  revokeLinkRows,
} from '../repositories/link-rows.ts';
import { hashOfSecret, type LinkTokens } from './link-tokens.ts';
import type { Scenarios } from './scenarios.ts';

const dayMs = 24 * 60 * 60 * 1000;

type Input<N extends ApiCallName> = ApiParsedInput<N>;

export interface Links {
  /** Makes links under the active version of a scenario. The same request again answers the same addresses. */
  create(
    input: Input<'createLinks'>,
    /** Whose doing it is, for the audit. */
    caller: AuditCaller,
  ): Promise<Outcome<{ links: (Link & { url: string })[] }, 'scenario-not-found' | 'invalid-request'>>;
  list(input: Input<'listLinks'>): Promise<{ links: Link[]; next: string | null }>;
  /** Another address for a link that nobody has started; the one before is dead. The same request again answers the same address. */
  resend(
    input: Input<'resendLink'>,
    caller: Caller,
  ): Promise<Outcome<{ link: Link & { url: string } }, 'not-found' | 'link-closed'>>;
  /** Answers which of them are revoked now: those that have started a session go on. */
  revoke(input: Input<'revokeLinks'>, caller: Caller): Promise<{ revoked: string[] }>;
}

/** What became of a link by the instant `now`. */
function stateOf(row: LinkRow, now: string): LinkState {
  if (row.session_id !== null) return 'started';
  if (row.revoked_at !== null) return 'revoked';
  if (row.expires_at.toISOString() <= now) return 'expired';
  return row.opened_at === null ? 'new' : 'opened';
}

function toLink(row: LinkRow, now: string): Link {
  return {
    linkId: row.id,
    scenarioId: row.scenario_id,
    scenarioVersion: row.scenario_version,
    state: stateOf(row, now),
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    expiresAt: row.expires_at.toISOString(),
    openedAt: row.opened_at?.toISOString() ?? null,
    sessionId: row.session_id,
    clientKey: row.client_key,
  };
}

/** One-time links over their table. `getPublicUrl` answers the address that people reach the intake by, without a slash at the end. */
export function createLinks(deps: {
  readonly db: Kysely<Database>;
  readonly scenarios: Scenarios;
  readonly tokenOf: LinkTokens;
  readonly getPublicUrl: () => string;
  readonly audit: Pick<AuditLog, 'record'>;
  readonly now: Clock;
}): Links {
  const { db, scenarios, tokenOf, getPublicUrl, audit, now } = deps;

  /** The present token of a link: by its request, its place there, and how often it was sent again. */
  const tokenOfRow = (row: Pick<LinkRow, 'request_id' | 'index_in_request' | 'resends'>): string =>
    row.resends === 0
      ? tokenOf(row.request_id, row.index_in_request)
      : tokenOf(`${row.request_id} ${row.resends.toString()}`, row.index_in_request);
  const toMadeLink = (row: LinkRow, at: string): Link & { url: string } => ({
    ...toLink(row, at),
    url: `${getPublicUrl()}${capturePagePath}#${tokenOfRow(row)}`,
  });

  return {
    async create({ requestId: sentId, scenarioId, count, lifetimeMinutes, clientKey, actor }, caller) {
      // As the database writes it: the tokens hang on it.
      const requestId = sentId.toLowerCase();
      const scenario = await scenarios.findActive(scenarioId);
      const request = JSON.stringify([scenarioId, count, lifetimeMinutes, clientKey, actor.kind, actor.id]);
      const requestSha256 = createHash('sha256').update(request).digest('hex');
      const at = now();
      const outcome = await db
        .transaction()
        .execute(async (trx): Promise<Outcome<LinkRow[], 'scenario-not-found' | 'invalid-request'>> => {
          if ((await claimLinkRequest(trx, requestId, requestSha256)) !== requestSha256)
            return fail('invalid-request');
          const earlier = await listLinksOfRequest(trx, requestId);
          if (earlier.length > 0) return succeed(earlier);
          if (scenario === undefined) return fail('scenario-not-found');
          const made = Array.from({ length: count }, (_, index) => ({
            id: randomUUID(),
            tokenSha256: hashOfSecret(tokenOf(requestId, index)),
          }));
          await insertLinks(trx, made, {
            request_id: requestId,
            scenario_id: scenario.id,
            scenario_version: scenario.version,
            created_at: at,
            created_by: actor.id,
            expires_at: instantAfter(at, lifetimeMinutes * 60_000),
            client_key: clientKey,
          });
          const rows = await listLinksOfRequest(trx, requestId);
          await audit.record(trx, {
            caller: { kind: caller.kind, id: caller.id },
            action: 'links.created',
            subject: requestId,
            details: { scenarioId, version: scenario.version, count },
          });
          return succeed(rows);
        });
      if (!outcome.ok) return outcome;
      return succeed({ links: outcome.value.map((row) => toMadeLink(row, at)) });
    },
    async list({ before, limit, state }) {
      const at = now();
      // One more than asked for tells whether there are more.
      const rows = await listLinkRows(db, { before, limit: limit + 1, state, now: at });
      const links = rows.slice(0, limit).map((row) => toLink(row, at));
      return { links, next: rows.length > limit ? (links.at(-1)?.linkId ?? null) : null };
    },
    resend: ({ linkId, requestId }, caller) =>
      db.transaction().execute(async (trx) => {
        const row = await lockLink(trx, linkId);
        if (row === undefined) return fail('not-found');
        const at = now();
        const state = stateOf(row, at);
        const lastAt = instantAfter(row.created_at.toISOString(), linkResendDays * dayMs);
        if ((state !== 'new' && state !== 'opened') || lastAt <= at) return fail('link-closed');
        if (row.resend_request === requestId.toLowerCase()) return succeed({ link: toMadeLink(row, at) });
        const resends = row.resends + 1;
        const tokenSha256 = hashOfSecret(tokenOfRow({ ...row, resends }));
        const renewed = await renewLinkToken(trx, linkId, { resends, tokenSha256, requestId });
        await audit.record(trx, { caller, action: 'links.resent', subject: linkId });
        return succeed({ link: toMadeLink(renewed, at) });
      }),
    revoke: ({ linkIds }, caller) =>
      db.transaction().execute(async (trx) => {
        const { revoked, newly } = await revokeLinkRows(trx, linkIds, now());
        if (newly.length > 0)
          await audit.record(trx, {
            caller,
            action: 'links.revoked',
            // Of many at once only how many: the links themselves say when they were revoked.
            subject: newly.length === 1 ? (newly[0] ?? null) : null,
            details: { count: newly.length },
          });
        return { revoked };
      }),
  };
}
