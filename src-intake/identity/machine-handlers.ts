import { fail, succeed } from '../errors.ts';
import type { ApiTokens } from './api-tokens.ts';
import type { AuditLog } from './audit-log.ts';
import { mustBeKnown } from './authorize.ts';
import type { IdentityHandlers } from './identity-handlers.ts';
import type { RateLimit } from './rate-limit.ts';
import type { Workstations } from './workstations.ts';

type MachineCalls =
  | 'enrollWorkstation'
  | 'listApiTokens'
  | 'createApiToken'
  | 'revokeApiToken'
  | 'listWorkstations'
  | 'createEnrollmentCode'
  | 'revokeWorkstation'
  | 'listAudit'
  | 'verifyAudit';

/** The calls about programs and machines, and about what everybody did. `enrollments` holds off who guesses codes. */
export function createMachineHandlers(deps: {
  readonly tokens: ApiTokens;
  readonly workstations: Workstations;
  readonly audit: AuditLog;
  readonly enrollments: RateLimit;
}): Pick<IdentityHandlers, MachineCalls> {
  const { tokens, workstations, audit, enrollments } = deps;
  return {
    enrollWorkstation: async ({ enrollmentCode, name }, { address }) =>
      // By address: whoever has many finds no code of 80 bits either, and must not keep the others from enrolling.
      (await enrollments.take(address))
        ? workstations.enrollWithCode(enrollmentCode, name)
        : fail('too-many-requests'),
    listApiTokens: async () => succeed({ tokens: await tokens.list() }),
    createApiToken: (input, { caller }) => tokens.create(input, mustBeKnown(caller)),
    revokeApiToken: ({ tokenId }, { caller }) => tokens.revoke(tokenId, mustBeKnown(caller)),
    listWorkstations: async () => succeed({ workstations: await workstations.list() }),
    createEnrollmentCode: async (_, { caller }) =>
      succeed(await workstations.createCode(mustBeKnown(caller))),
    revokeWorkstation: ({ workstationId }, { caller }) =>
      workstations.revoke(workstationId, mustBeKnown(caller)),
    listAudit: async (filter) => succeed(await audit.list(filter)),
    verifyAudit: async () => succeed(await audit.verify()),
  };
}
