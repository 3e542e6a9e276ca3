import { z } from 'zod';
import type { IntakeClient } from '#shared/api/client.ts';
import { maxCaptureBytes } from '#shared/api/capture-contract.ts';
import type { Point } from '#shared/domain/geometry.ts';
import { captureIdSchema, sessionIdSchema } from '#shared/domain/ids.ts';
import { sideSchema } from '#shared/domain/scenario.ts';
import type { ImageRequest, ImageService } from './image-service.ts';

/** `/image/…` and `/capture/…` of the page's own origin, the same for both hosts. */
export interface MediaRoutes {
  serves(pathname: string): boolean;
  /**
   * Answers a request for a path that it serves; the host has checked where it comes from. Failures are
   * `{ error: { code } }`. Rejects only with the reason of the request's signal.
   */
  respond(request: Request): Promise<Response>;
}

export interface MediaRoutesDeps {
  readonly images: Pick<ImageService, 'getImage'>;
  readonly intake: Pick<IntakeClient, 'putCapture'>;
}

// The long side of a 100-megapixel panorama stays below; larger asks for more than any capture has.
const maxPxSchema = z.coerce.number().int().min(16).max(20_000);
const lengthPxSchema = z.coerce.number().positive().max(100_000);
const placePxSchema = z.coerce.number().min(-100_000).max(100_000);
const imageQuerySchema = z.object({ max: maxPxSchema.default(1600) });
const cropQuerySchema = z.object({
  x: placePxSchema,
  y: placePxSchema,
  w: lengthPxSchema,
  h: lengthPxSchema,
  max: maxPxSchema.default(800),
  roll: z.coerce.number().min(-360).max(360).default(0),
});
/** 40 megapixels, as many as a capture may have: a larger rectangle shows nothing more. */
const mostFlatPixels = 40e6;
const sidePxSchema = z.coerce.number().int().min(1).max(20_000);
const flatQuerySchema = z
  .object({
    /** `x,y` of each corner in reading order, after one another. */
    corners: z
      .string()
      .max(200)
      .transform((text) => text.split(',').map(Number))
      .pipe(z.array(z.number().min(-100_000).max(100_000)).length(8)),
    w: sidePxSchema,
    h: sidePxSchema,
    max: maxPxSchema.default(1600),
  })
  .refine(({ w, h }) => w * h <= mostFlatPixels);
const captureQuerySchema = z.object({ stepId: z.string().min(1).max(64), side: sideSchema });

type QueryReader = (query: unknown) => Omit<ImageRequest, 'captureId'> | undefined;

const readImageQuery: QueryReader = (query) => {
  const parsed = imageQuerySchema.safeParse(query).data;
  return parsed && { maxPx: parsed.max };
};

const readCropQuery: QueryReader = (query) => {
  const parsed = cropQuerySchema.safeParse(query).data;
  if (parsed === undefined) return undefined;
  const { x, y, w: width, h: height, max: maxPx, roll: rollDeg } = parsed;
  return { maxPx, cropPx: { x, y, width, height }, rollDeg };
};

const readFlatQuery: QueryReader = (query) => {
  const parsed = flatQuerySchema.safeParse(query).data;
  if (parsed === undefined) return undefined;
  const { corners, w: width, h: height, max: maxPx } = parsed;
  const corner = (index: number): Point => ({ x: corners[2 * index] ?? 0, y: corners[2 * index + 1] ?? 0 });
  return { maxPx, flat: { quadPx: [corner(0), corner(1), corner(2), corner(3)], width, height } };
};

const queryReaders: Readonly<Record<string, QueryReader>> = {
  whole: readImageQuery,
  crop: readCropQuery,
  flat: readFlatQuery,
};

const statuses: Readonly<Record<string, number>> = {
  unauthorized: 403,
  forbidden: 403,
  'too-many-requests': 429,
  'invalid-request': 400,
  'not-found': 404,
  'already-submitted': 409,
  'capture-exists': 409,
  'too-many-bytes': 413,
  'empty-file': 400,
  'unknown-step': 400,
  undecodable: 422,
  'archive-unreadable': 422,
  'archive-unsafe': 422,
  'no-table': 422,
  'bad-table': 422,
  'no-columns': 422,
  busy: 503,
  'models-missing': 503,
  offline: 503,
};

export function createMediaRoutes({ images, intake }: MediaRoutesDeps): MediaRoutes {
  async function showImage(rawId: string, readQuery: QueryReader, query: unknown, signal: AbortSignal) {
    const captureId = captureIdSchema.safeParse(rawId);
    const wanted = readQuery(query);
    if (!captureId.success || wanted === undefined) return failure('invalid-request');
    const reply = await images.getImage({ captureId: captureId.data, ...wanted }, signal);
    if (!reply.ok) return failure(reply.code);
    return pictureReply(reply.bytes, reply.mediaType);
  }

  async function takeCapture(rawSessionId: string, rawCaptureId: string, query: unknown, request: Request) {
    const sessionId = sessionIdSchema.safeParse(rawSessionId);
    const captureId = captureIdSchema.safeParse(rawCaptureId);
    const parsed = captureQuerySchema.safeParse(query);
    if (!sessionId.success || !captureId.success || !parsed.success) return failure('invalid-request');
    if (Number(request.headers.get('content-length') ?? 0) > maxCaptureBytes)
      return failure('too-many-bytes');
    const bytes = new Uint8Array(await request.arrayBuffer());
    if (bytes.byteLength > maxCaptureBytes) return failure('too-many-bytes');
    const upload = { sessionId: sessionId.data, captureId: captureId.data, ...parsed.data, bytes };
    const reply = await intake.putCapture({ ...upload, signal: request.signal });
    return reply.ok ? jsonReply(200, { sha256: reply.value.sha256 }) : failure(reply.code);
  }

  return {
    serves: (pathname) => pathname.startsWith('/image/') || pathname.startsWith('/capture/'),
    async respond(request) {
      const { pathname, searchParams } = new URL(request.url);
      const query = Object.fromEntries(searchParams);
      const [, kind, first = '', second, ...rest] = pathname.split('/');
      if (rest.length > 0) return failure('not-found');
      const readQuery = Object.hasOwn(queryReaders, second ?? 'whole') && queryReaders[second ?? 'whole'];
      if (kind === 'image' && request.method === 'GET' && readQuery) {
        return showImage(first, readQuery, query, request.signal);
      }
      if (kind === 'capture' && request.method === 'PUT' && second !== undefined) {
        return takeCapture(first, second, query, request);
      }
      return failure('not-found');
    },
  };
}

/** `no-store`: a picture of a person must not come to rest in the browser's disk cache. */
const commonHeaders = {
  'cache-control': 'no-store',
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
  'content-security-policy': "default-src 'none'; sandbox",
};

/** A picture that the browser may not keep. */
export function pictureReply(bytes: Uint8Array, mediaType: string): Response {
  return new Response(new Uint8Array(bytes), { headers: { ...commonHeaders, 'content-type': mediaType } });
}

/** JSON that the browser may not keep. */
export function jsonReply(status: number, value: unknown): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { ...commonHeaders, 'content-type': 'application/json' },
  });
}

/** `{ error: { code } }` with the status that stands for it. */
export function failure(code: string): Response {
  return jsonReply(statuses[code] ?? 500, { error: { code } });
}
