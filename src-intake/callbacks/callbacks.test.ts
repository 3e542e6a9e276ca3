import { createHmac, randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { compactDecrypt, decodeProtectedHeader } from 'jose';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { callbackBodySchema, type Delivery } from '#shared/domain/callback.ts';
import type { Command } from '#shared/domain/commands.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import { passportAndSelfie, type Notifications, type SessionRules } from '#shared/domain/scenario.ts';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '../database/embedded-postgres.ts';
import type { Log } from '../log.ts';
import { anAnalysis } from '../testing/an-analysis.ts';
import {
  analyst,
  codeOf,
  createTestSession,
  makeDataDir,
  must,
  newSessionId,
  putTestCapture,
  sendTestCommand,
  startTestIntake,
  type TestIntake,
} from '../testing/test-intake.ts';
import { startTestReceiver, type ReceivedCallback, type TestReceiver } from '../testing/test-receiver.ts';
import { encryptionKeyOf } from './encrypt.ts';
import type { RetrySchedule } from './retry-schedule.ts';

// Real: two intakes on one PostgreSQL, the queue, HTTP on loopback. Shortened: the waits between attempts.

let dataDir: string;
let postgres: EmbeddedPostgres;
let intake: TestIntake;
let other: TestIntake;
const bugs: unknown[] = [];
const log: Log = { info: () => undefined, unexpected: (event) => bugs.push(event) };
const receivers: TestReceiver[] = [];
const schedule: RetrySchedule = { delayMsAfter: () => 100, windowMs: 60_000 };

beforeAll(async () => {
  dataDir = await makeDataDir();
  postgres = await startEmbeddedPostgres(dataDir);
  const { host, port, user, password, database } = postgres.address;
  const config = {
    dataDir,
    databaseUrl: `postgres://${user}:${password}@${host}:${port.toString()}/${database}`,
    log,
    callbacks: { allow: '127.0.0.1', schedule },
  };
  intake = await startTestIntake(config);
  other = await startTestIntake(config);
});
afterEach(async () => {
  for (const receiver of receivers.splice(0)) await receiver.close();
});
afterAll(async () => {
  await other.running.close();
  await intake.running.close();
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
  expect(bugs).toEqual([]);
});

async function aReceiver(...args: Parameters<typeof startTestReceiver>): Promise<TestReceiver> {
  const receiver = await startTestReceiver(...args);
  receivers.push(receiver);
  return receiver;
}

/** An active scenario that calls back. */
async function aScenario(
  notifications: Partial<Notifications>,
  rules: Partial<SessionRules> = {},
): Promise<string> {
  const { version: _, ...passport } = passportAndSelfie;
  const scenarioId = `s-${randomUUID()}`;
  const draft = {
    ...passport,
    id: scenarioId,
    notifications: { ...passport.notifications, ...notifications },
    rules: { ...passport.rules, ...rules },
  };
  const change = { scenarioId, actor: analyst };
  await must(intake.client, 'saveScenarioDraft', { ...change, expectedRevision: null, draft });
  await must(intake.client, 'commitScenario', { ...change, expectedRevision: 0 });
  await must(intake.client, 'activateScenario', { ...change, expectedRevision: 1, version: 1 });
  return scenarioId;
}

async function create(scenarioId: string, clientKey: string | null = null): Promise<SessionId> {
  const sessionId = newSessionId();
  await must(intake.client, 'createSession', {
    sessionId,
    scenarioId,
    source: 'api',
    clientKey,
    actor: analyst,
  });
  return sessionId;
}

async function analyze(sessionId: SessionId): Promise<void> {
  await putTestCapture(intake.client, sessionId, 'front');
  await putTestCapture(intake.client, sessionId, 'selfie');
  await sendTestCommand(intake.client, sessionId, { type: 'session.submit' });
  const { lease } = await must(intake.client, 'takeLease', { agentId: 'a', waitMs: 10_000 });
  await must(intake.client, 'completeLease', { leaseId: lease?.leaseId ?? '', analysis: anAnalysis() });
}

async function decide(sessionId: SessionId): Promise<void> {
  const { events } = await must(intake.client, 'listEvents', { sessionId });
  const decision: Command = {
    type: 'decision.make',
    outcome: 'decline',
    reasons: ['forged'],
    comment: '',
    seenSeq: events.length - 1,
  };
  await sendTestCommand(intake.client, sessionId, decision);
}

async function deliveriesOf(sessionId: SessionId): Promise<Delivery[]> {
  return (await must(intake.client, 'listDeliveries', { sessionId })).deliveries;
}

/** Waits until the newest deliveries look like this. */
async function untilDeliveries(sessionId: SessionId, expected: readonly Partial<Delivery>[]): Promise<void> {
  await expect.poll(() => deliveriesOf(sessionId), { timeout: 20_000 }).toMatchObject(expected);
}

function keyOf(secret: string): Buffer {
  expect(secret).toMatch(/^whsec_/);
  return Buffer.from(secret.slice('whsec_'.length), 'base64');
}

/** As a receiver would: over the raw bytes, with the secret that it has. */
function isSignedWith({ headers, raw }: ReceivedCallback, secret: string): boolean {
  const { 'webhook-id': id, 'webhook-timestamp': at, 'webhook-signature': signatures } = headers;
  const expected = createHmac('sha256', keyOf(secret))
    .update(`${String(id)}.${String(at)}.`)
    .update(raw)
    .digest('base64');
  return String(signatures).split(' ').includes(`v1,${expected}`);
}

async function rotate(scenarioId: string): Promise<string> {
  return (await must(intake.client, 'rotateScenarioSecret', { scenarioId, actor: analyst })).secret;
}

it('tells a signed story of a session, in order although the receiver is slow, once from two processes', async () => {
  const receiver = await aReceiver(() => sleep(150));
  const scenarioId = await aScenario({ callbackUrl: receiver.url });
  const secret = await rotate(scenarioId);
  const sessionId = await create(scenarioId, 'customer-7');
  await analyze(sessionId);
  await decide(sessionId);
  await receiver.untilReceived(3);
  await untilDeliveries(sessionId, [
    { type: 'session.decided', status: 'delivered', attempts: 1, lastCode: 'http-204', nextTryAt: null },
    { type: 'session.analyzed', status: 'delivered', attempts: 1 },
    { type: 'session.created', status: 'delivered', attempts: 1 },
  ]);
  const bodies = receiver.received.map(({ json }) => callbackBodySchema.parse(json));
  expect(bodies.map(({ type, data }) => [type, data.status, data.result?.status])).toEqual([
    ['session.created', 'collecting', 'collecting'],
    ['session.analyzed', 'review', 'review'],
    ['session.decided', 'declined', 'declined'],
  ]);
  expect(bodies[2]?.data).toMatchObject({
    sessionId,
    scenarioId,
    clientKey: 'customer-7',
    scenarioVersion: 1,
  });
  expect(bodies[2]?.data.result).toEqual(await must(intake.client, 'getResult', { sessionId }));
  for (const callback of receiver.received) {
    expect(isSignedWith(callback, secret)).toBe(true);
    expect(Math.abs(Date.now() / 1000 - Number(callback.headers['webhook-timestamp']))).toBeLessThan(60);
  }
  expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(3);
});

it('encrypts under the key of the secret, leaves results out where only statuses are wanted, and tells only what is final', async () => {
  const receiver = await aReceiver();
  const scenarioId = await aScenario({
    callbackUrl: receiver.url,
    encrypt: true,
    statusesOnly: true,
    onlyFinal: true,
  });
  const secret = await rotate(scenarioId);
  const sessionId = await create(scenarioId);
  await analyze(sessionId);
  await decide(sessionId);
  const [callback] = await receiver.untilReceived(1);
  if (callback === undefined) throw new Error('nothing came');
  expect(callback.headers['content-type']).toBe('application/jose');
  expect(isSignedWith(callback, secret)).toBe(true);
  const jwe = callback.raw.toString('ascii');
  expect(decodeProtectedHeader(jwe)).toMatchObject({ alg: 'dir', enc: 'A256GCM' });
  const { plaintext } = await compactDecrypt(jwe, encryptionKeyOf(keyOf(secret)));
  const body = callbackBodySchema.parse(JSON.parse(Buffer.from(plaintext).toString('utf8')));
  expect(body).toMatchObject({ type: 'session.decided', data: { sessionId, status: 'declined' } });
  expect(body.data.result).toBeUndefined();
  await untilDeliveries(sessionId, [{ type: 'session.decided', status: 'delivered' }]);
  expect(await deliveriesOf(sessionId)).toHaveLength(1);
});

it('tells of an analyzed attempt and of the block that it led to', async () => {
  const receiver = await aReceiver();
  const scenarioId = await aScenario(
    { callbackUrl: receiver.url, statusesOnly: true },
    { attemptsPerStep: 1 },
  );
  const sessionId = await create(scenarioId);
  await putTestCapture(intake.client, sessionId, 'front');
  await sendTestCommand(intake.client, sessionId, { type: 'step.submit', stepId: 'document' });
  const { lease } = await must(intake.client, 'takeLease', { agentId: 'a', waitMs: 10_000 });
  const failing = { ...anAnalysis(), verdict: { outcome: 'decline' as const, reasons: [] } };
  await must(intake.client, 'completeLease', { leaseId: lease?.leaseId ?? '', analysis: failing });
  await receiver.untilReceived(3);
  expect(receiver.received.map(({ json }) => json)).toMatchObject([
    { type: 'session.created' },
    { type: 'step.analyzed', data: { step: { id: 'document', attempt: 1 }, status: 'blocked' } },
    { type: 'session.blocked', data: { blocked: { reason: 'attempts-exhausted', stepId: 'document' } } },
  ]);
});

it('tries again after an error, under the same id, and holds later callbacks of the session back', async () => {
  const receiver = await aReceiver((_, response, count) => {
    if (count <= 2) response.writeHead(500).end('x'.repeat(100_000));
  });
  const sessionId = await create(await aScenario({ callbackUrl: receiver.url }));
  await analyze(sessionId);
  await receiver.untilReceived(4);
  expect(receiver.received.map(({ json }) => json?.type)).toEqual([
    ...['session.created', 'session.created', 'session.created'],
    'session.analyzed',
  ]);
  expect(new Set(receiver.received.slice(0, 3).map(({ id }) => id)).size).toBe(1);
  await untilDeliveries(sessionId, [
    { status: 'delivered', attempts: 1 },
    { status: 'delivered', attempts: 3, lastCode: 'http-204' },
  ]);
});

it('tries again when nobody listened, and follows no redirect', async () => {
  const elsewhere = await aReceiver();
  const gone = await aReceiver();
  await gone.close();
  const sessionId = await create(await aScenario({ callbackUrl: gone.url }));
  await untilDeliveries(sessionId, [{ status: 'pending', lastCode: 'connection-refused' }]);
  const back = await aReceiver((_, response, count) => {
    if (count === 1) response.writeHead(307, { location: elsewhere.url }).end();
  }, gone.port);
  await back.untilReceived(2);
  await untilDeliveries(sessionId, [{ status: 'delivered' }]);
  expect(elsewhere.received).toEqual([]);
});

it('gives up when the window is over, and replays by hand', async () => {
  let isMended = false;
  const receiver = await aReceiver((_, response) => {
    if (!isMended) response.writeHead(503).end();
  });
  const late: RetrySchedule = { delayMsAfter: () => 100, windowMs: 300 };
  const { host, port, user, password } = postgres.address;
  const admin = await import('pg').then(({ default: pg }) => new pg.Client(postgres.address));
  await admin.connect();
  await admin.query('create database impatient');
  await admin.end();
  const ownDir = await makeDataDir();
  const impatient = await startTestIntake({
    dataDir: ownDir,
    databaseUrl: `postgres://${user}:${password}@${host}:${port.toString()}/impatient`,
    log,
    callbacks: { allow: '127.0.0.0/8', schedule: late },
  });
  const usual = intake;
  intake = impatient;
  try {
    const sessionId = await create(await aScenario({ callbackUrl: receiver.url }));
    await untilDeliveries(sessionId, [{ status: 'failed', lastCode: 'http-503', nextTryAt: null }]);
    isMended = true;
    const [failed] = await deliveriesOf(sessionId);
    await must(intake.client, 'replayDelivery', { deliveryId: failed?.deliveryId ?? '', actor: analyst });
    await untilDeliveries(sessionId, [{ status: 'delivered', attempts: 1 }]);
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(1);
  } finally {
    intake = usual;
    await impatient.remove();
  }
});

it('calls an endpoint no more that answered 410, until somebody enables it', async () => {
  const receiver = await aReceiver((_, response, count) => {
    if (count === 1) response.writeHead(410).end();
  });
  const scenarioId = await aScenario({ callbackUrl: receiver.url });
  const sessionId = await create(scenarioId);
  await untilDeliveries(sessionId, [{ status: 'skipped', lastCode: 'http-410' }]);
  const later = await create(scenarioId);
  await untilDeliveries(later, [{ status: 'skipped', attempts: 0, lastCode: 'disabled' }]);
  const [skipped] = await deliveriesOf(later);
  const replay = { deliveryId: skipped?.deliveryId ?? '', actor: analyst };
  expect(await codeOf(intake.client, 'replayDelivery', replay)).toBe('callback-disabled');
  expect(await must(intake.client, 'getCallbackState', { scenarioId })).toMatchObject({
    state: 'disabled',
    disabled: [{ url: receiver.url, reason: 'gone' }],
    pending: 0,
  });
  expect(receiver.received).toHaveLength(1);
  expect(await must(intake.client, 'enableCallbacks', { scenarioId, actor: analyst })).toMatchObject({
    state: 'enabled',
    disabled: [],
  });
  await must(intake.client, 'replayDelivery', replay);
  await untilDeliveries(later, [{ status: 'delivered' }]);
});

it('signs with both secrets after a rotation', async () => {
  const receiver = await aReceiver();
  const scenarioId = await aScenario({ callbackUrl: receiver.url });
  const secrets = [await rotate(scenarioId), await rotate(scenarioId), await rotate(scenarioId)];
  await create(scenarioId);
  const [callback] = await receiver.untilReceived(1);
  if (callback === undefined) throw new Error('nothing came');
  expect(secrets.map((secret) => isSignedWith(callback, secret))).toEqual([false, true, true]);
  expect(await must(intake.client, 'getCallbackState', { scenarioId })).toMatchObject({
    previousSecretSigns: true,
  });
  const unknown = { scenarioId: 'nobody', actor: analyst };
  expect(await codeOf(intake.client, 'rotateScenarioSecret', unknown)).toBe('not-found');
});

it('lists in pages, by scenario and status', async () => {
  const receiver = await aReceiver();
  const scenarioId = await aScenario({ callbackUrl: receiver.url });
  const sessions = [await create(scenarioId), await create(scenarioId), await create(scenarioId)];
  await receiver.untilReceived(3);
  for (const sessionId of sessions) await untilDeliveries(sessionId, [{ status: 'delivered' }]);
  const first = await must(intake.client, 'listDeliveries', { scenarioId, status: 'delivered', limit: 2 });
  const rest = await must(intake.client, 'listDeliveries', { scenarioId, limit: 2, before: first.next ?? 0 });
  expect([...first.deliveries, ...rest.deliveries].map(({ sessionId }) => sessionId)).toEqual(
    [...sessions].reverse(),
  );
  expect(rest.next).toBeNull();
  expect((await must(intake.client, 'listDeliveries', { scenarioId, status: 'failed' })).deliveries).toEqual(
    [],
  );
});

it('records nothing for a scenario without an address', async () => {
  const sessionId = await createTestSession(intake.client);
  expect(await deliveriesOf(sessionId)).toEqual([]);
});

it('does not call what is not allow-listed, and keeps trying in case it will be', async () => {
  const server = createServer((_, response) => response.end());
  await new Promise<void>((done) => server.listen(0, '::1', done));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : undefined;
  const calls: unknown[] = [];
  server.on('connection', (socket) => calls.push(socket.remoteAddress));
  const sessionId = await create(await aScenario({ callbackUrl: `https://[::1]:${String(port)}/` }));
  await untilDeliveries(sessionId, [{ status: 'pending', lastCode: 'address-refused' }]);
  expect(calls).toEqual([]);
  server.close();
});
