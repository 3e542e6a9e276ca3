import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  clientOf,
  codeOf,
  makeDataDir,
  must,
  startTestIntake,
  type TestIntake,
} from '../testing/test-intake.ts';
import { makePerson, setUp, type SetUp } from '../testing/test-people.ts';
import { startTestProvider, type TestProvider } from '../testing/test-provider.ts';

let provider: TestProvider;
let intake: TestIntake;
let people: SetUp;
let at = Date.parse('2026-03-02T08:00:00.000Z');

beforeAll(async () => {
  provider = await startTestProvider();
  const dataDir = await makeDataDir();
  const clientSecretFile = join(dataDir, 'oidc-secret');
  await writeFile(clientSecretFile, `${provider.clientSecret}\n`);
  intake = await startTestIntake({
    dataDir,
    setupCodeWhen: 'first-start',
    provider: {
      issuer: provider.issuer,
      clientId: provider.clientId,
      clientSecretFile,
      name: 'Example Bank',
    },
    now: () => new Date(at).toISOString(),
  });
  people = await setUp(intake.running);
});
afterAll(async () => {
  await intake.remove();
  await provider.close();
});

async function makeFederated(loginName: string): Promise<string> {
  const userId = randomUUID();
  const { firstPassword } = await must(intake.client, 'createUser', {
    userId,
    loginName,
    displayName: loginName,
    roles: ['analyst'],
    dataRights: [],
    isFederated: true,
  });
  expect(firstPassword).toBeNull();
  return userId;
}

/** A workstation of its own, since tries are counted by workstation. */
async function aWorkstation(name = 'Desk') {
  const { code } = await must(intake.client, 'createEnrollmentCode', {});
  const { token } = await must(clientOf({ url: intake.running.url, token: null }), 'enrollWorkstation', {
    enrollmentCode: code,
    name,
  });
  return clientOf({ url: intake.running.url, token });
}

/** The page that the person sees in the end. */
async function open(url: string, language = 'en') {
  const response = await fetch(url, { headers: { 'accept-language': language } });
  const html = await response.text();
  return {
    status: response.status,
    html,
    headers: response.headers,
    code: /"code">([^<]+)</.exec(html)?.[1] ?? '',
  };
}

const lastRefusal = async () => {
  const { entries } = await must(intake.client, 'listAudit', { action: 'user.sign-in-refused', limit: 1 });
  return entries[0];
};

it('says so while the provider does not answer, and works once it does', async () => {
  expect(await must(clientOf({ url: intake.running.url, token: null }), 'getSignInWays', {})).toEqual({
    isSetUp: true,
    provider: { name: 'Example Bank' },
  });
  expect(await codeOf(people.workstation, 'beginProviderSignIn', {})).toBe('provider-unavailable');
  provider.open(`${intake.running.url}/api/v1/auth/provider/callback`);
  await must(people.workstation, 'beginProviderSignIn', {});
});

it('signs in who an administrator has made an account for, with the code of the page, at the workstation that asked', async () => {
  const id = await makeFederated('ada@example.org');
  provider.people.set('s-ada', { preferred_username: 'Ada@Example.org' });
  const workstation = await aWorkstation('Desk <3> & "more"');
  const { flowId, url } = await must(workstation, 'beginProviderSignIn', {});
  expect(await codeOf(workstation, 'finishProviderSignIn', { flowId, code: 'AAAA-AAAA' })).toBe(
    'not-signed-in-yet',
  );

  const back = await provider.walk(url, 's-ada');
  const page = await open(back, 'ru-RU,ru;q=0.9,en;q=0.8');
  expect(page.status).toBe(200);
  expect(page.html).toContain('lang="ru"');
  expect(page.html).toContain('Desk &lt;3&gt; &amp; &quot;more&quot;');
  expect(page.headers.get('content-security-policy')).toContain(`default-src 'none'`);
  expect(page.headers.get('cache-control')).toBe('no-store');
  expect(page.headers.get('referrer-policy')).toBe('no-referrer');

  const elsewhere = await aWorkstation();
  expect(await codeOf(elsewhere, 'finishProviderSignIn', { flowId, code: page.code })).toBe(
    'sign-in-refused',
  );
  const { token, user } = await must(workstation, 'finishProviderSignIn', {
    flowId,
    code: page.code.toLowerCase(),
  });
  expect(user).toMatchObject({
    id,
    loginName: 'ada@example.org',
    isFederated: true,
    mustChangePassword: false,
  });
  const ada = clientOf({ url: intake.running.url, token });
  await must(ada, 'listScenarios', {});
  // The second factor and the password are the provider's.
  expect(await codeOf(ada, 'beginTotp', { password: '' })).toBe('invalid-request');
  expect(
    await codeOf(workstation, 'signIn', { loginName: 'ada@example.org', password: '', secondFactor: null }),
  ).toBe('sign-in-refused');
  // Neither code nor address a second time.
  expect(await codeOf(workstation, 'finishProviderSignIn', { flowId, code: page.code })).toBe(
    'sign-in-refused',
  );
  expect(await open(back)).toMatchObject({ status: 410, code: '' });
});

it('stays with the person, not with the name that they have at the provider', async () => {
  await makeFederated('grace');
  provider.people.set('s-grace', { preferred_username: 'grace' });
  const workstation = await aWorkstation();
  const page = async (subject: string) =>
    open(await provider.walk((await must(workstation, 'beginProviderSignIn', {})).url, subject));
  expect((await page('s-grace')).status).toBe(200);
  provider.people.set('s-grace', { preferred_username: 'grace.hopper' });
  expect((await page('s-grace')).status).toBe(200);
  provider.people.set('s-other', { preferred_username: 'grace' });
  expect((await page('s-other')).status).toBe(403);
});

it('takes no code that was shown before an administrator undid the binding or ended the sessions', async () => {
  const userId = await makeFederated('lise');
  provider.people.set('s-lise', { preferred_username: 'lise' });
  const workstation = await aWorkstation();
  const shown = async () => {
    const { flowId, url } = await must(workstation, 'beginProviderSignIn', {});
    return { flowId, code: (await open(await provider.walk(url, 's-lise'))).code };
  };
  for (const end of [
    () => must(intake.client, 'resetUser', { userId, alsoTotp: false }),
    () => must(intake.client, 'revokeUserSessions', { userId }),
  ]) {
    const before = await shown();
    await end();
    expect(await codeOf(workstation, 'finishProviderSignIn', before)).toBe('sign-in-refused');
  }
  await must(workstation, 'finishProviderSignIn', await shown());
  // Bound at the first sign-in and at the first one after the reset; both stand in the audit.
  const { entries } = await must(intake.client, 'listAudit', {
    action: 'user.provider-bound',
    subject: userId,
  });
  expect(entries).toHaveLength(2);
});

it('takes no name for another one that only looks like it', async () => {
  await makeFederated('kate');
  // KELVIN SIGN, whose lower case is the letter k.
  provider.people.set('s-kate', { preferred_username: '\u212aate' });
  const { url } = await must(await aWorkstation(), 'beginProviderSignIn', {});
  expect((await open(await provider.walk(url, 's-kate'))).status).toBe(403);
});

it('refuses and writes down whom nobody made an account for', async () => {
  await makePerson(intake.running, { ...people, administrator: intake.client }, 'local', {
    roles: ['analyst'],
  });
  const disabledId = await makeFederated('disabled');
  await must(intake.client, 'changeUser', {
    userId: disabledId,
    displayName: 'x',
    roles: ['analyst'],
    dataRights: [],
    isDisabled: true,
  });
  await makeFederated('mail@example.org');
  const verified = { preferred_username: 'someone', email: 'mail@example.org', email_verified: true };
  const workstation = await aWorkstation();
  for (const [claims, status, reason] of [
    [{ preferred_username: 'nobody' }, 403, 'provider-unknown'],
    [{ preferred_username: 'local' }, 403, 'provider-unknown'],
    [{ preferred_username: 'disabled' }, 403, 'disabled'],
    [{ ...verified, email_verified: false }, 403, 'provider-unknown'],
    [null, 403, 'provider-refused'],
    [verified, 200, undefined],
  ] as const) {
    const subject = randomUUID();
    if (claims !== null) provider.people.set(subject, claims);
    const { flowId, url } = await must(workstation, 'beginProviderSignIn', {});
    const page = await open(await provider.walk(url, claims === null ? null : subject));
    expect(page.status).toBe(status);
    if (reason === undefined) continue;
    expect((await lastRefusal())?.details).toEqual({ reason });
    expect(await codeOf(workstation, 'finishProviderSignIn', { flowId, code: 'AAAA-AAAA' })).toBe(
      'sign-in-refused',
    );
  }
});

it('refuses what was changed on the way, what is late, and who tries codes', async () => {
  await makeFederated('emmy');
  provider.people.set('s-emmy', { preferred_username: 'emmy' });
  const workstation = await aWorkstation();
  const begin = () => must(workstation, 'beginProviderSignIn', {});
  const changed = (url: string, name: string, value: string): string => {
    const parsed = new URL(url);
    parsed.searchParams.set(name, value);
    return parsed.href;
  };

  for (const name of ['nonce', 'code_challenge']) {
    const { url } = await begin();
    const back = await provider.walk(changed(url, name, 'x'.repeat(43)), 's-emmy');
    expect((await open(back)).status).toBe(403);
    expect((await lastRefusal())?.details).toEqual({ reason: 'provider-refused' });
  }
  const back = await provider.walk((await begin()).url, 's-emmy');
  expect((await open(changed(back, 'state', 'x'.repeat(43)))).status).toBe(410);
  expect((await open(changed(back, 'code', 'x'.repeat(43)))).status).toBe(403);
  // The flow is used up by that.
  expect((await open(back)).status).toBe(410);

  const tried = await begin();
  const { code } = await open(await provider.walk(tried.url, 's-emmy'));
  for (let n = 0; n < 5; n++)
    expect(
      await codeOf(workstation, 'finishProviderSignIn', { flowId: tried.flowId, code: 'AAAA-AAAA' }),
    ).toBe('sign-in-refused');
  expect(await codeOf(workstation, 'finishProviderSignIn', { flowId: tried.flowId, code })).toBe(
    'sign-in-refused',
  );

  const late = await begin();
  const page = await open(await provider.walk(late.url, 's-emmy'));
  const lateBack = await provider.walk((await begin()).url, 's-emmy');
  at += 10 * 60_000;
  expect(await codeOf(workstation, 'finishProviderSignIn', { flowId: late.flowId, code: page.code })).toBe(
    'sign-in-refused',
  );
  expect((await open(lateBack)).status).toBe(410);
});
