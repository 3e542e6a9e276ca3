import type { identityApi } from '#shared/api/identity-contract.ts';
import type { CallHandlers } from '../routes/register-calls.ts';

/** What the calls about people, tokens and workstations are answered with. */
export type IdentityHandlers = Pick<CallHandlers, keyof typeof identityApi>;
