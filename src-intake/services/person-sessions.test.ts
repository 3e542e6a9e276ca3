import { randomUUID } from 'node:crypto';
import { jwtVerify } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { IntakeClient } from '#shared/api/client.ts';
import { passportAndSelfie } from '#shared/domain/scenario.ts';
import type { Log } from '../log.ts';
import { anAnalysis } from '../testing/an-analysis.ts';
import {
  analyst,
  makeTestScenario,
  must,
  startOpenTestIntake,
  type OpenTestIntake,
} from '../testing/test-intake.ts';
import { aDevice, aPhone, tokenOf, type TestPhone } from '../testing/test-phone.ts';
import { createScenarioSecrets, type ScenarioSecrets } from './scenario-secrets.ts';

// Real: server, database, signatures. The clock is turned by hand, and a test is the agent.

let secrets: ScenarioSecrets;
let intake: OpenTestIntake;
let client: IntakeClient;
let now = '2026-01-02T03:04:05.678Z';
const start = now;
const logged: unknown[] = [];
const log: Log = { info: (line) => logged.push(line), unexpected: (event) => logged.push(event) };
const scenarioId = 'with-redirect';
let urls: string[] = [];

beforeAll(async () => {
  intake = await startOpenTestIntake({ now: () => now, log, trustedProxies: ['127.0.0.1'] });
  const { db, keyring } = intake;
  secrets = createScenarioSecrets({ db, keyring, now: () => now });
  client = intake.client;
  const { capturePage } = passportAndSelfie;
  await makeTestScenario(client, scenarioId, {
    capturePage: { ...capturePage, redirectUrl: 'https://bank.example/done?x=1' },
  });
});
afterAll(async () => {
  await intake.remove();
  expect(logged).toEqual([]);
});
beforeEach(async () => {
  now = start;
  // More people than one address may be at once are another test's matter.
  const { links } = await must(client, 'createLinks', {
    requestId: randomUUID(),
    scenarioId,
    count: 2,
    lifetimeMinutes: 60,
    clientKey: 'c-7',
    actor: analyst,
  });
  urls = links.map(({ url }) => url);
});

const phone = (): TestPhone => aPhone(intake.running.url);
const token = (): string => tokenOf(urls[0] ?? '');

/** Analyzes what waits, as an agent would. */
async function analyze(outcome: 'approve' | 'ask-again' | 'decline'): Promise<void> {
  const { lease } = await must(client, 'takeLease', { agentId: 'a', waitMs: 5000 });
  const analysis = { ...anAnalysis(), verdict: { outcome, reasons: [] } };
  await must(client, 'completeLease', { leaseId: lease?.leaseId ?? '', analysis });
}

it('leads a person from the link to the signed end, over an attempt that has to be repeated', async () => {
  const person = phone();
  expect(await person.open(token())).toMatchObject({
    ok: true,
    value: { status: 'consent', seq: -1, endsAt: '2026-01-02T04:04:05.678Z' },
  });
  expect(await person.put('document', 'front')).toEqual({ ok: false, code: 'consent-missing' });
  const begun = await Promise.all([person.consent(), person.consent(), person.consent()]);
  for (const reply of begun)
    expect(reply).toMatchObject({ ok: true, value: { status: 'collecting', seq: 0 } });

  expect(await person.submit('document', 1)).toEqual({ ok: false, code: 'captures-missing' });
  expect(await person.put('document', 'front')).toMatchObject({ ok: true });
  expect(await person.submit('document', 2)).toEqual({ ok: false, code: 'step-closed' });
  for (const reply of await Promise.all([1, 1, 1].map((attempt) => person.submit('document', attempt))))
    expect(reply).toMatchObject({
      ok: true,
      value: { seq: 2, steps: [{ state: 'checking', attempts: 1 }, {}] },
    });
  expect(await person.submit('document', 2)).toEqual({ ok: false, code: 'step-closed' });

  const waiting = person.view('?afterSeq=2&waitMs=20000');
  await analyze('ask-again');
  expect(await waiting).toMatchObject({
    ok: true,
    value: {
      seq: 3,
      steps: [
        {
          state: 'open',
          attempts: 1,
          attemptsLeft: 2,
          advice: [{ checkId: 'document.sharp', reason: 'blurred', details: {} }],
        },
        {},
      ],
    },
  });
  await person.put('document', 'front');
  await person.submit('document', 2);
  await analyze('approve');
  await person.put('selfie', 'selfie');
  // Pictures that were not sent as an attempt would pass by the rules.
  expect(await person.finish()).toEqual({ ok: false, code: 'captures-missing' });
  await person.submit('selfie', 1);
  await analyze('approve');
  const ends = await Promise.all([person.finish(), person.finish()]);
  expect(ends[0]).toEqual(ends[1]);
  const [end] = ends;
  expect(end).toMatchObject({ ok: true, value: { status: 'finished', steps: [{ state: 'done' }, {}] } });

  const { links } = await must(client, 'listLinks', { limit: 1, state: 'started' });
  const sessionId = links[0]?.sessionId ?? '';
  const redirect = new URL((end.ok ? end.value.redirectUrl : null) ?? '');
  expect(redirect.href).toMatch(/^https:\/\/bank\.example\/done\?x=1&result=/);
  const { current } = await secrets.get(scenarioId);
  const result = redirect.searchParams.get('result') ?? '';
  const { payload } = await jwtVerify(result, current, { currentDate: new Date(now) });
  const seconds = Math.floor(Date.parse(now) / 1000);
  expect(payload).toEqual({
    sessionId,
    clientKey: 'c-7',
    status: 'finished',
    iat: seconds,
    exp: seconds + 600,
  });

  const { events } = await must(client, 'listEvents', { sessionId: sessionId });
  expect(events[0]).toMatchObject({
    type: 'session.created',
    actor: { kind: 'system', id: 'link' },
    body: { source: 'link', linkId: links[0]?.linkId, clientKey: 'c-7', scenario: { id: scenarioId } },
  });
  expect(events[1]).toMatchObject({ type: 'capture.received', actor: { kind: 'system', id: 'link' } });
  await analyze('approve');
});

it('gives a link to one of twenty devices that open it at once', async () => {
  const phones = Array.from({ length: 20 }, phone);
  const replies = await Promise.all(phones.map((one) => one.open(token())));
  expect(replies.filter((reply) => reply.ok)).toHaveLength(1);
  expect(replies.filter((reply) => !reply.ok && reply.code === 'link-taken')).toHaveLength(19);
  const [winner, ...others] = phones.filter((one) => one.cookie() !== undefined);
  expect(others).toEqual([]);
  // As after a reload, and after the browser was closed.
  expect(await winner?.open(token())).toMatchObject({ ok: true, value: { status: 'consent' } });
  expect(await aPhone(intake.running.url, winner?.cookie()).view()).toMatchObject({ ok: true });
});

it('knows a device again whose answer was lost, however often it asks, and nobody who asks later', async () => {
  const device = aDevice();
  // Nothing of the answer arrives: each asks as for the first time, with the secret that its page has kept.
  const asks = () => aPhone(intake.running.url, undefined, device).open(token());
  const replies = await Promise.all([asks(), asks(), asks()]);
  expect(replies.map((reply) => reply.ok)).toEqual([true, true, true]);
  expect(await asks()).toMatchObject({ ok: true });
  expect(await phone().open(token())).toEqual({ ok: false, code: 'link-taken' });
  // A secret is for one link: with two it would be one device's.
  expect(await aPhone(intake.running.url, undefined, device).open(tokenOf(urls[1] ?? ''))).toEqual({
    ok: false,
    code: 'invalid-request',
  });
});

it('lets one browser have two links, each under a cookie of its own', async () => {
  const first = phone();
  await first.open(token());
  await first.consent();
  const second = phone();
  await second.open(tokenOf(urls[1] ?? ''));
  // The browser sends both cookies; the page says which of them it is about.
  const [a, b] = [first.cookie() ?? '', second.cookie() ?? ''];
  expect(await aPhone(intake.running.url, `${a}; ${b}`).view()).toMatchObject({
    value: { status: 'collecting' },
  });
  expect(await aPhone(intake.running.url, `${b}; ${a}`).view()).toMatchObject({
    value: { status: 'consent' },
  });
  // Opened again from the message, in a page that knows nothing of the one before.
  const again = aPhone(intake.running.url, `${b}; ${a}`);
  expect(await again.open(token())).toMatchObject({ ok: true, value: { status: 'collecting' } });
  expect(again.cookie()).toBe(a);
  expect(await again.view()).toMatchObject({ ok: true, value: { status: 'collecting' } });
});

it('keeps the cookies of a browser’s latest links alone, which fit into a request', async () => {
  // A branch's tablet: browsers send the eldest first.
  const before = Array.from({ length: 70 }, aDevice).map(
    ({ id, secret }) => `vidimus-person-${id}=${secret}`,
  );
  const device = aDevice();
  const reply = await fetch(`${intake.running.url}/api/person/v1/open`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-vidimus-page': '1',
      'x-forwarded-for': '10.9.9.8',
      cookie: before.join('; '),
    },
    body: JSON.stringify({ token: token(), device }),
  });
  const cookies = reply.headers.getSetCookie();
  expect(cookies.at(-1)).toMatch(`vidimus-person-${device.id}=${device.secret}; `);
  const dropped = cookies.slice(0, -1).map((cookie) => cookie.split('; ').slice(0, 3));
  expect(dropped).toEqual(
    before.slice(0, 31).map((cookie) => [`${cookie.split('=')[0] ?? ''}=`, 'Path=/api/person', 'Max-Age=0']),
  );
});

it('binds the device by a cookie that no script reads and no foreign page sends', async () => {
  const device = aDevice();
  const open = (headers: Record<string, string>): Promise<Response> =>
    fetch(`${intake.running.url}/api/person/v1/open`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '10.9.9.9', ...headers },
      body: JSON.stringify({ token: token(), device }),
    });
  const foreign = await open({});
  expect([foreign.status, await foreign.json()]).toMatchObject([400, { error: { code: 'invalid-request' } }]);
  const own = await open({ 'x-vidimus-page': '1' });
  const [secret, ...attributes] = (own.headers.get('set-cookie') ?? '').split('; ');
  expect(secret).toBe(`vidimus-person-${device.id}=${device.secret}`);
  expect(attributes).toEqual(['Path=/api/person', 'Max-Age=7776000', 'HttpOnly', 'SameSite=Strict']);
  expect(own.headers.get('cache-control')).toBe('no-store');
});

it('knows nobody without a cookie, and lets no cookie into the rest of the intake', async () => {
  const stranger = phone();
  expect(await stranger.open('a-token-that-was-never-made')).toEqual({ ok: false, code: 'link-unknown' });
  for (const reply of [
    await stranger.view(),
    await stranger.consent(),
    await stranger.put('document', 'front'),
    await stranger.submit('document', 1),
    await stranger.finish(),
    await aPhone(intake.running.url, `vidimus-person-${randomUUID()}=${'A'.repeat(43)}`).view(),
  ])
    expect(reply).toEqual({ ok: false, code: 'link-unknown' });
  const person = phone();
  await person.open(token());
  const { status } = await fetch(`${intake.running.url}/api/v1/links`, {
    headers: { 'x-vidimus-page': '1', cookie: person.cookie() ?? '' },
  });
  expect(status).toBe(401);
  // Not built beside the sources, and yet nobody's secret.
  for (const path of ['/c', '/c/assets/index-0.js'])
    expect((await fetch(`${intake.running.url}${path}`)).status).toBe(404);
});

it('ends with the link: revoked or expired, unless the session has begun', async () => {
  const { links } = await must(client, 'listLinks', { limit: 2, state: 'new' });
  const [person, other] = [phone(), phone()];
  await person.open(token());
  await must(client, 'revokeLinks', { linkIds: links.map(({ linkId }) => linkId), actor: analyst });
  expect(await person.view()).toEqual({ ok: false, code: 'link-revoked' });
  expect(await person.consent()).toEqual({ ok: false, code: 'link-revoked' });
  expect(await other.open(tokenOf(urls[1] ?? ''))).toEqual({ ok: false, code: 'link-revoked' });
});

it('gives no time beyond the link’s, but a session that has begun keeps its own', async () => {
  const [begun, late, never] = [phone(), phone(), phone()];
  await begun.open(token());
  await begun.consent();
  await late.open(tokenOf(urls[1] ?? ''));
  now = '2026-01-02T04:04:05.678Z';
  expect(await late.view()).toMatchObject({ ok: true, value: { status: 'expired' } });
  expect(await late.consent()).toEqual({ ok: false, code: 'link-expired' });
  expect(await never.open(token())).toEqual({ ok: false, code: 'link-taken' });
  expect(await begun.put('document', 'front')).toMatchObject({ ok: true });
  const { links } = await must(client, 'listLinks', { limit: 1, state: 'started' });
  await must(client, 'revokeLinks', { linkIds: [links[0]?.linkId ?? ''], actor: analyst }).then(
    ({ revoked }) => {
      expect(revoked).toEqual([]);
    },
  );
  expect(await begun.view()).toMatchObject({ ok: true, value: { status: 'collecting' } });
});

it('limits how often an address opens links and a device asks', async () => {
  const guesser = phone();
  const guesses = await Promise.all(
    Array.from({ length: 122 }, (_, n) => guesser.open(`guess-${n.toString()}-${'x'.repeat(30)}`)),
  );
  expect(guesses.map((reply) => (reply.ok ? 'ok' : reply.code)).sort()).toEqual([
    ...Array.from({ length: 120 }, () => 'link-unknown'),
    'too-many-requests',
    'too-many-requests',
  ]);
  const person = phone();
  await person.open(token());
  const replies = await Promise.all(
    Array.from({ length: 122 }, () => person.view().then((reply) => (reply.ok ? 'ok' : reply.code))),
  );
  expect(replies.filter((code) => code === 'too-many-requests')).toHaveLength(2);
});

it('counts by address who comes with a cookie of no link, however many they make up', async () => {
  const { id } = aDevice();
  const statuses = await Promise.all(
    Array.from({ length: 122 }, async () => {
      const { secret } = aDevice();
      const reply = await fetch(`${intake.running.url}/api/person/v1/view`, {
        headers: {
          'x-vidimus-page': '1',
          'x-vidimus-device': id,
          'x-forwarded-for': '10.9.9.9',
          cookie: `vidimus-person-${id}=${secret}`,
        },
      });
      return reply.status;
    }),
  );
  expect(statuses.filter((status) => status === 429)).toHaveLength(2);
});
