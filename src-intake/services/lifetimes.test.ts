import { randomBytes, randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { IntakeClient } from '#shared/api/client.ts';
import type { SessionEvent } from '#shared/domain/events.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import { defaultRules } from '#shared/domain/scenario.ts';
import type { Log } from '../log.ts';
import { anAnalysis } from '../testing/an-analysis.ts';
import {
  analyst,
  codeOf,
  makeTestScenario,
  must,
  newCaptureId,
  newSessionId,
  putTestCapture,
  sendTestCommand,
  somePicture,
  startOpenTestIntake,
  type OpenTestIntake,
} from '../testing/test-intake.ts';
import { createEventLog } from './event-log.ts';
import { mostSmallBytes } from './small-captures.ts';

// Real: server, database, files, the sweeps of the server itself. The clock is turned by hand.

let intake: OpenTestIntake;
let client: IntakeClient;
let now = '2026-01-02T03:04:05.678Z';
const logged: unknown[] = [];
const log: Log = { info: (line) => logged.push(line), unexpected: (event) => logged.push(event) };

beforeAll(async () => {
  // Leases outlast the days that the clock jumps.
  intake = await startOpenTestIntake({ now: () => now, log, leaseMs: 10 * 24 * 60 * 60 * 1000 });
  client = intake.client;
  const rules = { ...defaultRules, lifetimeMinutes: 30, storageDays: 2 };
  await makeTestScenario(client, 'short-lived', { rules });
});
afterAll(async () => {
  await intake.remove();
  expect(logged).toEqual([]);
});

async function begin(): Promise<SessionId> {
  const sessionId = newSessionId();
  await must(client, 'createSession', {
    sessionId,
    scenarioId: 'short-lived',
    source: 'api',
    clientKey: null,
    actor: analyst,
  });
  return sessionId;
}

/** Waits until the feed tells of the session what `type` says. */
async function untilTold(sessionId: SessionId, type: SessionEvent['type']): Promise<SessionEvent> {
  for (let after = 0; ;) {
    const page = await must(client, 'readFeed', { after, waitMs: 10_000 });
    const told = page.events.find((event) => event.sessionId === sessionId && event.type === type);
    if (told !== undefined) return told;
    if (page.cursor === after) throw new Error(`${type} was never told`);
    after = page.cursor;
  }
}

const typesOf = async (sessionId: SessionId): Promise<string[]> =>
  (await must(client, 'listEvents', { sessionId })).events.map(({ type }) => type);

it('freezes what collects when its lifetime is over, and drops the attempt that is being analyzed', async () => {
  const [collecting, submitted, checked] = [await begin(), await begin(), await begin()];
  for (const side of ['front', 'selfie'] as const) await putTestCapture(client, submitted, side);
  await sendTestCommand(client, submitted, { type: 'session.submit' });
  await putTestCapture(client, checked, 'front');
  await putTestCapture(client, checked, 'selfie');
  // Both steps at once: two agents may hold them.
  await sendTestCommand(client, checked, { type: 'step.submit', stepId: 'document' });
  await sendTestCommand(client, checked, { type: 'step.submit', stepId: 'selfie' });
  const take = async (): Promise<string> =>
    (await must(client, 'takeLease', { agentId: randomUUID(), waitMs: 0 })).lease?.leaseId ?? '';
  const [first, second] = [await take(), await take()];
  await must(client, 'completeLease', { leaseId: first, analysis: anAnalysis() });

  now = '2026-01-02T03:34:05.678Z';
  const late = {
    sessionId: collecting,
    captureId: newCaptureId(),
    stepId: 'document',
    side: 'front',
  } as const;
  expect(await client.putCapture({ ...late, bytes: somePicture() })).toMatchObject({
    code: 'session-frozen',
  });
  expect(await untilTold(collecting, 'session.frozen')).toMatchObject({
    seq: 1,
    at: now,
    actor: { kind: 'system', id: 'intake' },
  });
  await untilTold(checked, 'session.frozen');
  expect(await codeOf(client, 'completeLease', { leaseId: second, analysis: anAnalysis() })).toBe(
    'lease-lost',
  );
  expect((await typesOf(checked)).slice(-2)).toEqual(['step.analyzed', 'session.frozen']);
  expect((await typesOf(submitted)).at(-1)).toBe('session.submitted');
  expect(await must(client, 'getResult', { sessionId: collecting })).toMatchObject({ status: 'frozen' });
  const left = await intake.db
    .selectFrom('sessions')
    .select('id')
    .where('freezes_at', 'is not', null)
    .execute();
  expect(left).toEqual([]);
  const { lease } = await must(client, 'takeLease', { agentId: 'a', waitMs: 0 });
  await must(client, 'completeLease', { leaseId: lease?.leaseId ?? '', analysis: anAnalysis() });
});

it('deletes pictures and keys when the storage time is over; the chain stays, and replicas are told', async () => {
  const sessionId = await begin();
  const captureId = await putTestCapture(client, sessionId, 'front');
  // One that lies in the database, and one that is too large for it.
  await putTestCapture(client, sessionId, 'selfie', randomBytes(2 * mostSmallBytes));
  await sendTestCommand(client, sessionId, { type: 'session.submit' });
  const { lease } = await must(client, 'takeLease', { agentId: 'a', waitMs: 0 });
  const before = await must(client, 'listEvents', { sessionId });
  const blobs = async (): Promise<number> =>
    (await readdir(join(intake.dataDir, 'blobs'), { recursive: true, withFileTypes: true })).filter((file) =>
      file.isFile(),
    ).length;
  expect(await blobs()).toBeGreaterThan(0);

  now = '2026-01-05T00:00:00.000Z';
  const told = await untilTold(sessionId, 'session.purged');
  expect(told).toMatchObject({ seq: before.events.length, body: {}, at: now });
  expect(await codeOf(client, 'getResult', { sessionId })).toBe('not-found');
  expect(await codeOf(client, 'listEvents', { sessionId })).toBe('not-found');
  expect(await client.getCapture(captureId)).toMatchObject({ ok: false, code: 'not-found' });
  expect(await sendTestCommand(client, sessionId, { type: 'comment.add', text: 'x' })).toMatchObject({
    code: 'session-not-found',
  });
  // The agent that had it is told that nobody wants its answer.
  expect(
    await codeOf(client, 'completeLease', { leaseId: lease?.leaseId ?? '', analysis: anAnalysis() }),
  ).toBe('lease-lost');
  const { events } = await must(client, 'readFeed', { after: 0, waitMs: 0 });
  expect(events.filter((event) => event.sessionId === sessionId)).toEqual([told]);
  // Every session of this file is due.
  while (
    (await intake.db.selectFrom('sessions').select('id').where('purge_at', 'is not', null).execute()).length >
    0
  )
    await new Promise((resolve) => setTimeout(resolve, 200));
  expect(await blobs()).toBe(0);
  expect(await intake.db.selectFrom('captures').select('id').execute()).toEqual([]);

  const eventLog = createEventLog(intake.keyring);
  expect(await eventLog.verify(intake.db, sessionId)).toEqual({ ok: true });
  await intake.db.connection().execute(async (connection) => {
    await sql`set session_replication_role = replica`.execute(connection);
    await sql`update events set actor_id = 'x' where session_id = ${sessionId} and seq = 1`.execute(
      connection,
    );
    await sql`set session_replication_role = origin`.execute(connection);
  });
  expect(await eventLog.verify(intake.db, sessionId)).toMatchObject({ ok: false, seq: 1, problem: 'hash' });
});
