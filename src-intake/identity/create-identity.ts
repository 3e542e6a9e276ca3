import type { Kysely } from 'kysely';
import { identityApi } from '#shared/api/identity-contract.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import { fail } from '../errors.ts';
import type { AuditLog } from './audit-log.ts';
import { ownerCredentials, type Credentials } from './credentials.ts';
import type { IdentityHandlers } from './identity-handlers.ts';

/** All that the intake knows of people, workstations and API tokens. */
export interface Identity {
  readonly handlers: IdentityHandlers;
  readonly credentials: Credentials;
  readonly audit: AuditLog;
}

/** Composes the parts: accounts, sessions and sign-in, workstations, API tokens, the audit log. */
export function createIdentity(deps: {
  readonly db: Kysely<Database>;
  readonly ownerToken: string;
  readonly audit: AuditLog;
  readonly now: Clock;
}): Identity {
  const { ownerToken, audit } = deps;
  const missing = Object.fromEntries(
    Object.keys(identityApi).map((name) => [name, () => Promise.resolve(fail('not-found'))]),
  ) as unknown as IdentityHandlers;
  return {
    handlers: { ...missing },
    credentials: ownerCredentials(ownerToken),
    audit,
  };
}
