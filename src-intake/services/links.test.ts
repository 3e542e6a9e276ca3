import { randomUUID } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { IntakeClient } from '#shared/api/client.ts';
import type { ApiInput } from '#shared/api/contract.ts';
import { linkResendDays } from '#shared/domain/link.ts';
import { instantAfter } from '../clock.ts';
import {
  analyst,
  codeOf,
  must,
  newSessionId,
  startTestIntake,
  type TestIntake,
} from '../testing/test-intake.ts';
import { aPhone, tokenOf } from '../testing/test-phone.ts';

// Real: server, database. The clock is turned by hand.

let intake: TestIntake;
let client: IntakeClient;
let now = '2026-01-02T03:04:05.678Z';

beforeAll(async () => {
  intake = await startTestIntake({ now: () => now, publicUrl: 'https://id.example.org/' });
  client = intake.client;
});
afterAll(() => intake.remove());

function aRequest(overrides: Partial<ApiInput<'createLinks'>> = {}): ApiInput<'createLinks'> {
  return {
    requestId: randomUUID(),
    scenarioId: 'passport-selfie',
    count: 3,
    lifetimeMinutes: 60,
    clientKey: 'c-1',
    actor: analyst,
    ...overrides,
  };
}

it('makes a thousand links in one go, each with an address of its own', async () => {
  const { links } = await must(client, 'createLinks', aRequest({ count: 1000 }));
  expect(links).toHaveLength(1000);
  expect(new Set(links.map(({ url }) => url)).size).toBe(1000);
  for (const { url } of links) {
    const token = /^https:\/\/id\.example\.org\/c#([\w-]+)$/.exec(url)?.[1] ?? '';
    expect(Buffer.from(token, 'base64url')).toHaveLength(20);
  }
  expect(links[0]).toMatchObject({
    scenarioId: 'passport-selfie',
    scenarioVersion: 1,
    state: 'new',
    createdBy: analyst.id,
    createdAt: now,
    expiresAt: '2026-01-02T04:04:05.678Z',
    clientKey: 'c-1',
    sessionId: null,
  });
});

it('takes a customer’s key of at most 36 characters, for links and for sessions', async () => {
  const longest = 'ё'.repeat(36);
  const { links } = await must(client, 'createLinks', aRequest({ count: 1, clientKey: longest }));
  expect(links[0]?.clientKey).toBe(longest);
  for (const clientKey of [`${longest}x`, '']) {
    expect(await codeOf(client, 'createLinks', aRequest({ clientKey }))).toBe('invalid-request');
    const session = {
      sessionId: newSessionId(),
      scenarioId: 'passport-selfie',
      source: 'api',
      clientKey,
    } as const;
    expect(await codeOf(client, 'createSession', session)).toBe('invalid-request');
  }
});

it('answers the same addresses to the same request, at once and after a restart, and stores no token', async () => {
  const request = aRequest();
  const answers = await Promise.all(Array.from({ length: 5 }, () => must(client, 'createLinks', request)));
  for (const answer of answers) expect(answer).toEqual(answers[0]);
  expect(await codeOf(client, 'createLinks', { ...request, count: 4 })).toBe('invalid-request');
  expect(await codeOf(client, 'createLinks', aRequest({ scenarioId: 'none' }))).toBe('scenario-not-found');

  await intake.running.close();
  const token = answers[0]?.links[0]?.url.split('#')[1] ?? '';
  const files = await readdir(intake.dataDir, { recursive: true, withFileTypes: true });
  for (const entry of files.filter((file) => file.isFile()))
    expect((await readFile(join(entry.parentPath, entry.name))).includes(token)).toBe(false);

  intake = await startTestIntake({
    dataDir: intake.dataDir,
    now: () => now,
    publicUrl: 'https://id.example.org',
  });
  client = intake.client;
  expect(await must(client, 'createLinks', request)).toEqual(answers[0]);
});

it('revokes the same links at once from several sides, in any order', async () => {
  const { links } = await must(client, 'createLinks', aRequest({ count: 400 }));
  const linkIds = links.map(({ linkId }) => linkId);
  const answers = await Promise.all(
    [linkIds, [...linkIds].reverse(), [...linkIds].sort(), [...linkIds].sort().reverse()].map((ids) =>
      must(client, 'revokeLinks', { linkIds: ids, actor: analyst }),
    ),
  );
  for (const { revoked } of answers) expect([...revoked].sort()).toEqual([...linkIds].sort());
});

it('lists newest first, page by page and by state', async () => {
  const { links } = await must(client, 'createLinks', aRequest({ count: 5 }));
  const newestFirst = links.map(({ linkId }) => linkId).reverse();
  const first = await must(client, 'listLinks', { limit: 2 });
  expect(first.links.map(({ linkId }) => linkId)).toEqual(newestFirst.slice(0, 2));
  const second = await must(client, 'listLinks', { limit: 2, before: first.next ?? '' });
  expect(second.links.map(({ linkId }) => linkId)).toEqual(newestFirst.slice(2, 4));
  expect(JSON.stringify(second)).not.toMatch(/url|token/);

  const revoked = newestFirst.slice(0, 2);
  const answer = await must(client, 'revokeLinks', { linkIds: [...revoked, randomUUID()], actor: analyst });
  expect(answer.revoked.sort()).toEqual([...revoked].sort());
  const listed = await must(client, 'listLinks', { limit: 2, state: 'revoked' });
  expect(listed.links.map(({ linkId }) => linkId)).toEqual(revoked);
  const fresh = (await must(client, 'listLinks', { limit: 1000, state: 'new' })).links;
  expect(fresh.map(({ linkId }) => linkId)).not.toContain(revoked[0]);
  now = '2026-01-02T04:04:05.678Z';
  expect((await must(client, 'listLinks', { limit: 10, state: 'new' })).links).toEqual([]);
  const expired = await must(client, 'listLinks', { limit: 1, state: 'expired' });
  expect(expired.links).toMatchObject([{ state: 'expired' }]);
  expect(expired.next).toBe(expired.links[0]?.linkId);
});

it('gives a link that nobody has started another address, once for each request, while it is young and valid', async () => {
  const [link] = (await must(client, 'createLinks', aRequest({ count: 1, lifetimeMinutes: 60 * 24 * 30 })))
    .links;
  if (link === undefined) throw new Error('one was made');
  const { linkId } = link;
  const resend = (requestId: string = randomUUID()) => ({ linkId, requestId, actor: analyst });
  const open = async (url: string): Promise<string> => {
    const reply = await aPhone(intake.running.url).open(tokenOf(url));
    return reply.ok ? 'ok' : reply.code;
  };
  const request = resend();
  const answers = await Promise.all([1, 2, 3].map(() => must(client, 'resendLink', request)));
  const [second] = answers.map((answer) => answer.link);
  expect(new Set(answers.map((answer) => answer.link.url)).size).toBe(1);
  expect(second).toEqual({ ...link, url: second?.url });
  expect(second?.url).not.toBe(link.url);
  expect(await open(link.url)).toBe('link-unknown');
  expect(await open(second?.url ?? '')).toBe('ok');
  // Opened and lost: the device that has it is out, another one may begin.
  const third = (await must(client, 'resendLink', resend())).link;
  expect(third.state).toBe('new');
  expect(await open(second?.url ?? '')).toBe('link-unknown');
  const phone = aPhone(intake.running.url);
  expect(await phone.open(tokenOf(third.url))).toMatchObject({ ok: true });

  expect(await codeOf(client, 'resendLink', { ...resend(), linkId: randomUUID() })).toBe('not-found');
  now = instantAfter(now, linkResendDays * 24 * 60 * 60 * 1000);
  expect(await codeOf(client, 'resendLink', resend())).toBe('link-closed');
  now = link.createdAt;
  await must(client, 'revokeLinks', { linkIds: [linkId], actor: analyst });
  expect(await codeOf(client, 'resendLink', resend())).toBe('link-closed');
});

it('leaves a link that was started to its session', async () => {
  const [link] = (await must(client, 'createLinks', aRequest({ count: 1 }))).links;
  const phone = aPhone(intake.running.url);
  await phone.open(tokenOf(link?.url ?? ''));
  expect(await phone.consent()).toMatchObject({ ok: true });
  const request = { linkId: link?.linkId ?? '', requestId: randomUUID(), actor: analyst };
  expect(await codeOf(client, 'resendLink', request)).toBe('link-closed');
  expect(await phone.view()).toMatchObject({ ok: true });
});
