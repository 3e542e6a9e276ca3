import type { Kysely, Selectable } from 'kysely';
import { isDeepStrictEqual } from 'node:util';
import type { ApiToken } from '#shared/api/identity-contract.ts';
import type { ApiParsedInput } from '#shared/api/contract.ts';
import type { Caller } from '#shared/domain/identity.ts';
import { instantAfter, type Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import { fail, succeed, type Outcome } from '../errors.ts';
import type { AuditLog } from './audit-log.ts';
import { newToken, sha256Hex } from './secrets.ts';

/** Requests come by the second; when the last one was is written down by the minute. */
const usedEveryMs = 60_000;

/** What programs of the organization call the intake with. Its scopes are all that limits a token: it sees every session, whoever made it. */
export interface ApiTokens {
  /** A token, told here only. A repeated request gets another token in place of the one whose answer was lost. */
  create(
    input: ApiParsedInput<'createApiToken'>,
    caller: Caller,
  ): Promise<Outcome<{ apiToken: ApiToken; token: string }, 'token-exists' | 'invalid-request'>>;
  list(): Promise<ApiToken[]>;
  /** At once: the next request with it is refused. */
  revoke(tokenId: string, caller: Caller): Promise<Outcome<{ apiToken: ApiToken }, 'not-found'>>;
  /** Whose token this is; undefined when it is nobody's, over, or revoked. */
  findCaller(token: string): Promise<Caller | undefined>;
}

type TokenRow = Selectable<Database['api_tokens']>;

function toApiToken(row: TokenRow): ApiToken {
  return {
    id: row.id,
    name: row.name,
    scopes: row.scopes,
    dataRights: row.data_rights,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    expiresAt: row.expires_at?.toISOString() ?? null,
    lastUsedAt: row.last_used_at?.toISOString() ?? null,
    revokedAt: row.revoked_at?.toISOString() ?? null,
  };
}

/** What a request asked for, to know it again. */
function wishOf({ name, scopes, dataRights, expiresAt, createdBy }: ApiToken): unknown {
  return [name, [...scopes].sort(), [...dataRights].sort(), expiresAt, createdBy];
}

/** API tokens over their table. */
export function createApiTokens(deps: {
  readonly db: Kysely<Database>;
  readonly audit: AuditLog;
  readonly now: Clock;
}): ApiTokens {
  const { db, audit, now } = deps;
  return {
    create: ({ tokenId, name, scopes, dataRights, expiresAt }, caller) =>
      db
        .transaction()
        .execute(
          async (
            trx,
          ): Promise<Outcome<{ apiToken: ApiToken; token: string }, 'token-exists' | 'invalid-request'>> => {
            const at = now();
            if (expiresAt !== null && expiresAt <= at) return fail('invalid-request');
            const token = newToken('vdt_');
            const made = await trx
              .insertInto('api_tokens')
              .values({
                id: tokenId,
                name,
                token_sha256: sha256Hex(token),
                scopes: [...new Set(scopes)],
                data_rights: [...new Set(dataRights)],
                created_at: at,
                created_by: caller.id,
                expires_at: expiresAt,
              })
              .onConflict((conflict) => conflict.doNothing())
              .returningAll()
              .executeTakeFirst();
            if (made !== undefined) {
              await audit.record(trx, {
                caller,
                action: 'token.created',
                subject: made.id,
                details: { scopes: made.scopes.join(' '), dataRights: made.data_rights.join(' ') },
              });
              return succeed({ apiToken: toApiToken(made), token });
            }
            const taken = await trx
              .selectFrom('api_tokens')
              .selectAll()
              .where('id', '=', tokenId)
              .forUpdate()
              .executeTakeFirst();
            // One that was used or revoked is no answer that was lost.
            if (taken?.last_used_at !== null || taken.revoked_at !== null) return fail('token-exists');
            const wish = { name, scopes, dataRights, expiresAt, createdBy: caller.id };
            const earlier = toApiToken(taken);
            if (!isDeepStrictEqual(wishOf(earlier), wishOf({ ...earlier, ...wish })))
              return fail('token-exists');
            await trx
              .updateTable('api_tokens')
              .set({ token_sha256: sha256Hex(token) })
              .where('id', '=', tokenId)
              .execute();
            // It was made once, and that stands in the audit.
            return succeed({ apiToken: earlier, token });
          },
        ),
    async list() {
      const rows = await db
        .selectFrom('api_tokens')
        .selectAll()
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute();
      return rows.map(toApiToken);
    },
    revoke: (tokenId, caller) =>
      db.transaction().execute(async (trx): Promise<Outcome<{ apiToken: ApiToken }, 'not-found'>> => {
        const row = await trx
          .selectFrom('api_tokens')
          .selectAll()
          .where('id', '=', tokenId)
          .forUpdate()
          .executeTakeFirst();
        if (row === undefined) return fail('not-found');
        if (row.revoked_at !== null) return succeed({ apiToken: toApiToken(row) });
        const revoked = await trx
          .updateTable('api_tokens')
          .set({ revoked_at: now() })
          .where('id', '=', tokenId)
          .returningAll()
          .executeTakeFirstOrThrow();
        await audit.record(trx, { caller, action: 'token.revoked', subject: row.id });
        return succeed({ apiToken: toApiToken(revoked) });
      }),
    async findCaller(token) {
      const at = now();
      const row = await db
        .selectFrom('api_tokens')
        .select(['id', 'scopes', 'data_rights', 'last_used_at'])
        .where('token_sha256', '=', sha256Hex(token))
        .where('revoked_at', 'is', null)
        .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', new Date(at))]))
        .executeTakeFirst();
      if (row === undefined) return undefined;
      if (row.last_used_at === null || instantAfter(row.last_used_at.toISOString(), usedEveryMs) <= at)
        await db.updateTable('api_tokens').set({ last_used_at: at }).where('id', '=', row.id).execute();
      return { kind: 'integration', id: row.id, permissions: row.scopes, dataRights: row.data_rights };
    },
  };
}
