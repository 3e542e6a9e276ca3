import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AnalysisRequest, AnalyzeOptions } from '#analysis/analysis-request.ts';
import type { AnalyzeReply } from '#analysis/worker/messages.ts';
import type { Lease } from '#shared/api/lease-contract.ts';
import { passportAndSelfie } from '#shared/domain/scenario.ts';
import { aCaptureId, anAnalysis, anInstant, aSessionId, aUuid } from '#shared/testing/builders.ts';
import { FakeIntake, untilAborted } from '../testing/fake-intake.ts';
import { createAgent } from './agent.ts';

const bytes = new TextEncoder().encode('a picture');
const sha256 = createHash('sha256').update(bytes).digest('hex');
const analysis = anAnalysis();

function aLease(overrides: Partial<Lease> = {}): Lease {
  return {
    leaseId: aUuid(1),
    sessionId: aSessionId(),
    attempt: 1,
    expiresAt: anInstant(30),
    scenario: passportAndSelfie,
    referenceDay: '2026-11-25',
    captures: [
      { captureId: aCaptureId(), stepId: 'document', side: 'front', sha256, mediaType: 'image/jpeg' },
    ],
    ...overrides,
  };
}

class FakeHost {
  readonly requests: AnalysisRequest[] = [];
  aborted = 0;
  answer: (options: AnalyzeOptions) => Promise<AnalyzeReply> = () =>
    Promise.resolve({ ok: true, analysis, faces: [], pictures: [], films: [] });

  analyze(request: AnalysisRequest, options: AnalyzeOptions): Promise<AnalyzeReply> {
    this.requests.push(request);
    options.signal?.addEventListener('abort', () => (this.aborted += 1));
    return this.answer(options);
  }
}

let intake: FakeIntake;
let host: FakeHost;
let stopping: AbortController;
let running: Promise<void>;

beforeEach(() => {
  intake = new FakeIntake();
  intake.captures.set(aCaptureId(), bytes);
  host = new FakeHost();
  stopping = new AbortController();
  running = Promise.resolve();
});

afterEach(async () => {
  stopping.abort();
  await running;
});

/** Starts the agent with one lease to be had; `timing` in milliseconds, so that tests are quick. */
function start(lease: Lease = aLease(), heartbeatMs = 10): void {
  let isTaken = false;
  intake
    .on('takeLease', (_input, signal) => {
      if (isTaken) return untilAborted(signal);
      isTaken = true;
      return { ok: true, value: { lease } };
    })
    .on('completeLease', () => ({ ok: true, value: { position: 5 } }))
    .on('failLease', () => ({ ok: true, value: { willRetry: true } }))
    .on('releaseLease', () => ({ ok: true, value: { released: true } }));
  const timing = { heartbeatMs, progressMs: 1, firstRetryMs: 2, longestRetryMs: 4, giveBackMs: 50 };
  const agent = createAgent({
    intake,
    host,
    agentId: 'agent-1',
    concurrency: 1,
    log: () => undefined,
    timing,
  });
  running = agent.run(stopping.signal);
}

it('analyzes what it leases, with the bytes that the event log names, and sends the analysis', async () => {
  start();
  await expect
    .poll(() => intake.callsOf('completeLease'))
    .toEqual([{ leaseId: aUuid(1), analysis, faces: [], pictures: [], films: [] }]);
  expect(host.requests).toEqual([
    {
      sessionId: aSessionId(),
      scenario: passportAndSelfie,
      referenceDay: '2026-11-25',
      captures: [{ captureId: aCaptureId(), stepId: 'document', side: 'front', sha256, bytes }],
    },
  ]);
});

it('does not analyze bytes other than those that were received', async () => {
  intake.captures.set(aCaptureId(), new TextEncoder().encode('another picture'));
  start();
  await expect
    .poll(() => intake.callsOf('failLease'))
    .toEqual([{ leaseId: aUuid(1), code: 'capture-changed' }]);
  expect(host.requests).toEqual([]);
});

it('says which capture is missing by its code', async () => {
  intake.captures.clear();
  start();
  await expect
    .poll(() => intake.callsOf('failLease'))
    .toEqual([{ leaseId: aUuid(1), code: 'capture-missing' }]);
});

it('reports a worker that died, so that the intake decides on another attempt', async () => {
  host.answer = () => Promise.resolve({ ok: false, code: 'worker-died' });
  start();
  await expect.poll(() => intake.callsOf('failLease')).toEqual([{ leaseId: aUuid(1), code: 'worker-died' }]);
});

it('reports a bug of the host as internal and goes on', async () => {
  host.answer = () => Promise.reject(new Error('bug'));
  start();
  await expect.poll(() => intake.callsOf('failLease')).toEqual([{ leaseId: aUuid(1), code: 'internal' }]);
  await expect.poll(() => intake.callsOf('takeLease').length).toBe(2);
});

it('renews the lease with its progress and stops the work when the lease is lost', async () => {
  host.answer = ({ signal, onProgress }) => {
    onProgress?.({ stage: 'mrz', fraction: 0.4 });
    return untilAborted(signal);
  };
  let renewals = 0;
  intake.on('renewLease', () =>
    (renewals += 1) < 3
      ? { ok: true, value: { expiresAt: anInstant(60) } }
      : { ok: false, code: 'lease-lost' },
  );
  start();
  await expect.poll(() => host.aborted).toBe(1);
  expect(intake.callsOf('renewLease')[0]).toEqual({
    leaseId: aUuid(1),
    progress: { stage: 'mrz', fraction: 0.4 },
  });
  // The session is another agent's now: nothing is said about it, and the next one is taken.
  await expect.poll(() => intake.callsOf('takeLease').length).toBe(2);
  expect([intake.callsOf('failLease'), intake.callsOf('completeLease')]).toEqual([[], []]);
});

it('tells each stage as it comes, without waiting for the next heartbeat', async () => {
  const stages = ['decode', 'mrz', 'checks'] as const;
  intake.on('renewLease', () => ({ ok: true, value: { expiresAt: anInstant(60) } }));
  host.answer = async ({ onProgress }) => {
    for (const [index, stage] of stages.entries()) {
      onProgress?.({ stage, fraction: index / 3 });
      await expect.poll(() => intake.callsOf('renewLease').length).toBe(index + 1);
    }
    return { ok: true, analysis, faces: [], pictures: [], films: [] };
  };
  start(aLease(), 60_000);
  await expect.poll(() => intake.callsOf('completeLease').length).toBe(1);
  expect(intake.callsOf('renewLease')).toEqual(
    stages.map((stage, index) => ({ leaseId: aUuid(1), progress: { stage, fraction: index / 3 } })),
  );
});

it('stops its work at shutdown and gives the session back', async () => {
  host.answer = ({ signal }) => untilAborted(signal);
  intake.on('renewLease', () => ({ ok: true, value: { expiresAt: anInstant(60) } }));
  start();
  await expect.poll(() => host.requests.length).toBe(1);
  stopping.abort();
  await running;
  expect([host.aborted, intake.callsOf('releaseLease')]).toEqual([1, [{ leaseId: aUuid(1) }]]);
});

it('does not wait at shutdown for an intake that does not answer', async () => {
  host.answer = ({ signal }) => untilAborted(signal);
  start();
  intake.on('releaseLease', (_input, signal) => untilAborted(signal));
  intake.on('renewLease', () => ({ ok: true, value: { expiresAt: anInstant(60) } }));
  await expect.poll(() => host.requests.length).toBe(1);
  stopping.abort();
  await running;
  expect(intake.callsOf('releaseLease').length).toBe(1);
});

it('waits for an intake that is away, before and after the analysis', async () => {
  intake.isOffline = true;
  start();
  await expect.poll(() => intake.callsOf('takeLease').length).toBeGreaterThan(2);
  host.answer = () => {
    intake.isOffline = true;
    return Promise.resolve({ ok: true, analysis, faces: [], pictures: [], films: [] });
  };
  intake.isOffline = false;
  await expect.poll(() => intake.callsOf('completeLease').length).toBeGreaterThan(2);
  expect(host.requests.length).toBe(1);
  intake.isOffline = false;
  await expect
    .poll(() => intake.callsOf('takeLease').at(-1) !== undefined && intake.calls.at(-1)?.name)
    .toBe('takeLease');
});

it('sends its analysis again where it was refused for asking too often', async () => {
  start();
  let refused = 0;
  intake.on('completeLease', () => {
    if (refused === 2) return { ok: true, value: { position: 5 } };
    refused += 1;
    return { ok: false, code: 'too-many-requests' };
  });
  await expect.poll(() => intake.callsOf('completeLease').length).toBe(3);
  expect(host.requests.length).toBe(1);
  expect(intake.callsOf('failLease')).toEqual([]);
});
