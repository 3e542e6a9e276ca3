import { createHash, randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { ApiCallName, ApiParsedInput } from '#shared/api/contract.ts';
import { capturePagePath } from '#shared/api/person-contract.ts';
import type { Caller } from '#shared/domain/identity.ts';
import type { Link, LinkState } from '#shared/domain/link.ts';
import { instantAfter, type Clock } from '../clock.ts';
import type { Database, LinkRow } from '../database/schema.ts';
import { fail, succeed, type Outcome } from '../errors.ts';
import type { AuditLog } from '../identity/audit-log.ts';
import {
  claimLinkRequest,
  insertLinks,
  listLinkRows,
  listLinksOfRequest,
  revokeLinkRows,
} from '../repositories/link-rows.ts';
import { hashOfSecret, type LinkTokens } from './link-tokens.ts';
import type { Scenarios } from './scenarios.ts';

type Input<N extends ApiCallName> = ApiParsedInput<N>;

export interface Links {
  /** Makes links under the active version of a scenario. The same request again answers the same addresses. */
  create(
    input: Input<'createLinks'>,
    caller: Caller,
  ): Promise<Outcome<{ links: (Link & { url: string })[] }, 'scenario-not-found' | 'invalid-request'>>;
  list(input: Input<'listLinks'>): Promise<{ links: Link[]; next: string | null }>;
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
            caller,
            action: 'links.created',
            subject: requestId,
            details: { scenarioId, version: scenario.version, count },
          });
          return succeed(rows);
        });
      if (!outcome.ok) return outcome;
      const base = `${getPublicUrl()}${capturePagePath}`;
      return succeed({
        links: outcome.value.map((row) => ({
          ...toLink(row, at),
          url: `${base}#${tokenOf(requestId, row.index_in_request)}`,
        })),
      });
    },
    async list({ before, limit, state }) {
      const at = now();
      // One more than asked for tells whether there are more.
      const rows = await listLinkRows(db, { before, limit: limit + 1, state, now: at });
      const links = rows.slice(0, limit).map((row) => toLink(row, at));
      return { links, next: rows.length > limit ? (links.at(-1)?.linkId ?? null) : null };
    },
    revoke: ({ linkIds }, caller) =>
      db.transaction().execute(async (trx) => {
        const revoked = await revokeLinkRows(trx, linkIds, now());
        if (revoked.length > 0)
          await audit.record(trx, {
            caller,
            action: 'links.revoked',
            // Of many at once only how many: the links themselves say when they were revoked.
            subject: revoked.length === 1 ? (revoked[0] ?? null) : null,
            details: { count: revoked.length },
          });
        return { revoked };
      }),
  };
}
