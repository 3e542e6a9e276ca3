import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { loginNameSchema } from '#shared/domain/identity.ts';
import { must } from '#shared/lib/invariant.ts';
import { instantAfter, type Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import { fail, succeed } from '../errors.ts';
import type { Keyring } from '../sealing/keyring.ts';
import type { AuditLog } from './audit-log.ts';
import type { IdentityHandlers } from './identity-handlers.ts';
import type { ProviderClient, ProviderPerson } from './provider-client.ts';
import type { CreateRateLimit } from './rate-limit.ts';
import { hashOfTypedCode, newTypedCode, sha256Hex } from './secrets.ts';
import type { SignedIn } from './signed-in.ts';
import type { UserRow } from './tables.ts';
import type { Users } from './users.ts';

/** To find one's phone for the provider's second factor, and to type eight letters. */
const flowLifetimeMs = 10 * 60_000;
/** 40 bits: five tries find it once in two hundred billion flows. */
const codeGroups = 2;
const triesAtMost = 5;
const perMinuteAtWorkstation = 20;

const secretsSchema = z.strictObject({ nonce: z.string(), verifier: z.string() });

/** How a person's way back from the provider ended, for the page that they see. */
export type ProviderReturn =
  | { readonly kind: 'code'; readonly code: string; readonly workstation: string }
  /** The provider does not know them, or nobody gave them an account here. */
  | { readonly kind: 'refused' }
  /** Too late, or come back to twice. */
  | { readonly kind: 'over' }
  | { readonly kind: 'away' };

/** Signs people in at the organization's provider. */
export interface ProviderSignIn {
  readonly handlers: Pick<IdentityHandlers, 'beginProviderSignIn' | 'finishProviderSignIn'>;
  /** Takes a person back from the provider: `query` is what it put into the address, with its question mark. */
  comeBack(query: string): Promise<ProviderReturn>;
}

/** The path that a provider must be told as the redirect address, below the intake's public one. */
export const providerReturnPath = '/api/v1/auth/provider/callback';

export function createProviderSignIn(deps: {
  readonly db: Kysely<Database>;
  readonly keyring: Keyring;
  readonly users: Users;
  readonly signedIn: SignedIn;
  readonly audit: AuditLog;
  readonly client: ProviderClient;
  readonly getPublicUrl: () => string;
  readonly createRateLimit: CreateRateLimit;
  readonly now: Clock;
}): ProviderSignIn {
  const { db, keyring, users, signedIn, audit, client, getPublicUrl, createRateLimit, now } = deps;
  const begins = createRateLimit('provider begin at workstation', perMinuteAtWorkstation);
  const ends = createRateLimit('provider finish at workstation', perMinuteAtWorkstation);
  const placeOf = (flowId: string): string => `provider-flow:${flowId}`;

  /** Whose account this is: bound to the subject by an earlier sign-in, or by its name and not bound yet. */
  async function findUser(person: ProviderPerson): Promise<UserRow | undefined> {
    const bound = await db
      .selectFrom('users')
      .selectAll()
      .where('provider_hmac', '=', users.hmac('provider', person.subject))
      .executeTakeFirst();
    if (bound !== undefined) return bound;
    for (const name of person.names) {
      // Lower case makes one letter of signs that only look alike, which the provider takes for two names.
      if (name.normalize('NFKC') !== name) continue;
      const loginName = loginNameSchema.safeParse(name);
      const row = loginName.success ? await users.findByLoginName(db, loginName.data) : undefined;
      if (row !== undefined && row.is_federated && row.provider_hmac === null) return row;
    }
    return undefined;
  }

  return {
    handlers: {
      async beginProviderSignIn(_input, context) {
        const workstation = must(context.caller, 'only workstations get here');
        if (!(await begins.take(workstation.id))) return fail('too-many-requests');
        const begun = await client.begin(`${getPublicUrl()}${providerReturnPath}`);
        if (begun === undefined) return fail('provider-unavailable');
        const { state, ...secrets } = begun.secrets;
        const flowId = randomUUID();
        const expiresAt = instantAfter(now(), flowLifetimeMs);
        await db
          .insertInto('provider_flows')
          .values({
            id: flowId,
            workstation_id: workstation.id,
            state_sha256: sha256Hex(state),
            sealed_secrets: keyring.sealSecret(placeOf(flowId), Buffer.from(JSON.stringify(secrets), 'utf8')),
            expires_at: expiresAt,
            user_id: null,
            code_sha256: null,
          })
          .execute();
        return succeed({ flowId, url: begun.url, expiresAt });
      },
      async finishProviderSignIn({ flowId, code }, context) {
        const caller = must(context.caller, 'only workstations get here');
        if (!(await ends.take(caller.id))) return fail('too-many-requests');
        return db.transaction().execute(async (trx) => {
          const flow = await trx
            .selectFrom('provider_flows')
            .selectAll()
            .where('id', '=', flowId)
            .where('workstation_id', '=', caller.id)
            .where('expires_at', '>', new Date(now()))
            .forUpdate()
            .executeTakeFirst();
          if (flow === undefined) return fail('sign-in-refused');
          if (flow.user_id === null) return fail('not-signed-in-yet');
          const refuse = async (reason: string) => {
            await audit.record(trx, {
              caller,
              action: 'user.sign-in-refused',
              subject: flow.user_id,
              details: { reason },
            });
            return fail('sign-in-refused');
          };
          const isRight = hashOfTypedCode(code) === flow.code_sha256;
          if (isRight || flow.tries + 1 >= triesAtMost)
            await trx.deleteFrom('provider_flows').where('id', '=', flowId).execute();
          else
            await trx
              .updateTable('provider_flows')
              .set({ tries: flow.tries + 1 })
              .where('id', '=', flowId)
              .execute();
          if (!isRight) return refuse('provider-code');
          const user = await trx
            .selectFrom('users')
            .select(['is_disabled', 'is_federated'])
            .where('id', '=', flow.user_id)
            .forUpdate()
            .executeTakeFirstOrThrow();
          if (user.is_disabled || !user.is_federated) return refuse('disabled');
          return succeed(
            await signedIn(trx, { userId: flow.user_id, workstationId: caller.id, by: 'provider' }),
          );
        });
      },
    },
    async comeBack(query) {
      const url = new URL(`${getPublicUrl()}${providerReturnPath}${query}`);
      const state = url.searchParams.get('state');
      if (state === null) return { kind: 'over' };
      // Once: whoever comes with the same address later finds no flow of it.
      const flow = await db
        .updateTable('provider_flows')
        .set({ state_sha256: null })
        .where('state_sha256', '=', sha256Hex(state))
        .where('expires_at', '>', new Date(now()))
        .returning(['id', 'workstation_id', 'sealed_secrets'])
        .executeTakeFirst();
      if (flow === undefined) return { kind: 'over' };
      const secrets = secretsSchema.parse(
        JSON.parse(keyring.openSecret(placeOf(flow.id), flow.sealed_secrets).toString('utf8')),
      );
      const person = await client.finish(url, { state, ...secrets });
      const user = typeof person === 'string' ? undefined : await findUser(person);
      const workstation = { kind: 'workstation', id: flow.workstation_id } as const;
      const refuse = async (reason: string): Promise<ProviderReturn> => {
        await db.transaction().execute(async (trx) => {
          await trx.deleteFrom('provider_flows').where('id', '=', flow.id).execute();
          await audit.record(trx, {
            caller: workstation,
            action: 'user.sign-in-refused',
            subject: user?.id ?? null,
            details: { reason },
          });
        });
        return { kind: person === 'away' ? 'away' : 'refused' };
      };
      if (typeof person === 'string') return refuse(`provider-${person}`);
      if (user === undefined) return refuse('provider-unknown');
      if (user.is_disabled || !user.is_federated) return refuse('disabled');
      const code = newTypedCode(codeGroups);
      const provider = users.hmac('provider', person.subject);
      const isTaken = await db.transaction().execute(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('users')
          .set({ provider_hmac: provider })
          .where('id', '=', user.id)
          .where((eb) => eb.or([eb('provider_hmac', 'is', null), eb('provider_hmac', '=', provider)]))
          .executeTakeFirst();
        if (numUpdatedRows !== 1n) return false;
        await trx
          .updateTable('provider_flows')
          .set({ user_id: user.id, code_sha256: hashOfTypedCode(code) })
          .where('id', '=', flow.id)
          .execute();
        if (user.provider_hmac === null)
          await audit.record(trx, { caller: workstation, action: 'user.provider-bound', subject: user.id });
        return true;
      });
      // Somebody else was bound to the account a moment ago.
      if (!isTaken) return refuse('provider-unknown');
      const { name } = await db
        .selectFrom('workstations')
        .select('name')
        .where('id', '=', flow.workstation_id)
        .executeTakeFirstOrThrow();
      return { kind: 'code', code, workstation: name };
    },
  };
}
