import type { AnalysisRequest, AnalyzeOptions } from '../analysis-request.ts';
import type { SpecimenReply, SpecimenRequest } from '../samples/specimen.ts';
import type {
  AnalyzeReply,
  DescribeFacesReply,
  HostMessage,
  RenderReply,
  RenderRequest,
  WarmUpReply,
  WorkerMessage,
} from './messages.ts';

/** A child process as the host needs it: Node's `fork` and Electron's `utilityProcess` both fit behind it. */
export interface ChildLike {
  /** Sends by structured clone; to a child that is gone it does nothing. */
  send(message: unknown): void;
  onMessage(listener: (message: unknown) => void): void;
  /** Called once the child is gone, for whatever reason, including that it never started. */
  onExit(listener: () => void): void;
  /** Ends it at once, without asking. */
  kill(): void;
}

export interface AnalysisHost {
  /** Rejects only with the signal's reason. One analysis runs at a time; the next ones wait. */
  analyze(request: AnalysisRequest, options?: AnalyzeOptions): Promise<AnalyzeReply>;
  /** Beside a running analysis, in its process, where the nets are. Rejects only with the signal's reason. */
  describeFaces(bytes: Uint8Array, options?: { readonly signal?: AbortSignal }): Promise<DescribeFacesReply>;
  /** Renders beside a running analysis, in a process of its own. Rejects only with the signal's reason. */
  render(request: RenderRequest, options?: { readonly signal?: AbortSignal }): Promise<RenderReply>;
  /** Draws a sample document in the process that renders. Rejects only with the signal's reason. */
  drawSpecimen(request: SpecimenRequest, options?: { readonly signal?: AbortSignal }): Promise<SpecimenReply>;
  /** Starts the analysis process and loads the models, so that the first analysis does not pay for it. */
  warmUp(): Promise<WarmUpReply>;
  /** Ends the processes; jobs still running answer `worker-died`. */
  close(): void;
}

export interface AnalysisHostOptions {
  readonly spawn: () => ChildLike;
  readonly modelsFolder: string;
  /** Of one analysis, from its start; the whole takes 1 to 3 s on two cores, so a minute means that it hangs. */
  readonly timeoutMs?: number;
}

/** How long an aborted job may take to stop by itself: longer than any single inference or OCR run. */
const abortGraceMs = 2000;
/** A rendering takes well under a second; the decoder's own limit is 20 s. */
const renderTimeoutMs = 30_000;

/**
 * Runs analyses and renderings in two processes of the same entry, so that a picture that crashes a decoder costs one job
 * and a long analysis does not hold up thumbnails. A process that died is replaced with the next job.
 */
export function createAnalysisHost(options: AnalysisHostOptions): AnalysisHost {
  const { spawn, modelsFolder, timeoutMs = 60_000 } = options;
  const analysis = createLane(spawn);
  const pictures = createLane(spawn);
  let lastAnalysis: Promise<unknown> = Promise.resolve();

  return {
    analyze(request, { signal, onProgress } = {}) {
      const job = lastAnalysis.then(() => {
        signal?.throwIfAborted();
        return analysis.run<AnalyzeReply>(
          (id) => ({ type: 'analyze', id, modelsFolder, request }),
          timeoutMs,
          signal,
          (message) => onProgress?.(message.progress),
        );
      });
      lastAnalysis = job.catch(() => undefined);
      return job;
    },
    async describeFaces(bytes, { signal } = {}) {
      signal?.throwIfAborted();
      return analysis.run<DescribeFacesReply>(
        (id) => ({ type: 'describe-faces', id, modelsFolder, bytes }),
        timeoutMs,
        signal,
      );
    },
    async render(request, { signal } = {}) {
      signal?.throwIfAborted();
      return pictures.run<RenderReply>((id) => ({ type: 'render', id, request }), renderTimeoutMs, signal);
    },
    async drawSpecimen(request, { signal } = {}) {
      signal?.throwIfAborted();
      return pictures.run<SpecimenReply>(
        (id) => ({ type: 'draw-specimen', id, request }),
        renderTimeoutMs,
        signal,
      );
    },
    warmUp() {
      return analysis.run<WarmUpReply>((id) => ({ type: 'warm-up', id, modelsFolder }), timeoutMs);
    },
    close() {
      analysis.close();
      pictures.close();
    },
  };
}

type ProgressMessage = Extract<WorkerMessage, { type: 'progress' }>;

interface Job {
  onMessage(message: WorkerMessage): void;
  onExit(): void;
}

interface Lane {
  run<Reply>(
    toMessage: (id: number) => HostMessage,
    limitMs: number,
    signal?: AbortSignal,
    onProgress?: (message: ProgressMessage) => void,
  ): Promise<Reply | { readonly ok: false; readonly code: 'worker-died' | 'timed-out' }>;
  close(): void;
}

/** One child process and the jobs it works on. */
function createLane(spawn: () => ChildLike): Lane {
  let child: ChildLike | undefined;
  let nextId = 0;
  const jobs = new Map<number, Job>();

  const start = (): ChildLike => {
    const started = spawn();
    started.onMessage((message) => {
      const reply = message as WorkerMessage;
      jobs.get(reply.id)?.onMessage(reply);
    });
    started.onExit(() => {
      // A child that was replaced meanwhile no longer owns the jobs.
      if (child !== started) return;
      child = undefined;
      dropJobs();
    });
    return started;
  };
  const dropJobs = (): void => {
    const dropped = [...jobs.values()];
    jobs.clear();
    for (const job of dropped) job.onExit();
  };
  const stop = (): void => {
    const stopped = child;
    child = undefined;
    stopped?.kill();
    dropJobs();
  };

  return {
    run(toMessage, limitMs, signal, onProgress) {
      child ??= start();
      const current = child;
      const id = nextId;
      nextId += 1;
      return new Promise((resolve, reject) => {
        let grace: NodeJS.Timeout | undefined;
        let timedOut = false;
        const onAbort = (): void => {
          current.send({ type: 'abort', id } satisfies HostMessage);
          grace = setTimeout(() => {
            // Other jobs of the process must not go down with it; what hangs is ended at its limit.
            if (jobs.size > 1) rejectAborted();
            else stop();
          }, abortGraceMs);
        };
        const limit = setTimeout(() => {
          timedOut = true;
          stop();
        }, limitMs);
        const settle = (): void => {
          clearTimeout(limit);
          clearTimeout(grace);
          signal?.removeEventListener('abort', onAbort);
          jobs.delete(id);
        };
        const rejectAborted = (): void => {
          // The reason is the caller's own value, which need not be an Error.
          // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors
          reject(signal?.reason);
        };
        jobs.set(id, {
          onMessage(message) {
            if (message.type === 'progress') {
              if (signal?.aborted !== true) onProgress?.(message);
              return;
            }
            settle();
            if (signal?.aborted === true || message.type === 'aborted') rejectAborted();
            else resolve(message.reply as never);
          },
          onExit() {
            settle();
            if (signal?.aborted === true) rejectAborted();
            else resolve({ ok: false, code: timedOut ? 'timed-out' : 'worker-died' });
          },
        });
        signal?.addEventListener('abort', onAbort, { once: true });
        current.send(toMessage(id));
      });
    },
    close: stop,
  };
}
