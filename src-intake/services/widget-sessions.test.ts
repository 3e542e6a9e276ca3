import { CompactEncrypt } from 'jose';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { passportAndSelfie } from '#shared/domain/scenario.ts';
import { encryptionKeyOf, keyIdOf } from '../callbacks/encrypt.ts';
import { makeTestScenario, must, startOpenTestIntake, type OpenTestIntake } from '../testing/test-intake.ts';
import { aPhone, tokenOf } from '../testing/test-phone.ts';
import { clientKeyKeyOf } from './client-keys.ts';
import { createScenarioSecrets, type ScenarioSecrets } from './scenario-secrets.ts';

// Real: server, database, encryption. The clock is turned by hand; `fetch` stands for a browser, whose word `Origin` is.

const shop = 'https://shop.example';
const start = '2026-01-02T03:04:05.678Z';
let now = start;
let intake: OpenTestIntake;
let secrets: ScenarioSecrets;

beforeAll(async () => {
  intake = await startOpenTestIntake({ now: () => now, embedOrigins: [shop], trustedProxies: ['127.0.0.1'] });
  secrets = createScenarioSecrets({ db: intake.db, keyring: intake.keyring, now: () => now });
  const { capturePage } = passportAndSelfie;
  const open = { ...capturePage, openFromWidget: true };
  await makeTestScenario(intake.client, 'open', { capturePage: open });
  await makeTestScenario(intake.client, 'sealed', {
    capturePage: { ...open, requireEncryptedClientKey: true },
  });
});
afterAll(() => intake.remove());
beforeEach(() => {
  now = start;
});

interface Answer {
  readonly status: number;
  readonly link: string | undefined;
  readonly code: string | undefined;
  readonly detail: string | undefined;
  readonly allowOrigin: string | null;
}
let callers = 0;
async function begin(body: object, origin: string | null = shop, address?: string): Promise<Answer> {
  const reply = await fetch(`${intake.running.url}/api/widget/v1/begin`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-forwarded-for': address ?? `10.2.0.${(callers++ % 250).toString()}`,
      ...(origin !== null && { origin }),
    },
    body: JSON.stringify(body),
  });
  const answer = (await reply.json()) as { link?: string; error?: { code: string; detail?: string } };
  return {
    status: reply.status,
    link: answer.link,
    code: answer.error?.code,
    detail: answer.error?.detail,
    allowOrigin: reply.headers.get('access-control-allow-origin'),
  };
}
const codeOf = async (body: object): Promise<string | undefined> => (await begin(body)).code;

async function seal(
  content: object | string,
  { secret, header = {} }: { readonly secret?: Buffer; readonly header?: object } = {},
): Promise<string> {
  const key = clientKeyKeyOf(secret ?? (await secrets.get('sealed')).current);
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  return new CompactEncrypt(Buffer.from(text))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', ...header })
    .encrypt(key);
}

it('begins with a one-time link that is as any other, and carries the customer’s key', async () => {
  const { status, link = '', allowOrigin } = await begin({ schemaId: 'open', clientKey: 'Müller-7' });
  expect([status, allowOrigin]).toEqual([200, shop]);
  const { entries } = await must(intake.client, 'listAudit', { action: 'links.created' });
  expect(entries).toMatchObject([
    { caller: { kind: 'widget', id: 'widget' }, details: { scenarioId: 'open', version: 1, count: 1 } },
  ]);
  const person = aPhone(intake.running.url);
  expect(await person.open(tokenOf(link))).toMatchObject({
    ok: true,
    value: { status: 'consent', endsAt: '2026-01-02T04:04:05.678Z' },
  });
  expect(await aPhone(intake.running.url).open(tokenOf(link))).toEqual({ ok: false, code: 'link-taken' });
  expect(await person.consent()).toMatchObject({ ok: true, value: { status: 'collecting' } });
  const { links } = await must(intake.client, 'listLinks', {});
  expect(links[0]).toMatchObject({ clientKey: 'Müller-7', createdBy: 'widget', state: 'started' });
});

it('refuses scenarios that do not allow it, with one answer for them and for those that there are not', async () => {
  const replies = await Promise.all(
    ['passport-selfie', 'no-such'].map((schemaId) => begin({ schemaId, clientKey: 'c-7' })),
  );
  expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
  expect(replies[0]?.code).toBe('scenario-not-found');
});

it('opens encrypted keys under the present secret and, for a while, the one before; never under a callback’s key', async () => {
  const { current } = await secrets.get('sealed');
  const sealed = await seal(
    { clientKey: 'c-8', exp: Date.parse(start) / 1000 + 60, more: 1 },
    { header: { kid: keyIdOf(clientKeyKeyOf(current)) } },
  );
  const request = { schemaId: 'sealed', clientKey: sealed };
  expect((await begin(request)).status).toBe(200);
  await secrets.rotate('sealed');
  expect((await begin(request)).status).toBe(200);
  now = '2026-01-02T03:05:06.000Z';
  expect((await begin(request)).detail).toMatch(/time .* is over/);
  const lasting = { schemaId: 'sealed', clientKey: await seal({ clientKey: 'c-8' }, { secret: current }) };
  expect((await begin(lasting)).status).toBe(200);
  now = '2026-01-09T03:04:06.000Z';
  expect(await codeOf(lasting)).toBe('client-key-invalid');

  const present = (await secrets.get('sealed')).current;
  const asCallback = await new CompactEncrypt(Buffer.from('{"clientKey":"c-8"}'))
    .setProtectedHeader({ alg: 'dir', enc: 'A256GCM' })
    .encrypt(encryptionKeyOf(present));
  const good = await seal({ clientKey: 'c-8' });
  const bad = [
    'c-7',
    asCallback,
    await seal({ clientKey: 'c-8' }, { secret: Buffer.alloc(32, 1) }),
    await seal({ clientKey: 'c-8' }, { header: { kid: '0123456789abcdef' } }),
    await seal({ clientKey: 'x'.repeat(37) }),
    await seal({ clientKey: '' }),
    await seal('c-8'),
    `${good.slice(0, -2)}AA`,
    good.replace(/\.[^.]*$/, '.AAAA'),
    'x'.repeat(37),
  ];
  for (const clientKey of bad)
    expect([clientKey, await codeOf({ schemaId: 'sealed', clientKey })]).toEqual([
      clientKey,
      'client-key-invalid',
    ]);
});

it('serves pages of allowed origins only, and tells the others why', async () => {
  const request = { schemaId: 'open', clientKey: 'c-7' };
  for (const origin of ['https://evil.example', 'null', `${shop}.evil.example`, 'http://shop.example']) {
    const reply = await begin(request, origin);
    expect(reply).toMatchObject({ status: 403, code: 'origin-not-allowed', allowOrigin: origin });
    expect(reply.detail).toContain('VIDIMUS_EMBED_ORIGINS');
  }
  expect((await begin(request, null)).code).toBe('origin-not-allowed');
  const ask = (origin: string) =>
    fetch(`${intake.running.url}/api/widget/v1/allowed`, { headers: { origin } }).then(
      ({ status }) => status,
    );
  expect([await ask(shop), await ask('https://evil.example')]).toEqual([200, 403]);
  const preflight = await fetch(`${intake.running.url}/api/widget/v1/begin`, {
    method: 'OPTIONS',
    headers: { origin: shop, 'access-control-request-method': 'POST' },
  });
  expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([
    204,
    'content-type',
  ]);
});

it('counts by address', async () => {
  const request = { schemaId: 'no-such', clientKey: 'c-7' };
  const codes: (string | undefined)[] = [];
  for (let at = 0; at < 61; at += 1) codes.push((await begin(request, shop, '10.3.0.1')).code);
  expect(codes.slice(59)).toEqual(['scenario-not-found', 'too-many-requests']);
  expect((await begin(request, shop, '10.3.0.2')).code).toBe('scenario-not-found');
});
