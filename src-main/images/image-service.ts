import type { RenderReply, RenderRequest } from '#analysis/worker/messages.ts';
import type { CaptureId } from '#shared/domain/ids.ts';
import type { Quad, Rect } from '#shared/domain/geometry.ts';
import type { GetCaptureReply, IntakeClient } from '#shared/api/client.ts';
import { createByteCache } from './byte-cache.ts';

/**
 * A picture to show: a whole capture, a region of it in original pixels, turned upright by `rollDeg`, or a document in it made flat: the
 * content of `quadPx` as a rectangle of the given size.
 */
export interface ImageRequest {
  readonly captureId: CaptureId;
  /** Longest side of the answer. */
  readonly maxPx: number;
  readonly cropPx?: Rect;
  readonly rollDeg?: number;
  readonly flat?: { readonly quadPx: Quad; readonly width: number; readonly height: number };
}

export type ImageFailureCode =
  'not-found' | 'offline' | 'undecodable' | 'busy' | 'unauthorized' | 'forbidden';

export type ImageReply =
  | { readonly ok: true; readonly bytes: Uint8Array; readonly mediaType: string }
  | { readonly ok: false; readonly code: ImageFailureCode };

export interface ImageService {
  /** Rejects only with the reason of `signal`. */
  getImage(request: ImageRequest, signal: AbortSignal): Promise<ImageReply>;
  /** Forgets every picture, also those on their way, as when somebody else works here. */
  clear(): void;
}

export interface ImageServiceDeps {
  readonly intake: Pick<IntakeClient, 'getCapture'>;
  readonly host: {
    render(request: RenderRequest, options: { readonly signal: AbortSignal }): Promise<RenderReply>;
  };
  /** Of renderings kept in memory. */
  readonly renderedBytes?: number;
  /** Of files as they were sent, kept so that cut-outs and zooms don't fetch them again. */
  readonly sourceBytes?: number;
}

// A screen-sized JPEG is about 400 kB: 128 MB hold the pictures of about a hundred sessions.
const defaultRenderedBytes = 128 * 1024 * 1024;
// Two of the largest files, or about twenty of the usual 3 to 5 MB.
const defaultSourceBytes = 100 * 1024 * 1024;

/**
 * Pictures for the page: fetched from the intake, rendered in the analysis host's process, kept in memory and nowhere else.
 * Callers who ask for the same at the same time share one rendering.
 */
export function createImageService(deps: ImageServiceDeps): ImageService {
  const { intake, host, renderedBytes = defaultRenderedBytes, sourceBytes = defaultSourceBytes } = deps;
  const rendered = createByteCache<Extract<ImageReply, { ok: true }>>(renderedBytes);
  const sources = createByteCache<Uint8Array<ArrayBuffer>>(sourceBytes);
  const shareFetch = createSharing<GetCaptureReply>();
  const shareRender = createSharing<ImageReply>();
  /** Counts the times that all was forgotten: what was asked for before is neither kept nor shared afterwards. */
  let era = 0;

  async function fetchSource(captureId: CaptureId, signal: AbortSignal): Promise<GetCaptureReply> {
    const kept = sources.get(captureId);
    if (kept !== undefined) return { ok: true, bytes: kept };
    const askedIn = era;
    const reply = await shareFetch(`${String(era)}/${captureId}`, signal, (shared) =>
      intake.getCapture(captureId, { signal: shared }),
    );
    if (reply.ok && askedIn === era) sources.set(captureId, reply.bytes, reply.bytes.byteLength);
    return reply;
  }

  async function render({ captureId, ...request }: ImageRequest, signal: AbortSignal): Promise<ImageReply> {
    const source = await fetchSource(captureId, signal);
    if (!source.ok) return { ok: false, code: fetchFailure(source.code) };
    const ask = (): Promise<RenderReply> => host.render({ bytes: source.bytes, ...request }, { signal });
    const first = await ask();
    // All pictures share a process, which ends for the sake of one that hangs; the others are not to blame.
    const reply = !first.ok && first.code === 'worker-died' ? await ask() : first;
    if (reply.ok) return { ok: true, bytes: reply.bytes, mediaType: reply.mediaType };
    return {
      ok: false,
      code: reply.code === 'worker-died' || reply.code === 'timed-out' ? 'busy' : 'undecodable',
    };
  }

  return {
    async getImage(request, signal) {
      const key = keyOf(request);
      const kept = rendered.get(key);
      if (kept !== undefined) return kept;
      const askedIn = era;
      const reply = await shareRender(`${String(era)}/${key}`, signal, (shared) => render(request, shared));
      if (reply.ok && askedIn === era) rendered.set(key, reply, reply.bytes.byteLength);
      return reply;
    },
    clear() {
      era += 1;
      rendered.clear();
      sources.clear();
    },
  };
}

function keyOf({ captureId, ...request }: ImageRequest): string {
  const { maxPx, cropPx, rollDeg = 0, flat } = request;
  const crop = cropPx === undefined ? '' : [cropPx.x, cropPx.y, cropPx.width, cropPx.height].join(',');
  const corners = flat === undefined ? [] : flat.quadPx.flatMap(({ x, y }) => [x, y]);
  const size = flat === undefined ? [] : [flat.width, flat.height];
  return [captureId, maxPx, crop, rollDeg, corners.join(','), size.join(',')].join('/');
}

function fetchFailure(code: Extract<GetCaptureReply, { ok: false }>['code']): ImageFailureCode {
  switch (code) {
    case 'unauthorized':
    case 'forbidden':
    case 'offline':
      return code;
    case 'too-many-requests':
    case 'internal':
      return 'busy';
    case 'not-found':
    case 'invalid-request':
      return 'not-found';
  }
}

type Sharing<Value> = (
  key: string,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Value>,
) => Promise<Value>;

/** Joins callers of the same key to one piece of work, which is aborted when all of them have left. */
function createSharing<Value>(): Sharing<Value> {
  interface Work {
    readonly promise: Promise<Value>;
    readonly controller: AbortController;
    waiting: number;
  }
  const running = new Map<string, Work>();

  return (key, signal, work) => {
    signal.throwIfAborted();
    let shared = running.get(key);
    if (shared === undefined) {
      const controller = new AbortController();
      const started: Work = { promise: work(controller.signal), controller, waiting: 0 };
      const forget = (): void => {
        if (running.get(key) === started) running.delete(key);
      };
      started.promise.then(forget, forget);
      running.set(key, started);
      shared = started;
    }
    const joined = shared;
    joined.waiting += 1;
    return new Promise<Value>((resolve, reject) => {
      const leave = (): void => {
        joined.waiting -= 1;
        if (joined.waiting === 0) {
          // Whoever comes next must not join work that is ending.
          if (running.get(key) === joined) running.delete(key);
          joined.controller.abort();
        }
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', leave, { once: true });
      joined.promise
        .finally(() => {
          signal.removeEventListener('abort', leave);
        })
        .then(resolve, reject);
    });
  };
}
