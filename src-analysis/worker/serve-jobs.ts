import type { AnalysisProgress } from '#shared/domain/analysis.ts';
import { unreachable } from '#shared/lib/invariant.ts';
import type { AnalysisRequest } from '../analysis-request.ts';
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

/** What the worker can do; each may reject with the signal's reason when aborted. */
export interface JobHandlers {
  warmUp(modelsFolder: string): Promise<WarmUpReply>;
  analyze(
    modelsFolder: string,
    request: AnalysisRequest,
    options: { readonly signal: AbortSignal; readonly onProgress: (progress: AnalysisProgress) => void },
  ): Promise<AnalyzeReply>;
  describeFaces(modelsFolder: string, bytes: Uint8Array, signal: AbortSignal): Promise<DescribeFacesReply>;
  render(request: RenderRequest, signal: AbortSignal): Promise<RenderReply>;
  drawSpecimen(request: SpecimenRequest, signal: AbortSignal): Promise<SpecimenReply>;
}

/**
 * The worker's side of the protocol: takes messages, answers each job once. A bug in a job answers `internal`, by its kind alone:
 * an error's message may quote a document, and stderr is kept in logs.
 */
export function serveJobs(
  handlers: JobHandlers,
  send: (message: WorkerMessage) => void,
  log: (line: string) => void,
): (message: HostMessage) => void {
  const running = new Map<number, AbortController>();

  const run = async (message: Exclude<HostMessage, { type: 'abort' }>): Promise<void> => {
    const { id } = message;
    const controller = new AbortController();
    running.set(id, controller);
    const { signal } = controller;
    try {
      send({ type: 'done', id, reply: await work(message, signal) });
    } catch (error) {
      if (signal.aborted) {
        send({ type: 'aborted', id });
      } else {
        log(`analysis worker: ${message.type} broke: ${describeError(error)}`);
        send({ type: 'done', id, reply: { ok: false, code: 'internal' } });
      }
    } finally {
      running.delete(id);
    }
  };

  const work = (
    message: Exclude<HostMessage, { type: 'abort' }>,
    signal: AbortSignal,
  ): Promise<AnalyzeReply | DescribeFacesReply | RenderReply | WarmUpReply | SpecimenReply> => {
    switch (message.type) {
      case 'warm-up':
        return handlers.warmUp(message.modelsFolder);
      case 'analyze':
        return handlers.analyze(message.modelsFolder, message.request, {
          signal,
          onProgress: (progress) => {
            send({ type: 'progress', id: message.id, progress });
          },
        });
      case 'describe-faces':
        return handlers.describeFaces(message.modelsFolder, message.bytes, signal);
      case 'render':
        return handlers.render(message.request, signal);
      case 'draw-specimen':
        return handlers.drawSpecimen(message.request, signal);
      default:
        return unreachable(message);
    }
  };

  return (message) => {
    if (message.type === 'abort') running.get(message.id)?.abort();
    else void run(message);
  };
}

/** The error's kind and the places in our code; never its message. */
function describeError(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  return [error.name, ...places.slice(0, 6)].join('\n');
}
