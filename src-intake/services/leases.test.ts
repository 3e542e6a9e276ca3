import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { IntakeClient } from '#shared/api/client.ts';
import type { Lease } from '#shared/api/lease-contract.ts';
import { systemClock, instantAfter } from '../clock.ts';
import { anAnalysis } from '../testing/an-analysis.ts';
import {
  codeOf,
  createTestSession,
  must,
  putTestCapture,
  sendTestCommand,
  submitTestSession,
  startTestIntake,
  type TestIntake,
} from '../testing/test-intake.ts';

// Real: server, database, queue and the sweep every two seconds. Turned by hand: the clock, past the leases' end.

let intake: TestIntake;
let client: IntakeClient;
let aheadMs = 0;
const leaseMs = 30_000;

beforeAll(async () => {
  intake = await startTestIntake({ leaseMs, now: () => instantAfter(systemClock(), aheadMs) });
  client = intake.client;
});
afterAll(() => intake.remove());
afterEach(() => {
  aheadMs = 0;
});

async function take(agentId: string, waitMs = 10_000): Promise<Lease> {
  const { lease } = await must(client, 'takeLease', { agentId, waitMs });
  if (lease === null) throw new Error('no lease');
  return lease;
}

async function typesOf(sessionId: Lease['sessionId']): Promise<string[]> {
  return (await must(client, 'listEvents', { sessionId })).events.slice(4).map(({ type }) => type);
}

it('gives a session to one agent alone', async () => {
  const sessionId = await submitTestSession(client);
  const replies = await Promise.all(
    [1, 2, 3, 4].map((n) => must(client, 'takeLease', { agentId: `a-${n.toString()}`, waitMs: 300 })),
  );
  const leases = replies.flatMap(({ lease }) => (lease === null ? [] : [lease]));
  expect(leases).toMatchObject([{ sessionId, attempt: 1 }]);
  await must(client, 'completeLease', { leaseId: leases[0]?.leaseId ?? '', analysis: anAnalysis() });
  expect(await typesOf(sessionId)).toEqual(['analysis.started', 'session.analyzed']);
});

it('wakes a waiting agent when a session is submitted', async () => {
  const waiting = take('a', 20_000);
  const sessionId = await submitTestSession(client);
  const lease = await waiting;
  expect(lease.sessionId).toBe(sessionId);
  await must(client, 'completeLease', { leaseId: lease.leaseId, analysis: anAnalysis() });
});

it('gives the session of a silent agent to the next one, and takes its result once', async () => {
  const sessionId = await submitTestSession(client);
  const first = await take('dead');
  aheadMs = leaseMs + 1;
  const second = await take('alive');
  expect(second).toMatchObject({ sessionId, attempt: 2, referenceDay: first.referenceDay });
  expect(await codeOf(client, 'renewLease', { leaseId: first.leaseId, progress: null })).toBe('lease-lost');
  expect(await codeOf(client, 'completeLease', { leaseId: first.leaseId, analysis: anAnalysis() })).toBe(
    'lease-lost',
  );
  expect(await codeOf(client, 'failLease', { leaseId: first.leaseId, code: 'internal' })).toBe('lease-lost');
  await must(client, 'completeLease', { leaseId: second.leaseId, analysis: anAnalysis() });
  expect(await typesOf(sessionId)).toEqual([
    'analysis.started',
    'analysis.failed',
    'analysis.started',
    'session.analyzed',
  ]);
  expect(await must(client, 'getResult', { sessionId })).toMatchObject({
    status: 'review',
    attempts: 2,
    errors: [{ code: 'worker-died', attempt: 1 }],
  });
});

it('keeps a lease that is renewed', async () => {
  await submitTestSession(client);
  const lease = await take('a');
  aheadMs = leaseMs - 1000;
  const { expiresAt } = await must(client, 'renewLease', { leaseId: lease.leaseId, progress: null });
  expect(Date.parse(expiresAt) - Date.parse(lease.expiresAt)).toBeGreaterThan(leaseMs - 2000);
  aheadMs = leaseMs + 5000;
  expect(await must(client, 'takeLease', { agentId: 'b', waitMs: 2500 })).toEqual({ lease: null });
  await must(client, 'completeLease', { leaseId: lease.leaseId, analysis: anAnalysis() });
});

it('gives a released session to the next agent at once, as often as agents close, without an attempt', async () => {
  const sessionId = await submitTestSession(client);
  for (let round = 0; round < 5; round++) {
    const { leaseId, attempt } = await take('a', 5000);
    expect(attempt).toBe(1);
    expect(await must(client, 'releaseLease', { leaseId })).toEqual({ released: true });
    expect(await codeOf(client, 'completeLease', { leaseId, analysis: anAnalysis() })).toBe('lease-lost');
  }
  const { leaseId } = await take('b', 5000);
  await must(client, 'completeLease', { leaseId, analysis: anAnalysis() });
  expect(await must(client, 'getResult', { sessionId })).toMatchObject({
    status: 'review',
    attempts: 1,
    errors: [],
  });
});

it('tries three times, with a pause, says that it failed, and tries again when somebody asks', async () => {
  const sessionId = await submitTestSession(client);
  for (const willRetry of [true, true, false]) {
    const { leaseId } = await take('a', 15_000);
    expect(await must(client, 'failLease', { leaseId, code: 'model-missing' })).toEqual({ willRetry });
    expect(await must(client, 'takeLease', { agentId: 'b', waitMs: 500 })).toEqual({ lease: null });
  }
  expect(await must(client, 'getResult', { sessionId })).toMatchObject({
    status: 'failed',
    attempts: 3,
    errors: [1, 2, 3].map((attempt) => ({ code: 'model-missing', attempt })),
  });
  await sendTestCommand(client, sessionId, { type: 'analysis.retry' });
  expect((await take('a', 5000)).attempt).toBe(1);
});

/** A session whose document step was submitted and waits for its answer. */
async function submitTestStep(): Promise<Lease['sessionId']> {
  const sessionId = await createTestSession(client);
  await putTestCapture(client, sessionId, 'front');
  await sendTestCommand(client, sessionId, { type: 'step.submit', stepId: 'document' });
  return sessionId;
}

it('gives an attempt at a step as a scenario of that step alone, before whole sessions', async () => {
  const whole = await submitTestSession(client);
  const sessionId = await submitTestStep();
  const lease = await take('a');
  expect(lease).toMatchObject({
    sessionId,
    scenario: { steps: [{ id: 'document' }] },
    captures: [{ side: 'front' }],
  });
  const analysis = {
    ...anAnalysis(),
    verdict: { outcome: 'ask-again' as const, reasons: ['document.sharp:blurred'] },
  };
  await must(client, 'completeLease', { leaseId: lease.leaseId, analysis });
  const { events } = await must(client, 'listEvents', { sessionId });
  expect(events.at(-1)).toMatchObject({
    type: 'step.analyzed',
    body: { stepId: 'document', attempt: 1, outcome: 'retry' },
  });
  // The pictures of the next attempt are taken.
  await putTestCapture(client, sessionId, 'front');
  expect(await sendTestCommand(client, sessionId, { type: 'step.submit', stepId: 'document' })).toMatchObject(
    {
      kind: 'accepted',
    },
  );
  for (const expected of [sessionId, whole]) {
    const next = await take('a');
    expect(next.sessionId).toBe(expected);
    await must(client, 'completeLease', { leaseId: next.leaseId, analysis: anAnalysis() });
  }
});

/** The next lease of this session; those that other tests left behind are finished on the way. */
async function takeOf(sessionId: Lease['sessionId'], agentId: string): Promise<Lease> {
  for (;;) {
    const lease = await take(agentId);
    if (lease.sessionId === sessionId) return lease;
    await must(client, 'completeLease', { leaseId: lease.leaseId, analysis: anAnalysis() });
  }
}

it('tries an attempt with other agents, and leaves it to a person when none can', async () => {
  const sessionId = await submitTestStep();
  for (const attempt of [1, 2, 3]) {
    const lease = await takeOf(sessionId, `dead-${attempt.toString()}`);
    expect(lease.attempt).toBe(attempt);
    aheadMs += leaseMs + 1;
  }
  await expect
    .poll(async () => (await must(client, 'listEvents', { sessionId })).events.at(-1), { timeout: 10_000 })
    .toMatchObject({
      type: 'step.unanalyzed',
      body: { stepId: 'document', attempt: 1, code: 'worker-died' },
    });
});

it('does not count an attempt that a closing agent gave back', async () => {
  const sessionId = await submitTestStep();
  const first = await take('closing');
  await must(client, 'releaseLease', { leaseId: first.leaseId });
  const second = await take('next');
  expect(second).toMatchObject({ sessionId, attempt: 1 });
  await must(client, 'completeLease', { leaseId: second.leaseId, analysis: anAnalysis() });
});
