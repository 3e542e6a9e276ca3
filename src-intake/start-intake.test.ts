import { createHash, randomUUID } from 'node:crypto';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { maxCaptureBytes } from '#shared/api/capture-contract.ts';
import type { Command } from '#shared/domain/commands.ts';
import type { IntakeClient } from '#shared/api/client.ts';
import type { Log } from './log.ts';
import { mostSmallBytes } from './services/small-captures.ts';
import { anAnalysis } from './testing/an-analysis.ts';
import {
  analyst,
  codeOf,
  createTestSession,
  must,
  newCaptureId,
  newSessionId,
  putTestCapture,
  sendTestCommand,
  pictureOf,
  somePicture,
  startTestIntake,
  submitTestSession,
  type TestIntake,
} from './testing/test-intake.ts';

let intake: TestIntake;
let client: IntakeClient;
const bugs: unknown[] = [];
const log: Log = { info: () => undefined, unexpected: (event) => bugs.push(event) };

beforeAll(async () => {
  intake = await startTestIntake({ log });
  client = intake.client;
});
afterAll(async () => {
  await intake.remove();
  expect(bugs).toEqual([]);
});

it('carries a session from its creation to its decision, and tells it all in the feed', async () => {
  const start = (await must(client, 'health', {})).position;
  const sessionId = await createTestSession(client);
  const picture = somePicture();
  const front = await putTestCapture(client, sessionId, 'front', picture);
  const selfie = await putTestCapture(client, sessionId, 'selfie');
  expect(await client.getCapture(front)).toMatchObject({ ok: true, bytes: new Uint8Array(picture) });
  await sendTestCommand(client, sessionId, { type: 'session.submit' });

  const { lease } = await must(client, 'takeLease', { agentId: 'a-1', waitMs: 5000 });
  expect(lease).toMatchObject({ sessionId, attempt: 1, scenario: { id: 'passport-selfie' } });
  expect(lease?.captures).toMatchObject([
    {
      captureId: front,
      stepId: 'document',
      side: 'front',
      mediaType: 'image/png',
      sha256: createHash('sha256').update(picture).digest('hex'),
    },
    { captureId: selfie, stepId: 'selfie', side: 'selfie' },
  ]);
  const leaseId = lease?.leaseId ?? '';
  await must(client, 'renewLease', { leaseId, progress: { stage: 'mrz', fraction: 0.4 } });
  expect(await must(client, 'listProgress', {})).toEqual({
    running: [{ sessionId, progress: { stage: 'mrz', fraction: 0.4 } }],
  });
  await must(client, 'completeLease', { leaseId, analysis: anAnalysis() });
  expect(await codeOf(client, 'completeLease', { leaseId, analysis: anAnalysis() })).toBe('lease-lost');
  expect(await must(client, 'listProgress', {})).toEqual({ running: [] });

  const { events } = await must(client, 'listEvents', { sessionId });
  const seenSeq = events.length - 1;
  const decision: Command = {
    type: 'decision.make',
    outcome: 'decline',
    reasons: ['forged'],
    comment: '',
    seenSeq,
  };
  expect(await sendTestCommand(client, sessionId, decision)).toMatchObject({ kind: 'accepted' });
  expect(await sendTestCommand(client, sessionId, decision)).toEqual({
    kind: 'refused',
    code: 'already-decided',
  });

  const feed = await must(client, 'readFeed', { after: start, waitMs: 0 });
  expect(feed.events.map(({ type }) => type)).toEqual([
    'session.created',
    'capture.received',
    'capture.received',
    'session.submitted',
    'analysis.started',
    'session.analyzed',
    'decision.made',
  ]);
  expect(feed.cursor).toBe(start + 7);
  expect(feed.events).toEqual((await must(client, 'listEvents', { sessionId })).events);
  expect(await must(client, 'getResult', { sessionId })).toMatchObject({
    status: 'declined',
    attempts: 1,
    verdict: { decidedBy: 'user:u-1' },
  });
});

it('creates a session once for the same request, and refuses another one under its id', async () => {
  const request = {
    sessionId: newSessionId(),
    scenarioId: 'passport-selfie',
    source: 'manual',
    clientKey: 'k',
    actor: analyst,
  } as const;
  await Promise.all([1, 2, 3].map(() => must(client, 'createSession', request)));
  expect((await must(client, 'listEvents', { sessionId: request.sessionId })).events).toHaveLength(1);
  expect(await codeOf(client, 'createSession', { ...request, clientKey: 'other' })).toBe('session-exists');
  expect(
    await codeOf(client, 'createSession', { ...request, sessionId: newSessionId(), scenarioId: 'none' }),
  ).toBe('scenario-not-found');
});

it('goes on after its PostgreSQL was killed', async () => {
  const sessionId = await createTestSession(client);
  const { position } = await must(client, 'health', {});
  const waiting = must(client, 'readFeed', { after: position, waitMs: 25_000 });
  const pid = await readFile(join(intake.dataDir, 'postgres', 'postmaster.pid'), 'utf8');
  process.kill(Number(pid.split('\n')[0]), 'SIGKILL');
  for (let reply; reply?.ok !== true;) {
    reply = await client.call('sendCommand', {
      sessionId,
      idempotencyKey: randomUUID(),
      actor: analyst,
      command: { type: 'comment.add', text: 'still here' },
    });
    if (!reply.ok) {
      expect(reply.code).toBe('offline');
      await sleep(200);
    }
  }
  expect((await waiting).events).toMatchObject([{ type: 'comment.added', sessionId }]);
});

it('takes ids in any case for the same id', async () => {
  const sessionId = await createTestSession(client);
  const upper = sessionId.toUpperCase() as typeof sessionId;
  const captureId = newCaptureId();
  const capture = { captureId, stepId: 'document', side: 'front', bytes: somePicture() } as const;
  await client.putCapture({ ...capture, sessionId });
  const again = { ...capture, sessionId: upper, captureId: captureId.toUpperCase() as typeof captureId };
  expect(await client.putCapture(again)).toMatchObject({ ok: true, value: { captureId } });
  expect((await must(client, 'listEvents', { sessionId: upper })).events).toHaveLength(2);
});

it('knows no session that was not created', async () => {
  const sessionId = newSessionId();
  expect(await codeOf(client, 'getResult', { sessionId })).toBe('not-found');
  expect(await codeOf(client, 'listEvents', { sessionId })).toBe('not-found');
  expect(await sendTestCommand(client, sessionId, { type: 'session.submit' })).toEqual({
    kind: 'refused',
    code: 'session-not-found',
  });
  expect(await client.getCapture(newCaptureId())).toEqual({ ok: false, code: 'not-found' });
});

it('answers a command sent again, at once or later, with the first reply', async () => {
  const sessionId = await createTestSession(client);
  const request = {
    sessionId,
    idempotencyKey: randomUUID(),
    actor: analyst,
    command: { type: 'comment.add', text: 'once' },
  } as const;
  const replies = await Promise.all(Array.from({ length: 8 }, () => must(client, 'sendCommand', request)));
  replies.push(await must(client, 'sendCommand', request));
  expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
  expect((await must(client, 'listEvents', { sessionId })).events).toHaveLength(2);
  const elsewhere = await createTestSession(client);
  expect(await codeOf(client, 'sendCommand', { ...request, sessionId: elsewhere })).toBe('invalid-request');
});

it('takes a capture once, and refuses what does not belong', async () => {
  const sessionId = await createTestSession(client);
  const capture = {
    sessionId,
    captureId: newCaptureId(),
    stepId: 'document',
    side: 'front',
    bytes: somePicture(),
  } as const;
  const replies = await Promise.all([1, 2, 3].map(() => client.putCapture(capture)));
  expect(new Set(replies.map((reply) => JSON.stringify(reply))).size).toBe(1);
  expect((await must(client, 'listEvents', { sessionId })).events).toHaveLength(2);

  expect(await client.putCapture({ ...capture, bytes: somePicture() })).toEqual({
    ok: false,
    code: 'capture-exists',
  });
  const other = { ...capture, captureId: newCaptureId() };
  expect(await client.putCapture({ ...other, side: 'back' })).toEqual({ ok: false, code: 'unknown-step' });
  expect(await client.putCapture({ ...other, stepId: 'nowhere' })).toEqual({
    ok: false,
    code: 'unknown-step',
  });
  expect(await client.putCapture({ ...other, bytes: new Uint8Array() })).toEqual({
    ok: false,
    code: 'empty-file',
  });
  expect(await client.putCapture({ ...other, sessionId: newSessionId() })).toEqual({
    ok: false,
    code: 'not-found',
  });
  const elsewhere = await createTestSession(client);
  expect(await client.putCapture({ ...capture, sessionId: elsewhere })).toEqual({
    ok: false,
    code: 'capture-exists',
  });

  const submitted = await submitTestSession(client);
  expect(await client.putCapture({ ...other, sessionId: submitted })).toEqual({
    ok: false,
    code: 'already-submitted',
  });
  const { lease } = await must(client, 'takeLease', { agentId: 'a', waitMs: 0 });
  await must(client, 'completeLease', { leaseId: lease?.leaseId ?? '', analysis: anAnalysis() });
});

it('refuses a capture that is too long, declared or not', async () => {
  const sessionId = await createTestSession(client);
  const url = `${intake.running.url}/api/v1/sessions/${sessionId}/captures/${randomUUID()}?stepId=document&side=front`;
  const headers = { authorization: `Bearer ${intake.running.token}` };
  let sent = 0;
  const stream = new ReadableStream({
    pull(controller) {
      const chunk = new Uint8Array(1024 * 1024);
      sent += chunk.length;
      if (sent > maxCaptureBytes + 2 * chunk.length) controller.close();
      else controller.enqueue(chunk);
    },
  });
  const reply = await fetch(url, { method: 'PUT', headers, body: stream, duplex: 'half' } as RequestInit);
  expect(reply.headers.get('content-type')).toBe('application/problem+json; charset=utf-8');
  expect([reply.status, await reply.json()]).toEqual([
    413,
    {
      type: 'urn:vidimus:error:too-many-bytes',
      title: 'The file is too large.',
      status: 413,
      error: { code: 'too-many-bytes' },
    },
  ]);
  expect((await must(client, 'listEvents', { sessionId })).events).toHaveLength(1);
});

it('says the same to every wrong token, whatever it asks for', async () => {
  const ask = async (path: string, authorization?: string): Promise<unknown[]> => {
    const reply = await fetch(`${intake.running.url}${path}`, {
      headers: authorization === undefined ? {} : { authorization },
    });
    return [reply.status, await reply.text()];
  };
  const { token } = intake.running;
  const answers = await Promise.all([
    ask('/api/v1/health'),
    ask('/api/v1/health', ''),
    ask('/api/v1/health', token),
    ask('/api/v1/health', `Bearer ${token}x`),
    ask('/api/v1/health', `Bearer ${token.slice(0, -1)}`),
    ask(`/api/v1/health?token=${token}`),
    ask('/nowhere', 'Bearer guess'),
  ]);
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  const [status, text] = answers[0];
  expect([status, JSON.parse(String(text))]).toMatchObject([
    401,
    { status: 401, error: { code: 'unauthorized' } },
  ]);
  expect(Buffer.from(token, 'base64url')).toHaveLength(32);
});

it('names the fields that are wrong and repeats no value of them', async () => {
  const reply = await fetch(`${intake.running.url}/api/v1/sessions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${intake.running.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ sessionId: 'Erika Mustermann', source: 'manual' }),
  });
  const text = await reply.text();
  expect(reply.status).toBe(400);
  expect(text).toContain('sessionId');
  expect(text).not.toContain('Erika');
});

it('keeps nothing that a person sent in the clear: not on disk, not in the database', async () => {
  const secret = 'MUSTERMANN-GABLER';
  const sessionId = await createTestSession(client);
  await putTestCapture(client, sessionId, 'front', pictureOf(secret));
  // One that lies in the database, and one that is too large for it.
  const large = Buffer.concat([pictureOf(secret), Buffer.alloc(mostSmallBytes)]);
  await putTestCapture(client, sessionId, 'selfie', large);
  await sendTestCommand(client, sessionId, { type: 'comment.add', text: secret });
  await sendTestCommand(client, sessionId, { type: 'session.submit' });
  const { lease } = await must(client, 'takeLease', { agentId: 'a', waitMs: 5000 });
  await must(client, 'completeLease', { leaseId: lease?.leaseId ?? '', analysis: anAnalysis(secret) });

  const files = await readdir(intake.dataDir, { recursive: true, withFileTypes: true });
  const withSecret: string[] = [];
  for (const entry of files.filter((file) => file.isFile())) {
    const path = join(entry.parentPath, entry.name);
    if ((await readFile(path)).includes(secret)) withSecret.push(path);
  }
  expect(withSecret).toEqual([]);
  expect(files.filter(({ parentPath }) => /blobs.[0-9a-f]{2}$/.test(parentPath)).length).toBeGreaterThan(0);
});

it('keeps keys, token and password to its owner', async () => {
  for (const name of ['keyring.json', 'token', 'postgres-password']) {
    expect([name, (await stat(join(intake.dataDir, name))).mode & 0o777]).toEqual([name, 0o600]);
  }
});

it('answers a waiting feed as soon as something happens', async () => {
  const { position } = await must(client, 'health', {});
  const startedMs = performance.now();
  const waiting = must(client, 'readFeed', { after: position, waitMs: 20_000 });
  const sessionId = await createTestSession(client);
  expect((await waiting).events).toMatchObject([{ type: 'session.created', sessionId }]);
  expect(performance.now() - startedMs).toBeLessThan(5000);
});
