import { Secret, TOTP } from 'otpauth';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startIntake, type RunningIntake } from '../start-intake.ts';
import {
  clientOf,
  codeOf,
  createTestSession,
  must,
  putTestCapture,
  startOpenTestIntake,
  type OpenTestIntake,
} from '../testing/test-intake.ts';
import { makePerson, setUp, signIn, testPassword, type SetUp } from '../testing/test-people.ts';

const minuteMs = 60_000;
let intake: OpenTestIntake;
let people: SetUp;
let at = Date.parse('2026-03-02T08:00:00.000Z');
const now = () => new Date(at).toISOString();
/** Another intake process on the same database. */
let other: RunningIntake;

beforeAll(async () => {
  intake = await startOpenTestIntake({ setupCodeWhen: 'first-start', now });
  people = await setUp(intake.running);
  other = await startIntake({ dataDir: intake.dataDir, databaseUrl: intake.databaseUrl, now });
});
afterAll(async () => {
  await other.close();
  await intake.remove();
});

/** A workstation of its own, since tries are counted by workstation, at the other intake process. */
async function workstationElsewhere() {
  const { code } = await must(intake.client, 'createEnrollmentCode', {});
  const { token } = await must(clientOf({ url: other.url, token: null }), 'enrollWorkstation', {
    enrollmentCode: code,
    name: 'Elsewhere',
  });
  return clientOf({ url: other.url, token });
}

/** A request with a token, to see who it is of. */
const whoIs = (token: string) => clientOf({ url: intake.running.url, token }).call('getCaller', {});

it('makes a new person choose a password before anything else, at whichever intake they come to', async () => {
  const { user, firstPassword } = await must(people.administrator, 'createUser', {
    userId: '00000000-0000-4000-8000-000000000001',
    loginName: 'Ada',
    displayName: 'Ada',
    roles: ['analyst'],
    dataRights: ['fields'],
    isFederated: false,
  });
  expect(user).toMatchObject({ loginName: 'ada', mustChangePassword: true, lastSignInAt: null });
  const elsewhere = await workstationElsewhere();
  const signedIn = await signIn(elsewhere, 'ADA ', firstPassword ?? '');
  expect(Date.parse(signedIn.expiresAt) - at).toBe(12 * 60 * minuteMs);
  const ada = clientOf({ url: intake.running.url, token: signedIn.token });
  expect(await codeOf(ada, 'listScenarios', {})).toBe('forbidden');
  expect((await must(ada, 'getCaller', {})).caller).toMatchObject({ permissions: [], dataRights: [] });

  const current = firstPassword ?? '';
  expect(await codeOf(ada, 'beginTotp', { password: current })).toBe('forbidden');
  expect(await codeOf(ada, 'changeOwnPassword', { current: testPassword, next: testPassword })).toBe(
    'sign-in-refused',
  );
  expect(await codeOf(ada, 'changeOwnPassword', { current, next: current })).toBe('password-known');
  expect(await codeOf(ada, 'changeOwnPassword', { current, next: 'ada-ada-ada-password' })).toBe(
    'password-known',
  );
  const other = await signIn(people.workstation, 'ada', current);
  await must(ada, 'changeOwnPassword', { current, next: testPassword });
  expect((await whoIs(other.token)).ok).toBe(false);
  await must(ada, 'listScenarios', {});
  expect(
    await codeOf(people.workstation, 'signIn', { loginName: 'ada', password: current, secondFactor: null }),
  ).toBe('sign-in-refused');
});

it('locks a name after ten wrong passwords, whether it exists or not, for longer each time', async () => {
  const grace = await makePerson(intake.running, people, 'grace', { roles: ['analyst'] });
  const wrong = (loginName: string) => ({ loginName, password: 'not the password', secondFactor: null });
  const there = await workstationElsewhere();
  for (const loginName of ['grace', 'nobody']) {
    const workstation = loginName === 'grace' ? there : await workstationElsewhere();
    // At once, at another intake process: no more than ten are looked at.
    const replies = await Promise.all(
      Array.from({ length: 14 }, () => workstation.call('signIn', wrong(loginName))),
    );
    const codes = replies.map((reply) => (reply.ok ? '' : reply.code)).sort();
    expect(codes).toEqual([
      ...Array.from({ length: 4 }, () => 'account-locked'),
      ...Array.from({ length: 10 }, () => 'sign-in-refused'),
    ]);
    // The right one is not looked at either.
    expect(
      await codeOf(workstation, 'signIn', { loginName, password: testPassword, secondFactor: null }),
    ).toBe('account-locked');
  }
  // Whoever guesses there keeps nobody from working here: neither who is signed in already, nor who comes now.
  await signIn(people.workstation, 'grace', testPassword);
  await must(grace.client, 'listScenarios', {});
  const locked = async () =>
    (await must(people.administrator, 'listUsers', {})).users.find(({ id }) => id === grace.id)?.lockedUntil;
  expect(Date.parse((await locked()) ?? '') - at).toBe(15 * minuteMs);

  at += 15 * minuteMs;
  for (let n = 0; n < 10; n++) expect(await codeOf(there, 'signIn', wrong('grace'))).toBe('sign-in-refused');
  expect(Date.parse((await locked()) ?? '') - at).toBe(30 * minuteMs);
  at += 30 * minuteMs;
  await signIn(there, 'grace', testPassword);
  expect(await locked()).toBeNull();

  const { entries } = await must(people.administrator, 'listAudit', { action: 'user.locked' });
  expect(entries.map(({ subject }) => subject)).toEqual([grace.id, null, grace.id]);
  const refused = await must(people.administrator, 'listAudit', {
    action: 'user.sign-in-refused',
    subject: grace.id,
  });
  expect(new Set(refused.entries.map(({ details }) => details['reason']))).toEqual(
    new Set(['locked', 'password']),
  );
});

it('takes a code of the second factor once, one step early or late, and a recovery code in its place once', async () => {
  const { id, client } = await makePerson(intake.running, people, 'emmy', { roles: ['senior'] });
  // A screen that was left open is not a way to lock its person out, or to put another phone in place of theirs.
  expect(await codeOf(client, 'beginTotp', { password: 'not the password' })).toBe('sign-in-refused');
  const { secret, uri } = await must(client, 'beginTotp', { password: testPassword });
  expect(uri).toMatch(/^otpauth:\/\/totp\/Vidimus:emmy\?/);
  const codeAt = (timestamp: number): string =>
    new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp });
  const stepMs = 30_000;

  // Not in force yet.
  await signIn(people.workstation, 'emmy', testPassword);
  expect(await codeOf(client, 'confirmTotp', { code: codeAt(at - 3 * stepMs) })).toBe('code-refused');
  const { recoveryCodes } = await must(client, 'confirmTotp', { code: codeAt(at) });
  expect(new Set(recoveryCodes).size).toBe(10);

  const workstation = await workstationElsewhere();
  const credentials = { loginName: 'emmy', password: testPassword };
  expect(await must(workstation, 'signIn', { ...credentials, secondFactor: null })).toEqual({
    kind: 'second-factor-needed',
  });
  // Used up by the confirmation; too old; too early.
  for (const code of [codeAt(at), codeAt(at - stepMs), codeAt(at + 2 * stepMs)])
    expect(await codeOf(workstation, 'signIn', { ...credentials, secondFactor: code })).toBe(
      'sign-in-refused',
    );
  const ahead = codeAt(at + stepMs);
  const twice = await Promise.all(
    [workstation, people.workstation].map((one) =>
      one.call('signIn', { ...credentials, secondFactor: ahead }),
    ),
  );
  expect(twice.map(({ ok }) => ok).sort()).toEqual([false, true]);
  const [onPaper = ''] = recoveryCodes;
  await signIn(workstation, 'emmy', testPassword, onPaper.toLowerCase());
  expect(await codeOf(workstation, 'signIn', { ...credentials, secondFactor: onPaper })).toBe(
    'sign-in-refused',
  );

  expect(await codeOf(client, 'removeTotp', { password: 'not the password' })).toBe('sign-in-refused');
  await must(client, 'removeTotp', { password: testPassword });
  await signIn(workstation, 'emmy', testPassword);

  const { entries } = await must(people.administrator, 'listAudit', {
    action: 'user.signed-in',
    subject: id,
  });
  expect(entries.map(({ details }) => details['by'])).toEqual([
    'password',
    'password-and-paper',
    'password-and-app',
    'password',
    'password',
  ]);
});

it('ends a session by signing out, unused for two hours, after twelve, and with its workstation', async () => {
  await makePerson(intake.running, people, 'sofja', { roles: ['auditor'] });
  const workstation = await workstationElsewhere();
  const isGood = async (token: string) => (await whoIs(token)).ok;
  const fresh = async () => (await signIn(workstation, 'sofja', testPassword)).token;

  const left = await fresh();
  await must(clientOf({ url: intake.running.url, token: left }), 'signOut', {});
  expect(await isGood(left)).toBe(false);

  const unused = await fresh();
  const used = await fresh();
  for (let hours = 0; hours < 12; hours++) {
    expect(await isGood(used)).toBe(true);
    at += 60 * minuteMs;
  }
  expect(await isGood(unused)).toBe(false);
  expect(await isGood(used)).toBe(false);

  const there = await fresh();
  const { caller } = await must(workstation, 'getCaller', {});
  await must(intake.client, 'revokeWorkstation', { workstationId: caller.id });
  expect(await isGood(there)).toBe(false);
});

it('takes pictures while many try passwords', async () => {
  const sessionId = await createTestSession(intake.client);
  const { workstation } = people;
  let answered = 0;
  const tries = Array.from({ length: 12 }, async (_, n) => {
    await workstation.call('signIn', { loginName: `n-${n.toString()}`, password: 'x', secondFactor: null });
    answered++;
  });
  await putTestCapture(intake.client, sessionId, 'front');
  expect(answered).toBeLessThan(12);
  await Promise.all(tries);
});

it('knows a password however the keyboard composes its letters', async () => {
  const { client } = await makePerson(intake.running, { ...people, administrator: intake.client }, 'mila', {
    roles: ['analyst'],
  });
  const composed = 'ёж пошёл по чужой тропе';
  await must(client, 'changeOwnPassword', { current: testPassword, next: composed });
  await signIn(people.workstation, 'mila', composed.normalize('NFD'));
});

it('keeps names and passwords out of the database', async () => {
  const { workstation } = people;
  await makePerson(intake.running, { administrator: intake.client, workstation }, 'hypatia', {
    roles: ['analyst'],
  });
  const rows = await intake.db.selectFrom('users').selectAll().execute();
  expect(JSON.stringify(rows)).not.toMatch(/hypatia|heron/);
  expect(rows.every(({ password }) => password?.startsWith('$argon2id$v=19$m=65536,t=3,p=1$'))).toBe(true);
});
