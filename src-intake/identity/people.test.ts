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

it('gives a new first password, and ends sessions and, where asked, the second factor with it', async () => {
  const { id, client } = await makePerson(intake.running, people, 'emmy', { roles: ['senior'] });
  await must(client, 'beginTotp', {});
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
