import { randomUUID } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { IntakeClient } from '#shared/api/client.ts';
import { maxFrameBytes, mostDraws, mostFramesInBatch, type LivenessFrame } from '#shared/domain/liveness.ts';
import { passportAndSelfie } from '#shared/domain/scenario.ts';
import type { Log } from '../log.ts';
import {
  analyst,
  makeTestScenario,
  must,
  newCaptureId,
  startOpenTestIntake,
  type OpenTestIntake,
} from '../testing/test-intake.ts';
import { anAnalysis } from '../testing/an-analysis.ts';
import { aPhone, tokenOf, type TestPhone } from '../testing/test-phone.ts';

// Real: server, database, blobs, HTTP. The clock is turned by hand.

let intake: OpenTestIntake;
let client: IntakeClient;
const start = Date.parse('2026-01-02T03:04:05.678Z');
let nowMs = start;
const logged: unknown[] = [];
const log: Log = { info: (line) => logged.push(line), unexpected: (event) => logged.push(event) };
const scenarioId = 'alive';
let person: TestPhone;

beforeAll(async () => {
  const now = (): string => new Date(nowMs).toISOString();
  intake = await startOpenTestIntake({ now, log, trustedProxies: ['127.0.0.1'] });
  client = intake.client;
  const [, selfie] = passportAndSelfie.steps;
  if (selfie === undefined) throw new Error('no selfie step');
  await makeTestScenario(client, scenarioId, { steps: [{ ...selfie, id: 'alive', type: 'liveness' }] });
});
afterAll(async () => {
  await intake.remove();
  expect(logged).toEqual([]);
});
beforeEach(async () => {
  nowMs = start;
  person = await begin();
});
// What a test submitted and left waiting must not be what the next one is given.
afterEach(async () => {
  for (;;) {
    const { lease } = await must(client, 'takeLease', { agentId: 'a', waitMs: 0 });
    if (lease === null) return;
    await must(client, 'completeLease', { leaseId: lease.leaseId, analysis: anAnalysis() });
  }
});

async function begin(): Promise<TestPhone> {
  const { links } = await must(client, 'createLinks', {
    requestId: randomUUID(),
    scenarioId,
    count: 1,
    lifetimeMinutes: 60,
    clientKey: null,
    actor: analyst,
  });
  const phone = aPhone(intake.running.url);
  await phone.open(tokenOf(links[0]?.url ?? ''));
  await phone.consent();
  return phone;
}

/** The beginning of a JPEG file, and a text that no other has. */
function aJpeg(): Buffer {
  return Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.from(randomUUID())]);
}
function aFrame(actionIndex: number | null, atMs: number, bytes: Uint8Array = aJpeg()) {
  return { captureId: newCaptureId(), actionIndex, atMs, bytes } satisfies LivenessFrame & {
    bytes: Uint8Array;
  };
}
async function lastEvents() {
  const { links } = await must(client, 'listLinks', { limit: 1 });
  const { events } = await must(client, 'listEvents', { sessionId: links[0]?.sessionId ?? '' });
  return events;
}
const valueOf = <Value>(reply: { ok: true; value: Value } | { ok: false; code: string }): Value => {
  if (!reply.ok) throw new Error(reply.code);
  return reply.value;
};
/** Frames of every action, a second after each other. */
function framesOf(actions: readonly unknown[]) {
  return [aFrame(null, 100), ...actions.map((_, place) => aFrame(place, 1000 * (place + 1)))];
}

it('takes a person through a challenge to the end, sealed, and hands the frames to whoever reviews', async () => {
  const challengeId = randomUUID();
  const { actions, leftMs, attempt } = valueOf(await person.challenge('alive', challengeId));
  expect([leftMs, attempt, new Set(actions).size]).toEqual([180_000, 1, actions.length]);
  expect(valueOf(await person.challenge('alive', challengeId)).actions).toEqual(actions);
  nowMs += 5000;
  const frames = framesOf(actions);
  expect(await person.submit('alive', 1, { challengeId, skippedActions: [] })).toEqual({
    ok: false,
    code: 'captures-missing',
  });
  const batchId = randomUUID();
  const sent = await Promise.all([1, 2, 3].map(() => person.frames('alive', challengeId, batchId, frames)));
  expect(sent).toEqual(sent.map(() => ({ ok: true, value: { received: frames.length } })));
  expect(await person.submit('alive', 1)).toEqual({ ok: false, code: 'invalid-request' });
  expect(await person.finish()).toEqual({ ok: false, code: 'captures-missing' });
  const submit = () => person.submit('alive', 1, { challengeId, skippedActions: [] });
  for (const reply of await Promise.all([submit(), submit()]))
    expect(reply).toMatchObject({ ok: true, value: { steps: [{ state: 'checking', attempts: 1 }] } });
  // An agent is given what was asked and the frames, and what it comes to decides of the attempt.
  const { lease: attempt1 } = await must(client, 'takeLease', { agentId: 'a', waitMs: 5000 });
  expect(attempt1?.captures).toEqual([]);
  expect(attempt1?.challenges).toMatchObject([
    {
      stepId: 'alive',
      actions,
      skippedActions: [],
      frames: frames.map(({ captureId, actionIndex, atMs }) => ({ captureId, actionIndex, atMs })),
    },
  ]);
  await must(client, 'completeLease', { leaseId: attempt1?.leaseId ?? '', analysis: anAnalysis() });
  expect(await person.finish()).toMatchObject({ ok: true, value: { status: 'finished' } });

  const events = await lastEvents();
  expect(events.map(({ type }) => type)).toEqual([
    'session.created',
    'liveness.challenged',
    'liveness.received',
    'step.submitted',
    'step.analyzed',
    'session.submitted',
  ]);
  const { lease } = await must(client, 'takeLease', { agentId: 'a', waitMs: 0 });
  expect([lease?.scenario.steps.map(({ type }) => type), lease?.captures]).toEqual([['liveness'], []]);
  expect(lease?.challenges).toEqual(attempt1?.challenges);
  await must(client, 'completeLease', { leaseId: lease?.leaseId ?? '', analysis: anAnalysis() });
  expect((await must(client, 'takeLease', { agentId: 'a', waitMs: 0 })).lease).toBeNull();
  for (const { captureId, bytes } of frames) {
    const read = await client.getCapture(captureId);
    expect(read.ok && Buffer.compare(Buffer.from(read.bytes), bytes)).toBe(0);
  }
  const rows = await intake.db.selectFrom('captures').select(['side', 'media_type']).execute();
  expect(rows).toContainEqual({ side: 'liveness', media_type: 'image/jpeg' });
});

it('marks what a person cannot do, and wants at least their face', async () => {
  const challengeId = randomUUID();
  const { actions } = valueOf(await person.challenge('alive', challengeId));
  const all = actions.map((_, place) => place);
  const give = (skippedActions: number[]) => person.submit('alive', 1, { challengeId, skippedActions });
  expect(await give(all)).toEqual({ ok: false, code: 'captures-missing' });
  await person.frames('alive', challengeId, randomUUID(), [aFrame(null, 0)]);
  expect(await give(all.slice(1))).toEqual({ ok: false, code: 'captures-missing' });
  expect(await give(all)).toMatchObject({ ok: true });
  const submitted = (await lastEvents()).find(({ type }) => type === 'step.submitted');
  expect(submitted?.body).toEqual({ stepId: 'alive', attempt: 1, skippedActions: all });
});

it('forgets a challenge for the next one, and takes no frames for it, nor for another session’s', async () => {
  const [first, second] = [randomUUID(), randomUUID()];
  await person.challenge('alive', first);
  await person.frames('alive', first, randomUUID(), [aFrame(null, 0)]);
  const { actions } = valueOf(await person.challenge('alive', second));
  nowMs += 9000;
  const frames = framesOf(actions);
  expect(await person.challenge('alive', first)).toEqual({ ok: false, code: 'challenge-over' });
  const code = async (reply: Promise<{ ok: boolean; code?: string }>) => (await reply).code;
  expect(await code(person.frames('alive', first, randomUUID(), frames))).toBe('challenge-over');
  const other = await begin();
  expect(await code(other.frames('alive', second, randomUUID(), frames))).toBe('challenge-over');
  expect(await person.frames('alive', second, randomUUID(), frames)).toMatchObject({ ok: true });
  // The frames of one are not another's, under whatever challenge.
  await other.challenge('alive', second);
  nowMs += 9000;
  // Its own challenge may have fewer actions: the face and the first are in every one.
  expect(await code(other.frames('alive', second, randomUUID(), frames.slice(0, 2)))).toBe('capture-exists');
  expect(await code(person.submit('alive', 1, { challengeId: first, skippedActions: [] }))).toBe(
    'challenge-over',
  );
  expect(await person.submit('alive', 1, { challengeId: second, skippedActions: [] })).toMatchObject({
    ok: true,
  });
});

it('refuses frames that come too late, out of order, too large, or that are no pictures', async () => {
  const challengeId = randomUUID();
  await person.challenge('alive', challengeId);
  const send = async (frames: ReturnType<typeof aFrame>[], batchId: string = randomUUID()) => {
    const reply = await person.frames('alive', challengeId, batchId, frames);
    return reply.ok ? reply.value.received : reply.code;
  };
  expect(await send([aFrame(0, 5000)])).toBe('frames-invalid');
  nowMs += 5000;
  expect(await send([aFrame(0, 5000), aFrame(0, 4000)])).toBe('frames-invalid');
  expect(await send([aFrame(null, 0, Buffer.from('no picture'))])).toBe('frames-invalid');
  expect(await send([aFrame(null, 0, Buffer.alloc(maxFrameBytes + 1, aJpeg()))])).toBe('too-many-bytes');
  expect(await send([aFrame(null, 0, Buffer.alloc(0))])).toBe('empty-file');
  expect(await send(Array.from({ length: mostFramesInBatch + 1 }, () => aFrame(null, 0)))).toBe(
    'invalid-request',
  );
  const batchId = randomUUID();
  const batch = [aFrame(null, 0)];
  expect([await send(batch, batchId), await send(batch, batchId)]).toEqual([1, 1]);
  expect(await send([aFrame(null, 0)], batchId)).toBe('capture-exists');
  nowMs += 175_000;
  // What came in time is known to have come, also later.
  expect([await send(batch, batchId), await send([aFrame(0, 100)])]).toEqual([1, 'challenge-over']);
  const { rows, files } = await countCaptures(batch.map(({ captureId }) => captureId));
  expect([rows, files]).toEqual([1, 1]);
  // A picture from a file is no answer to a challenge.
  expect(await person.put('alive', 'selfie', aJpeg())).toEqual({ ok: false, code: 'unknown-step' });
});

/** Rows of this session's captures, and those of them whose file is read. */
async function countCaptures(ids: readonly string[]): Promise<{ rows: number; files: number }> {
  const { links } = await must(client, 'listLinks', { limit: 1 });
  const rows = await intake.db
    .selectFrom('captures')
    .select('id')
    .where('session_id', '=', links[0]?.sessionId as never)
    .execute();
  const reads = await Promise.all(ids.map((id) => client.getCapture(id as never)));
  return { rows: rows.length, files: reads.filter(({ ok }) => ok).length };
}

it('draws one challenge for many that ask at once, another each time, and not without end', async () => {
  const challengeId = randomUUID();
  const same = await Promise.all([1, 2, 3, 4].map(() => person.challenge('alive', challengeId)));
  expect(new Set(same.map((reply) => valueOf(reply).actions.join())).size).toBe(1);
  const orders = new Set([valueOf(await person.challenge('alive', challengeId)).actions.join()]);
  // Two pages of the same person, each wanting its own.
  for (let n = 1; n < mostDraws - 1; n += 1)
    orders.add(valueOf(await person.challenge('alive', randomUUID())).actions.join());
  const last = await Promise.all([1, 2, 3].map(() => person.challenge('alive', randomUUID())));
  expect(last.map((reply) => (reply.ok ? 'ok' : reply.code)).sort()).toEqual([
    'challenges-exhausted',
    'challenges-exhausted',
    'ok',
  ]);
  expect(orders.size).toBe(mostDraws - 1);
  expect((await lastEvents()).filter(({ type }) => type === 'liveness.challenged')).toHaveLength(mostDraws);
});
