import { must } from '#shared/lib/invariant.ts';
import { fail, succeed } from '../errors.ts';
import type { ApiTokens } from './api-tokens.ts';
import type { AuditLog } from './audit-log.ts';
import type { IdentityHandlers } from './identity-handlers.ts';
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
  readonly enrollments: { take(key: string): boolean };
}): Pick<IdentityHandlers, MachineCalls> {
  const { tokens, workstations, audit, enrollments } = deps;
  return {
    enrollWorkstation: async ({ enrollmentCode, name }) =>
      // One for everybody: a code is good for a day and has 80 bits, and a caller without a credential has as many addresses as it likes.
      enrollments.take('all') ? workstations.enrollWithCode(enrollmentCode, name) : fail('too-many-requests'),
    listApiTokens: async () => succeed({ tokens: await tokens.list() }),
    createApiToken: (input, { caller }) => tokens.create(input, must(caller, 'not a public call')),
    revokeApiToken: ({ tokenId }, { caller }) => tokens.revoke(tokenId, must(caller, 'not a public call')),
    listWorkstations: async () => succeed({ workstations: await workstations.list() }),
    createEnrollmentCode: async (_, { caller }) =>
      succeed(await workstations.createCode(must(caller, 'not a public call'))),
    revokeWorkstation: ({ workstationId }, { caller }) =>
      workstations.revoke(workstationId, must(caller, 'not a public call')),
    listAudit: async (filter) => succeed(await audit.list(filter)),
    verifyAudit: async () => succeed(await audit.verify()),
  };
}
