import type { ApiFailure, ApiReply, IntakeClient } from '#shared/api/client.ts';
import type { ApiCallName, ApiInput } from '#shared/api/contract.ts';
import { rpcContract, type RpcCallName } from '#shared/rpc/contract.ts';
import type { WorkstationIdentity } from '../identity/workstation-identity.ts';
import type { RpcContext, RpcHandlers, RpcResult } from './handlers.ts';
import { offlineOrBug } from './offline-or-bug.ts';

/** Which call of the intake a call of the page is, word for word, in the name of the person who is signed in. */
const passedOn = {
  'auth.changePassword': 'changeOwnPassword',
  'auth.beginTotp': 'beginTotp',
  'auth.confirmTotp': 'confirmTotp',
  'auth.removeTotp': 'removeTotp',
  'people.listNames': 'listNames',
  'people.listUsers': 'listUsers',
  'people.createUser': 'createUser',
  'people.changeUser': 'changeUser',
  'people.resetUser': 'resetUser',
  'people.signOutUser': 'revokeUserSessions',
  'people.listTokens': 'listApiTokens',
  'people.createToken': 'createApiToken',
  'people.revokeToken': 'revokeApiToken',
  'people.listWorkstations': 'listWorkstations',
  'people.createEnrollmentCode': 'createEnrollmentCode',
  'people.revokeWorkstation': 'revokeWorkstation',
  'audit.list': 'listAudit',
  'audit.verify': 'verifyAudit',
} as const satisfies Partial<Record<RpcCallName, ApiCallName>>;

type PassedOn = keyof typeof passedOn;
type IdentityCalls = Extract<RpcCallName, `auth.${string}` | `people.${string}` | `audit.${string}`>;

export interface IdentityHandlersDeps {
  readonly identity: WorkstationIdentity;
  /** Opens an address in the system's browser; null where the page itself is in a browser. */
  readonly openExternal: ((url: string) => Promise<void>) | null;
}

/** Who works here, and the intake's calls about people, tokens, workstations and the audit. */
export function createIdentityHandlers({
  identity,
  openExternal,
}: IdentityHandlersDeps): Pick<RpcHandlers, IdentityCalls> {
  return {
    async 'auth.state'(_input, { signal }) {
      const reply = await identity.state(signal);
      return reply.ok ? reply : { ok: false, code: reply.code };
    },
    async 'auth.setUp'(input, { signal }) {
      const reply = await identity.setUp(input, signal);
      return reply.ok ? { ok: true, value: {} } : refusal('auth.setUp', reply);
    },
    async 'auth.enroll'(input, { signal }) {
      const reply = await identity.enroll(input, signal);
      return reply.ok ? { ok: true, value: {} } : refusal('auth.enroll', reply);
    },
    async 'auth.signIn'(input, { signal }) {
      const reply = await identity.signIn(input, signal);
      return reply.ok ? reply : refusal('auth.signIn', reply);
    },
    async 'auth.signOut'() {
      await identity.signOut();
      return { ok: true, value: {} };
    },
    async 'auth.beginProvider'(_input, { signal }) {
      const reply = await identity.machine.call('beginProviderSignIn', {}, { signal });
      if (!reply.ok) return refusal('auth.beginProvider', reply);
      // Whatever else an intake may answer is nothing to hand to the system.
      if (!/^https?:\/\//.test(reply.value.url))
        throw new Error('the address of the provider is not http(s)');
      await openExternal?.(reply.value.url);
      return { ok: true, value: { ...reply.value, isOpened: openExternal !== null } };
    },
    async 'auth.finishProvider'(input, { signal }) {
      const reply = await identity.finishProvider(input, signal);
      return reply.ok ? { ok: true, value: {} } : refusal('auth.finishProvider', reply);
    },
    ...passOn(identity.person),
  };
}

/** One handler for each call that is passed on: `passedOn` holds the names, the contracts hold the shapes to be the same. */
function passOn(intake: Pick<IntakeClient, 'call'>): Pick<RpcHandlers, PassedOn> {
  const handlers = Object.entries(passedOn).map(([name, apiName]) => [
    name,
    async (input: ApiInput<typeof apiName>, { signal }: RpcContext) => {
      const reply: ApiReply<typeof apiName> = await intake.call(apiName, input, { signal });
      return reply.ok ? reply : refusal(name as PassedOn, reply);
    },
  ]);
  return Object.fromEntries(handlers) as Pick<RpcHandlers, PassedOn>;
}

/** A refusal that the page's call declares; otherwise what any call may come to. */
function refusal<N extends RpcCallName>(
  name: N,
  { code }: ApiFailure<string>,
): Extract<RpcResult<N>, { ok: false }> {
  const declared = (rpcContract[name].errors as readonly string[]).includes(code);
  return (declared ? { ok: false, code } : offlineOrBug(code)) as Extract<RpcResult<N>, { ok: false }>;
}
