import type { ApiFailure, CallOptions, IntakeClient } from '#shared/api/client.ts';
import type { ApiErrorCode, ApiInput } from '#shared/api/contract.ts';
import { dataRights, permissions, type Caller } from '#shared/domain/identity.ts';
import type { AbortSignalLike } from '#shared/lib/abort-signal.ts';
import type { AuthState } from '#shared/rpc/identity-contract.ts';
import { connectByHttp, followIntake, type Connect } from '../intake/follow-intake.ts';
import type { IntakeSource } from '../intake/intake-source.ts';
import type { CredentialStore, WorkstationCredential } from './credential-file.ts';
import { recallCaller, rememberCaller, type TokenMemory } from './token-memory.ts';

/** What came of a call about who works here; `unauthorized` where the intake knows the workstation no more. */
type Reply<Value, Code extends string> = { readonly ok: true; readonly value: Value } | ApiFailure<Code>;
type Done<Name extends 'setUpIntake' | 'enrollWorkstation' | 'finishProviderSignIn'> =
  { readonly ok: true } | ApiFailure<ApiErrorCode<Name>>;

/** Who works at this workstation, and its clients of the intake in each name. */
export interface WorkstationIdentity {
  /** In the workstation's own name: it analyzes, and lets people sign in. `offline` while it is not enrolled. */
  readonly machine: IntakeClient;
  /**
   * In the name of whoever works here, whoever that is at the moment of the call; `unauthorized` where nobody does any more, also to
   * calls that were under way when the person's session ended.
   */
  readonly person: IntakeClient;
  /** The same for one person and nobody else; undefined when that one does not work here now. */
  personOf(userId: string): IntakeClient | undefined;
  state(signal: AbortSignal): Promise<Reply<AuthState, 'offline'>>;
  setUp(input: ApiInput<'setUpIntake'>, signal: AbortSignal): Promise<Done<'setUpIntake'>>;
  enroll(input: ApiInput<'enrollWorkstation'>, signal: AbortSignal): Promise<Done<'enrollWorkstation'>>;
  signIn(
    input: ApiInput<'signIn'>,
    signal: AbortSignal,
  ): Promise<Reply<{ readonly kind: 'signed-in' | 'second-factor-needed' }, ApiErrorCode<'signIn'>>>;
  finishProvider(
    input: ApiInput<'finishProviderSignIn'>,
    signal: AbortSignal,
  ): Promise<Done<'finishProviderSignIn'>>;
  /** Ends the person's session at the intake, as far as that can be reached, and here. */
  signOut(): Promise<void>;
}

export interface WorkstationIdentityDeps {
  readonly source: Pick<IntakeSource, 'mode' | 'getAddress'>;
  readonly credentials: CredentialStore;
  readonly tokenMemory: TokenMemory;
  /** The id of whoever works here where nobody signs in. */
  readonly localUserId: string;
  /** Called whenever somebody else works here than a moment ago, or nobody: what was kept for the one before is to be forgotten. */
  readonly onPersonChanged: () => void;
  readonly connect?: Connect;
}

/** A person's session at the intake. The token lives in its client: in memory, and gone with the process. */
interface Session {
  readonly userId: string;
  readonly client: IntakeClient;
  readonly ended: AbortController;
  /** What the person may read, as the intake said last; undefined until it has. */
  dataRights?: string;
}

const owner: Caller = {
  kind: 'owner',
  id: 'owner',
  permissions: [...permissions],
  dataRights: [...dataRights],
};
const unauthorized = { ok: false, code: 'unauthorized' } as const;
const offline = { ok: false, code: 'offline' } as const;
const done = { ok: true } as const;
/** A sign-out that takes longer is not waited for: the session ends by itself. */
const signOutMs = 3000;

/**
 * Who works here. With an embedded intake, or the owner's token of a remote one, whoever uses this account of the operating system does.
 * With any other remote intake people sign in, and the workstation has a credential of its own: the given token if it is a
 * workstation's, or what enrollment brought, which `credentials` keeps. `tokenMemory` keeps whose the given token is, so that an owner's
 * workstation opens its local copy while the intake is away.
 */
export function createWorkstationIdentity(deps: WorkstationIdentityDeps): WorkstationIdentity {
  const { source, credentials, tokenMemory, localUserId, onPersonChanged, connect = connectByHttp } = deps;
  let credential: WorkstationCredential | undefined;
  let credentialRead: Promise<void> | undefined;
  /** Whose token was given by file, once the intake has said so. */
  let given: Caller | undefined;
  let session: Session | undefined;

  const anybody = followIntake(() => {
    const place = source.getAddress();
    return place && { url: place.url, token: null };
  }, connect);
  const machine = followIntake(() => {
    const place = source.getAddress();
    if (place === undefined) return undefined;
    if (place.token !== null) return place;
    return credential?.url === place.url ? { url: place.url, token: credential.token } : undefined;
  }, connect);
  const withoutSignIn: IntakeClient = {
    call: async (name, input, options) => refusedIsOffline(await machine.call(name, input, options)),
    putCapture: async (input) => refusedIsOffline(await machine.putCapture(input)),
    getCapture: async (id, options) => refusedIsOffline(await machine.getCapture(id, options)),
  };

  function isWithoutSignIn(): boolean {
    return source.mode === 'embedded' || (given !== undefined && given.kind !== 'workstation');
  }

  function readyWithoutSignIn(caller: Caller): Reply<AuthState, 'offline'> {
    return { ok: true, value: { state: 'ready', userId: localUserId, caller, user: null } };
  }

  function end(ended: Session): void {
    ended.ended.abort();
    if (session !== ended) return;
    session = undefined;
    onPersonChanged();
  }

  /** Asks in a person's name for as long as the session lasts. */
  async function inName<Answer extends { readonly ok: boolean }>(
    of: Session,
    signal: AbortSignalLike | undefined,
    ask: (signal: AbortSignal) => Promise<Answer>,
  ): Promise<Answer | typeof unauthorized> {
    const own = signal as AbortSignal | undefined;
    try {
      const answer = await ask(
        AbortSignal.any(own === undefined ? [of.ended.signal] : [of.ended.signal, own]),
      );
      if (!answer.ok && 'code' in answer && answer.code === 'unauthorized') end(of);
      return answer;
    } catch (error) {
      if (of.ended.signal.aborted && own?.aborted !== true) return unauthorized;
      throw error;
    }
  }

  function begin({ token, user }: { readonly token: string; readonly user: { readonly id: string } }): void {
    const place = source.getAddress();
    if (place === undefined) return;
    const before = session;
    const raw = connect({ url: place.url, token });
    const begun: Session = {
      userId: user.id,
      ended: new AbortController(),
      client: {
        call: (name, input, options) =>
          inName(begun, options?.signal, (signal) => raw.call(name, input, { signal })),
        putCapture: (input) => inName(begun, input.signal, (signal) => raw.putCapture({ ...input, signal })),
        getCapture: (id, options) =>
          inName(begun, options?.signal, (signal) => raw.getCapture(id, { signal })),
      },
    };
    session = begun;
    before?.ended.abort();
    onPersonChanged();
  }

  function currentPerson(): IntakeClient | undefined {
    return isWithoutSignIn() ? withoutSignIn : session?.client;
  }

  async function keep(id: string, token: string): Promise<void> {
    const place = source.getAddress();
    if (place === undefined) return;
    const fresh = { url: place.url, workstationId: id, token };
    await credentials.write(fresh);
    credential = fresh;
  }

  /** A workstation that the intake does not know, or knows no more. */
  async function askToJoin(isRefused: boolean, options: CallOptions): Promise<Reply<AuthState, 'offline'>> {
    const ways = await anybody.call('getSignInWays', {}, options);
    if (!ways.ok) return awayOrBug(ways);
    return { ok: true, value: ways.value.isSetUp ? { state: 'enroll', isRefused } : { state: 'set-up' } };
  }

  return {
    machine,
    person: {
      call: async (name, input, options) => currentPerson()?.call(name, input, options) ?? unauthorized,
      putCapture: async (input) => currentPerson()?.putCapture(input) ?? unauthorized,
      getCapture: async (id, options) => currentPerson()?.getCapture(id, options) ?? unauthorized,
    },

    personOf(userId) {
      if (isWithoutSignIn()) return userId === localUserId ? withoutSignIn : undefined;
      return session?.userId === userId ? session.client : undefined;
    },

    async state(signal) {
      const options = { signal };
      if (source.mode === 'embedded') return readyWithoutSignIn(owner);
      const place = source.getAddress();
      if (place === undefined) return offline;
      if (place.token === null) {
        credentialRead ??= credentials.read().then((kept) => {
          credential ??= kept;
        });
        await credentialRead;
        if (credential?.url !== place.url) return askToJoin(false, options);
      }

      const working = session;
      if (working !== undefined) {
        const reply = await working.client.call('getCaller', {}, options);
        if (reply.ok) {
          const { caller, user } = reply.value;
          const rights = caller.dataRights.join();
          // What was read under other rights is to be forgotten as if somebody else had read it.
          if (working.dataRights !== undefined && working.dataRights !== rights) onPersonChanged();
          working.dataRights = rights;
          return { ok: true, value: { state: 'ready', userId: working.userId, caller, user } };
        }
        if (reply.code !== 'unauthorized') return awayOrBug(reply);
      }

      const known = await machine.call('getCaller', {}, options);
      if (!known.ok && known.code === 'unauthorized') {
        if (place.token === null) return askToJoin(true, options);
        // A token that was taken back opens the local copy no more.
        given = undefined;
        await tokenMemory.remove();
        return offline;
      }
      if (!known.ok && place.token !== null) {
        // While the intake is away, whoever may read the token's file goes on with the local copy.
        given ??= await recallCaller(tokenMemory, place);
        if (given !== undefined && given.kind !== 'workstation') return readyWithoutSignIn(given);
      }
      if (!known.ok) return awayOrBug(known);
      const { caller } = known.value;
      if (place.token !== null) {
        given = caller;
        await rememberCaller(tokenMemory, place, caller);
      }
      if (caller.kind !== 'workstation') return readyWithoutSignIn(caller);
      const ways = await anybody.call('getSignInWays', {}, options);
      if (!ways.ok) return awayOrBug(ways);
      return { ok: true, value: { state: 'sign-in', provider: ways.value.provider } };
    },

    async setUp(input, signal) {
      const reply = await anybody.call('setUpIntake', input, { signal });
      if (!reply.ok) return reply;
      const { workstation, signedIn } = reply.value;
      await keep(workstation.id, workstation.token);
      begin(signedIn);
      return done;
    },

    async enroll(input, signal) {
      const reply = await anybody.call('enrollWorkstation', input, { signal });
      if (!reply.ok) return reply;
      await keep(reply.value.id, reply.value.token);
      return done;
    },

    async signIn(input, signal) {
      const reply = await machine.call('signIn', input, { signal });
      if (!reply.ok) return reply;
      if (reply.value.kind === 'signed-in') begin(reply.value);
      return { ok: true, value: { kind: reply.value.kind } };
    },

    async finishProvider(input, signal) {
      const reply = await machine.call('finishProviderSignIn', input, { signal });
      if (!reply.ok) return reply;
      begin(reply.value);
      return done;
    },

    async signOut() {
      const leaving = session;
      if (leaving === undefined) return;
      try {
        await leaving.client.call('signOut', {}, { signal: AbortSignal.timeout(signOutMs) });
      } catch {
        // Out of time, or what answers is no intake: the session at the intake ends when it was not used for long.
      }
      end(leaving);
    },
  };
}

/** Where nobody can sign in, a refused token keeps the workstation offline as surely as a cut cable. */
function refusedIsOffline<Answer extends { readonly ok: boolean }>(answer: Answer): Answer | typeof offline {
  return !answer.ok && 'code' in answer && answer.code === 'unauthorized' ? offline : answer;
}

function awayOrBug({ code }: { readonly code: string }): typeof offline {
  if (code === 'offline' || code === 'too-many-requests') return offline;
  throw new Error(`the intake answered ${code}`);
}
