import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type {
  AnalysisRequest,
  AnalyzeOptions,
  CaptureInput,
  LivenessChallenge,
  LivenessFrameInput,
} from '#analysis/analysis-request.ts';
import type { AnalyzeReply } from '#analysis/worker/messages.ts';
import type { ApiReply, IntakeClient } from '#shared/api/client.ts';
import { maxWaitMs } from '#shared/api/feed-contract.ts';
import type { Lease } from '#shared/api/lease-contract.ts';
import type { AnalysisFailureCode, AnalysisProgress } from '#shared/domain/analysis.ts';
import { errorFacts, type Log } from '../log.ts';
import { createBackoff } from './backoff.ts';

export interface AgentDeps {
  readonly intake: Pick<IntakeClient, 'call' | 'getCapture'>;
  readonly host: { analyze(request: AnalysisRequest, options: AnalyzeOptions): Promise<AnalyzeReply> };
  /** Names the agent in the event log; no personal data. */
  readonly agentId: string;
  /** Sessions worked on at a time. */
  readonly concurrency: number;
  readonly log: Log;
  readonly timing?: Partial<AgentTiming>;
}

interface AgentTiming {
  readonly heartbeatMs: number;
  readonly progressMs: number;
  readonly firstRetryMs: number;
  readonly longestRetryMs: number;
  readonly giveBackMs: number;
}

const defaultTiming: AgentTiming = {
  // A lease lasts 30 s: two heartbeats may be lost before it does.
  heartbeatMs: 10_000,
  // An analysis takes a second or two: analysts see its stages only if they are told as they pass, four a second at most.
  progressMs: 250,
  firstRetryMs: 250,
  // An intake that is restarted is back within seconds; longer waits would only be noticed by the analyst.
  longestRetryMs: 10_000,
  // Long enough for one request, short enough that nobody waits for a shutdown.
  giveBackMs: 2_000,
};

export interface Agent {
  /**
   * Takes sessions from the intake, analyzes them and sends back what was found, until `signal` is aborted; then it stops
   * what it works on, gives the sessions back and resolves. An intake that is away is waited for.
   */
  run(signal: AbortSignal): Promise<void>;
}

/** What came of a lease. `lost`: it went to another agent, whose answer counts. */
type Outcome = 'completed' | 'failed' | 'lost' | 'given-back';

export function createAgent(deps: AgentDeps): Agent {
  const { intake, host, agentId, concurrency, log } = deps;
  const timing = { ...defaultTiming, ...deps.timing };

  async function serve(signal: AbortSignal): Promise<void> {
    const backoff = createBackoff({ firstMs: timing.firstRetryMs, longestMs: timing.longestRetryMs });
    const isStopped = (): boolean => signal.aborted;
    while (!isStopped()) {
      try {
        const reply = await intake.call('takeLease', { agentId, waitMs: maxWaitMs }, { signal });
        if (!reply.ok) {
          log('agent.no-lease', { code: reply.code });
          await backoff.wait(signal);
          continue;
        }
        backoff.reset();
        if (reply.value.lease !== null) await work(reply.value.lease, signal);
      } catch (error) {
        if (isStopped()) return;
        log('agent.failed', errorFacts(error));
        await backoff.wait(signal).catch(() => undefined); // only an abort rejects, and ends the loop
      }
    }
  }

  async function work(lease: Lease, stopped: AbortSignal): Promise<void> {
    const lost = new AbortController();
    const done = new AbortController();
    const signal = AbortSignal.any([stopped, lost.signal]);
    const progress = new ProgressNews();
    const heartbeat = renew(lease, progress, lost, AbortSignal.any([signal, done.signal]));
    const startedAt = performance.now();
    let outcome: Outcome;
    let code: AnalysisFailureCode | undefined;
    try {
      const result = await analyze(lease, signal, (next) => {
        progress.tell(next);
      });
      if (!result.ok) ({ code } = result);
      outcome = await report(lease, result, signal);
    } catch (error) {
      if (lost.signal.aborted) outcome = 'lost';
      else if (stopped.aborted) outcome = await giveBack(lease);
      else {
        log('agent.failed', { leaseId: lease.leaseId, ...errorFacts(error) });
        code = 'internal';
        outcome = await report(lease, { ok: false, code }, signal);
      }
    } finally {
      done.abort();
      await heartbeat;
    }
    const durationMs = Math.round(performance.now() - startedAt);
    const { sessionId, attempt } = lease;
    log('agent.lease-ended', {
      sessionId,
      attempt,
      outcome,
      ...(code !== undefined && { code }),
      durationMs,
    });
  }

  async function analyze(
    { sessionId, scenario, referenceDay, captures, challenges = [] }: Lease,
    signal: AbortSignal,
    onProgress: (progress: AnalysisProgress) => void,
  ): Promise<AnalyzeReply> {
    const inputs: CaptureInput[] = [];
    for (const capture of captures) {
      const bytes = await fetchCapture(capture, signal);
      if (typeof bytes === 'string') return { ok: false, code: bytes };
      const { captureId, stepId, side, sha256, givenQuadPx } = capture;
      inputs.push({
        captureId,
        stepId,
        side,
        sha256,
        bytes,
        ...(givenQuadPx !== undefined && { givenQuadPx }),
      });
    }
    const answered: LivenessChallenge[] = [];
    for (const { frames, ...challenge } of challenges) {
      const taken: LivenessFrameInput[] = [];
      for (const frame of frames) {
        const bytes = await fetchCapture(frame, signal);
        if (typeof bytes === 'string') return { ok: false, code: bytes };
        taken.push({ ...frame, bytes });
      }
      answered.push({ ...challenge, frames: taken });
    }
    const request: AnalysisRequest = {
      sessionId,
      scenario,
      referenceDay,
      captures: inputs,
      ...(answered.length > 0 && { challenges: answered }),
    };
    return host.analyze(request, { signal, onProgress });
  }

  async function fetchCapture(
    { captureId, sha256 }: Pick<Lease['captures'][number], 'captureId' | 'sha256'>,
    signal: AbortSignal,
  ): Promise<Uint8Array | AnalysisFailureCode> {
    const reply = await untilReached(signal, () => intake.getCapture(captureId, { signal }));
    if (!reply.ok) return 'capture-missing';
    // What is analyzed must be what the event log says was received.
    const found = createHash('sha256').update(reply.bytes).digest('hex');
    return found === sha256 ? reply.bytes : 'capture-changed';
  }

  async function report({ leaseId }: Lease, result: AnalyzeReply, signal: AbortSignal): Promise<Outcome> {
    const reply = await untilReached(
      signal,
      (): Promise<ApiReply<'completeLease'> | ApiReply<'failLease'>> =>
        result.ok
          ? intake.call(
              'completeLease',
              {
                leaseId,
                analysis: result.analysis,
                faces: [...result.faces],
                pictures: [...result.pictures],
                films: [...result.films],
              },
              { signal },
            )
          : intake.call('failLease', { leaseId, code: result.code }, { signal }),
    );
    if (reply.ok) return result.ok ? 'completed' : 'failed';
    if (reply.code === 'lease-lost' || reply.code === 'not-found') return 'lost';
    throw new Error(`the intake answered ${reply.code} to the end of a lease`);
  }

  async function giveBack({ leaseId }: Lease): Promise<Outcome> {
    const signal = AbortSignal.timeout(timing.giveBackMs);
    try {
      await intake.call('releaseLease', { leaseId }, { signal });
    } catch {
      // Out of time: the lease ends by itself.
    }
    return 'given-back';
  }

  async function renew(
    { leaseId }: Lease,
    progress: ProgressNews,
    lost: AbortController,
    signal: AbortSignal,
  ): Promise<void> {
    try {
      for (;;) {
        await sleep(timing.progressMs, undefined, { signal });
        await progress.news(AbortSignal.any([signal, AbortSignal.timeout(timing.heartbeatMs)]));
        signal.throwIfAborted();
        const reply = await intake.call('renewLease', { leaseId, progress: progress.take() }, { signal });
        // Offline is no reason to stop: the intake may be back before the analysis ends.
        if (!reply.ok && (reply.code === 'lease-lost' || reply.code === 'not-found')) {
          lost.abort();
          return;
        }
      }
    } catch (error) {
      if (!signal.aborted) log('agent.failed', { leaseId, ...errorFacts(error) });
    }
  }

  /** Repeats a request for as long as the intake is away or has too much to do; the lease's end shows in the answer once it is back. */
  async function untilReached<Reply extends { readonly ok: boolean; readonly code?: string }>(
    signal: AbortSignal,
    request: () => Promise<Reply>,
  ): Promise<Reply> {
    const backoff = createBackoff({ firstMs: timing.firstRetryMs, longestMs: timing.longestRetryMs });
    for (;;) {
      const reply = await request();
      if (reply.ok || (reply.code !== 'offline' && reply.code !== 'too-many-requests')) return reply;
      await backoff.wait(signal);
    }
  }

  return {
    async run(signal) {
      await Promise.all(Array.from({ length: concurrency }, () => serve(signal)));
    },
  };
}

/** The last progress of an analysis, and word of when there is more of it. */
class ProgressNews {
  #last: AnalysisProgress | null = null;
  #isNew = false;
  #wake: () => void = () => undefined;

  tell(progress: AnalysisProgress): void {
    this.#last = progress;
    this.#isNew = true;
    this.#wake();
  }

  /** Resolves when there is progress that nobody took, or when `signal` is aborted. */
  async news(signal: AbortSignal): Promise<void> {
    if (this.#isNew || signal.aborted) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
      signal.addEventListener('abort', () => {
        resolve();
      });
    });
  }

  take(): AnalysisProgress | null {
    this.#isNew = false;
    return this.#last;
  }
}
