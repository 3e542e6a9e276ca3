import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApiInput } from '#shared/api/contract.ts';
import { clientOf, codeOf, must, startOpenTestIntake, type OpenTestIntake } from '../testing/test-intake.ts';
import { makePerson, setUp, signIn, testPassword, type SetUp } from '../testing/test-people.ts';

let intake: OpenTestIntake;
let people: SetUp;

beforeAll(async () => {
  intake = await startOpenTestIntake({ setupCodeWhen: 'first-start' });
  people = await setUp(intake.running);
});
afterAll(() => intake.remove());

const wish = (loginName: string): ApiInput<'createUser'> => ({
  userId: randomUUID(),
  loginName,
  displayName: loginName,
  roles: ['analyst'],
  dataRights: [],
  isFederated: false,
});

it('makes an account once, however often it is asked, and no second of the same name', async () => {
  const ada = wish('ada');
  const first = await must(people.administrator, 'createUser', ada);
  expect(await must(people.administrator, 'createUser', ada)).toEqual(first);
  expect(await codeOf(people.administrator, 'createUser', { ...ada, userId: randomUUID() })).toBe(
    'user-exists',
  );
  await signIn(people.workstation, 'ada', first.firstPassword ?? '');
  // It tells a first password to who made the account alone: another administrator's reset is written down, and ends it.
  const grace = wish('grace-w');
  await must(people.administrator, 'createUser', grace);
  expect(await codeOf(intake.client, 'createUser', grace)).toBe('user-exists');
  const { entries } = await must(intake.client, 'listAudit', { subject: grace.userId });
  expect(entries.map(({ action }) => action)).toEqual(['user.created']);
  // The first password was used: it is not told again.
  expect(await codeOf(people.administrator, 'createUser', ada)).toBe('user-exists');
});

it('counts changed roles and a disabled account from the next request on', async () => {
  const { id, client } = await makePerson(intake.running, people, 'grace', { roles: ['analyst'] });
  const change = (changes: Partial<ApiInput<'changeUser'>>) =>
    must(people.administrator, 'changeUser', {
      userId: id,
      displayName: 'Grace',
      roles: ['analyst'],
      dataRights: [],
      isDisabled: false,
      ...changes,
    });
  expect(await codeOf(client, 'listUsers', {})).toBe('forbidden');
  await change({ roles: ['administrator'], dataRights: ['checks'] });
  await must(client, 'listUsers', {});
  expect((await must(client, 'getCaller', {})).caller.dataRights).toEqual(['checks']);
  await change({ roles: [] });
  expect(await codeOf(client, 'listScenarios', {})).toBe('forbidden');
  const { user } = await change({ isDisabled: true });
  expect(user).toMatchObject({ displayName: 'Grace', loginName: 'grace', isDisabled: true });
  expect(await codeOf(client, 'listScenarios', {})).toBe('unauthorized');
  const again = { loginName: 'grace', password: testPassword, secondFactor: null };
  expect(await codeOf(people.workstation, 'signIn', again)).toBe('sign-in-refused');
  // What was signed in before does not come back.
  await change({});
  expect(await codeOf(client, 'listScenarios', {})).toBe('unauthorized');
});

it('keeps one administrator, also when two take the role from each other at once', async () => {
  const second = await makePerson(intake.running, people, 'second', { roles: ['administrator'] });
  const retire = { displayName: 'x', roles: [], dataRights: [], isDisabled: false };
  const replies = await Promise.all([
    people.administrator.call('changeUser', { ...retire, userId: second.id }),
    second.client.call('changeUser', { ...retire, userId: people.administratorId }),
  ]);
  expect(replies.filter(({ ok }) => ok)).toHaveLength(1);
  const { users } = await must(intake.client, 'listUsers', {});
  const [left, ...others] = users.filter(({ roles }) => roles.includes('administrator'));
  expect(others).toEqual([]);
  const last = { displayName: 'x', dataRights: [], roles: [...(left?.roles ?? [])] };
  expect(
    await codeOf(intake.client, 'changeUser', { ...last, userId: left?.id ?? '', isDisabled: true }),
  ).toBe('last-administrator');
  await must(intake.client, 'changeUser', {
    ...last,
    userId: people.administratorId,
    roles: ['administrator'],
    isDisabled: false,
  });
});

it('writes down a change once, however often it is sent, and nothing where nothing changes', async () => {
  const { id } = await makePerson(intake.running, people, 'mileva', { roles: ['analyst'] });
  const change = {
    userId: id,
    displayName: 'Mileva',
    roles: ['auditor' as const],
    dataRights: [],
    isDisabled: false,
  };
  const first = await must(intake.client, 'changeUser', change);
  expect(await must(intake.client, 'changeUser', change)).toEqual(first);
  await must(intake.client, 'revokeUserSessions', { userId: id });
  expect(await must(intake.client, 'revokeUserSessions', { userId: id })).toEqual({ ended: 0 });
  const { entries } = await must(intake.client, 'listAudit', { subject: id, limit: 2 });
  expect(entries.map(({ action }) => action)).toEqual(['user.sessions-revoked', 'user.changed']);
});

it('leaves nothing in force of somebody who manages people no more: neither their codes nor what they have just asked for', async () => {
  const leaving = await makePerson(intake.running, people, 'leaving', { roles: ['administrator'] });
  const other = await makePerson(intake.running, people, 'other-one', { roles: ['analyst'] });
  const { code } = await must(leaving.client, 'createEnrollmentCode', {});
  const retire = { displayName: 'x', roles: [], dataRights: [], isDisabled: false };
  // Their last wish waits for the lock that the retirement holds.
  const [retired, last] = await intake.db.transaction().execute(async (trx) => {
    await trx.selectFrom('users').select('id').where('id', '=', leaving.id).forUpdate().execute();
    const both = [
      intake.client.call('changeUser', { ...retire, userId: leaving.id }),
      new Promise((resolve) => setTimeout(resolve, 300)).then(() =>
        leaving.client.call('changeUser', { ...retire, userId: other.id, roles: ['administrator'] }),
      ),
    ] as const;
    await new Promise((resolve) => setTimeout(resolve, 600));
    return both;
  });
  expect(await retired).toMatchObject({ ok: true });
  expect(await last).toEqual({ ok: false, code: 'forbidden' });
  const enroll = { enrollmentCode: code, name: 'A desk of their own' };
  expect(await codeOf(clientOf({ url: intake.running.url, token: null }), 'enrollWorkstation', enroll)).toBe(
    'code-refused',
  );
});

it('tells people what those are called whose ids they see, disabled ones too, and programs nothing', async () => {
  const { client } = await makePerson(intake.running, people, 'reader-of-names', { roles: ['analyst'] });
  const gone = await makePerson(intake.running, people, 'gone', { roles: ['analyst'] });
  const disable = { displayName: 'Gone Away', roles: [], dataRights: [], isDisabled: true };
  await must(intake.client, 'changeUser', { ...disable, userId: gone.id });
  const { names } = await must(client, 'listNames', {});
  expect(names).toContainEqual({ kind: 'user', id: gone.id, name: 'Gone Away' });
  expect(names).toContainEqual({ kind: 'workstation', id: people.workstationId, name: 'Front desk' });
  // Neither the name that signs in nor anything else.
  expect(JSON.stringify(names)).not.toContain('"gone"');
  const { token } = await must(intake.client, 'createApiToken', {
    tokenId: randomUUID(),
    name: 'A program',
    scopes: ['sessions.read', 'audit.read'],
    dataRights: [],
    expiresAt: null,
  });
  expect(await codeOf(clientOf({ url: intake.running.url, token }), 'listNames', {})).toBe('forbidden');
});

it('gives a new first password, and ends sessions and, where asked, the second factor with it', async () => {
  const { id, client } = await makePerson(intake.running, people, 'emmy', { roles: ['senior'] });
  await must(client, 'beginTotp', { password: testPassword });
  await intake.db
    .updateTable('users')
    .set((eb) => ({ sealed_totp: eb.ref('sealed_next_totp') }))
    .where('id', '=', id)
    .execute();
  const password = { loginName: 'emmy', secondFactor: null };
  const kept = await must(intake.client, 'resetUser', { userId: id, alsoTotp: false });
  expect(await codeOf(client, 'listScenarios', {})).toBe('unauthorized');
  expect(await codeOf(people.workstation, 'signIn', { ...password, password: testPassword })).toBe(
    'sign-in-refused',
  );
  expect(
    await must(people.workstation, 'signIn', { ...password, password: kept.firstPassword ?? '' }),
  ).toEqual({
    kind: 'second-factor-needed',
  });
  const reset = await must(intake.client, 'resetUser', { userId: id, alsoTotp: true });
  expect(reset.user).toMatchObject({ hasTotp: false, mustChangePassword: true });
  const { token } = await signIn(people.workstation, 'emmy', reset.firstPassword ?? '');
  expect(await must(intake.client, 'revokeUserSessions', { userId: id })).toEqual({ ended: 1 });
  expect(await codeOf(clientOf({ url: intake.running.url, token }), 'getCaller', {})).toBe('unauthorized');
  const { entries } = await must(intake.client, 'listAudit', { subject: id });
  expect(entries.map(({ action }) => action)).toEqual([
    'user.sessions-revoked',
    'user.signed-in',
    'user.totp-reset',
    'user.password-reset',
    'user.sign-in-refused',
    'user.password-reset',
    'user.password-changed',
    'user.signed-in',
    'user.created',
  ]);
  expect(await must(intake.client, 'verifyAudit', {})).toMatchObject({ brokenAt: null });
});

it('tells a person who was signed out nothing more, not in a long poll that runs, nor after it', async () => {
  const { id, client } = await makePerson(intake.running, people, 'sofja', { roles: ['analyst'] });
  const { cursor } = await must(client, 'readFeed', { after: 0, waitMs: 0 });
  const poll = client.call('readFeed', { after: cursor, waitMs: 1500 });
  await must(intake.client, 'revokeUserSessions', { userId: id });
  const answer = await poll;
  expect(answer.ok ? answer.value.events : []).toEqual([]);
  expect(await codeOf(client, 'readFeed', { after: cursor, waitMs: 1500 })).toBe('unauthorized');
});
