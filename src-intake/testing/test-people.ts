import { randomUUID } from 'node:crypto';
import type { IntakeClient } from '#shared/api/client.ts';
import type { ApiInput, ApiOutput } from '#shared/api/contract.ts';
import type { DataRight, Role } from '#shared/domain/identity.ts';
import type { RunningIntake } from '../start-intake.ts';
import { clientOf, must } from './test-intake.ts';

/** Nobody's, anywhere. */
export const testPassword = 'a heron stands in cold water';

/** What a set-up takes, with a code. */
export function aSetUp(setupCode: string): ApiInput<'setUpIntake'> {
  return {
    setupCode,
    loginName: 'first',
    displayName: 'First Administrator',
    password: testPassword,
    workstationName: 'Front desk',
  };
}

/** An intake that was set up: its first administrator, and the workstation that it was done at. */
export interface SetUp {
  readonly administrator: IntakeClient;
  readonly administratorId: string;
  readonly workstation: IntakeClient;
  readonly workstationId: string;
}

export async function setUp(running: RunningIntake): Promise<SetUp> {
  const { url, setupCode } = running;
  if (setupCode === null) throw new Error('no setup code was made');
  const { workstation, signedIn } = await must(
    clientOf({ url, token: null }),
    'setUpIntake',
    aSetUp(setupCode),
  );
  return {
    administrator: clientOf({ url, token: signedIn.token }),
    administratorId: signedIn.user.id,
    workstation: clientOf({ url, token: workstation.token }),
    workstationId: workstation.id,
  };
}

/** Signs in and must succeed. */
export async function signIn(
  workstation: IntakeClient,
  loginName: string,
  password: string,
  secondFactor: string | null = null,
): Promise<Extract<ApiOutput<'signIn'>, { kind: 'signed-in' }>> {
  const answer = await must(workstation, 'signIn', { loginName, password, secondFactor });
  if (answer.kind !== 'signed-in') throw new Error(answer.kind);
  return answer;
}

/** Somebody with {@link testPassword}, signed in at the workstation. */
export async function makePerson(
  intake: { readonly url: string },
  { administrator, workstation }: Pick<SetUp, 'administrator' | 'workstation'>,
  loginName: string,
  person: { readonly roles: readonly Role[]; readonly dataRights?: readonly DataRight[] },
): Promise<{ readonly id: string; readonly client: IntakeClient }> {
  const { user, firstPassword } = await must(administrator, 'createUser', {
    userId: randomUUID(),
    loginName,
    displayName: loginName,
    roles: [...person.roles],
    dataRights: [...(person.dataRights ?? [])],
    isFederated: false,
  });
  const { token } = await signIn(workstation, loginName, firstPassword ?? '');
  const client = clientOf({ url: intake.url, token });
  await must(client, 'changeOwnPassword', { current: firstPassword ?? '', next: testPassword });
  return { id: user.id, client };
}
