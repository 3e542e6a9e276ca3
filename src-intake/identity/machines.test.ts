import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ApiInput } from '#shared/api/contract.ts';
import { clientOf, codeOf, must, startOpenTestIntake, type OpenTestIntake } from '../testing/test-intake.ts';
import { setUp, signIn, testPassword, type SetUp } from '../testing/test-people.ts';

let intake: OpenTestIntake;
let people: SetUp;
let nowMs = Date.parse('2026-05-04T08:00:00.000Z');

const hourMs = 60 * 60_000;

beforeAll(async () => {
  intake = await startOpenTestIntake({
    setupCodeWhen: 'first-start',
    now: () => new Date(nowMs).toISOString(),
    // This clock goes by days; nobody is to be signed out by that.
    sessionIdleMs: 1000 * hourMs,
    sessionLongestMs: 1000 * hourMs,
  });
  people = await setUp(intake.running);
});
afterAll(() => intake.remove());

const wish = (changes: Partial<ApiInput<'createApiToken'>> = {}): ApiInput<'createApiToken'> => ({
  tokenId: randomUUID(),
  name: 'Core banking',
  scopes: ['sessions.write', 'scenarios.read'],
  dataRights: ['checks'],
  expiresAt: null,
  ...changes,
});
const as = (token: string | null) => clientOf({ url: intake.running.url, token });

it('makes a token that is good for its scopes, until it is revoked', async () => {
  const request = wish();
  const { apiToken, token } = await must(people.administrator, 'createApiToken', request);
  expect(token).toMatch(/^vdt_[\w-]{43}$/);
  expect(apiToken).toMatchObject({ createdBy: people.administratorId, lastUsedAt: null });
  expect((await must(as(token), 'getCaller', {})).caller).toEqual({
    kind: 'integration',
    id: request.tokenId,
    permissions: request.scopes,
    dataRights: request.dataRights,
  });
  expect(await codeOf(as(token), 'listUsers', {})).toBe('forbidden');
  const rows = await intake.db.selectFrom('api_tokens').selectAll().execute();
  expect(JSON.stringify(rows)).not.toContain(token.slice(4));

  const revoke = { tokenId: request.tokenId };
  const { apiToken: revoked } = await must(people.administrator, 'revokeApiToken', revoke);
  expect(await must(people.administrator, 'revokeApiToken', revoke)).toEqual({ apiToken: revoked });
  expect(await codeOf(as(token), 'getCaller', {})).toBe('unauthorized');
});

it('answers a request whose answer was lost with another token, and none once that is used', async () => {
  const request = wish();
  const first = await must(people.administrator, 'createApiToken', request);
  const second = await must(people.administrator, 'createApiToken', request);
  expect(await codeOf(as(first.token), 'getCaller', {})).toBe('unauthorized');
  expect(await codeOf(people.administrator, 'createApiToken', { ...request, name: 'Another' })).toBe(
    'token-exists',
  );
  await must(as(second.token), 'getCaller', {});
  expect(await codeOf(people.administrator, 'createApiToken', request)).toBe('token-exists');
});

it('ends a token at its time, and writes down by the minute when it was used', async () => {
  const expiresAt = new Date(nowMs + hourMs).toISOString();
  const request = wish({ expiresAt });
  const { token } = await must(people.administrator, 'createApiToken', request);
  const lastUsedAt = async () => {
    const { tokens } = await must(people.administrator, 'listApiTokens', {});
    return tokens.find(({ id }) => id === request.tokenId)?.lastUsedAt;
  };
  await must(as(token), 'getCaller', {});
  const used = new Date(nowMs).toISOString();
  expect(await lastUsedAt()).toBe(used);
  nowMs += 59_000;
  await must(as(token), 'getCaller', {});
  expect(await lastUsedAt()).toBe(used);
  nowMs += 1000;
  await must(as(token), 'getCaller', {});
  expect(await lastUsedAt()).toBe(new Date(nowMs).toISOString());
  nowMs += hourMs;
  expect(await codeOf(as(token), 'getCaller', {})).toBe('unauthorized');
  expect(await codeOf(people.administrator, 'createApiToken', wish({ expiresAt }))).toBe('invalid-request');
});

it('enrolls one workstation with a code, of however many that come with it at once', async () => {
  const { code, expiresAt } = await must(people.administrator, 'createEnrollmentCode', {});
  expect(Date.parse(expiresAt)).toBe(nowMs + 24 * hourMs);
  const stored = await intake.db.selectFrom('enrollment_codes').selectAll().execute();
  expect(JSON.stringify(stored)).not.toContain(code.replaceAll('-', ''));
  const asTyped = code.toLowerCase().replaceAll('-', ' ');
  const replies = await Promise.all(
    Array.from({ length: 8 }, (_, index) =>
      as(null).call('enrollWorkstation', { enrollmentCode: asTyped, name: `Desk ${index.toString()}` }),
    ),
  );
  const won = replies.filter((reply) => reply.ok);
  expect(won).toHaveLength(1);
  expect(replies.flatMap((reply) => (reply.ok ? [] : [reply.code]))).toEqual(
    Array.from({ length: 7 }, () => 'code-refused'),
  );
  const { token, id } = won[0]?.value ?? { token: '', id: '' };
  expect((await must(as(token), 'getCaller', {})).caller).toEqual({
    kind: 'workstation',
    id,
    permissions: ['analysis.run'],
    dataRights: ['images'],
  });
});

it('takes no code after its day, and not as many as somebody who guesses would send', async () => {
  const { code } = await must(people.administrator, 'createEnrollmentCode', {});
  nowMs += 24 * hourMs;
  const enroll = { enrollmentCode: code, name: 'Late desk' };
  expect(await codeOf(as(null), 'enrollWorkstation', enroll)).toBe('code-refused');
  const codes = new Set<string>();
  for (let guess = 0; guess < 40; guess += 1) codes.add(await codeOf(as(null), 'enrollWorkstation', enroll));
  expect(codes).toContain('too-many-requests');
});

it('revokes a workstation with whoever is signed in there', async () => {
  const { workstation, workstationId, administrator } = people;
  const signedIn = await signIn(workstation, 'first', testPassword);
  const before = await must(intake.client, 'listWorkstations', {});
  expect(before.workstations.find(({ id }) => id === workstationId)).toMatchObject({
    name: 'Front desk',
    revokedAt: null,
  });
  const { workstation: revoked } = await must(intake.client, 'revokeWorkstation', { workstationId });
  expect(revoked.revokedAt).toBe(new Date(nowMs).toISOString());
  expect(await codeOf(workstation, 'getCaller', {})).toBe('unauthorized');
  expect(await codeOf(as(signedIn.token), 'getCaller', {})).toBe('unauthorized');
  expect(await codeOf(administrator, 'listUsers', {})).toBe('unauthorized');
  const { entries } = await must(intake.client, 'listAudit', { action: 'workstation.revoked' });
  expect(entries).toMatchObject([
    { caller: { kind: 'owner' }, subject: workstationId, details: { signedOut: 2 } },
  ]);
});
