import { randomUUID } from 'node:crypto';
import { falseMatchFacts, type FaceCalibration } from '#analysis/faces/calibration.ts';
import type { DescribedFace } from '#analysis/faces/describe-faces.ts';
import { facePictureOf } from '#analysis/faces/face-picture.ts';
import type { DescribeFacesReply, RenderReply, RenderRequest } from '#analysis/worker/messages.ts';
import type { GetCaptureReply, IntakeClient } from '#shared/api/client.ts';
import type { FacePair } from '#shared/domain/analysis.ts';
import { mostPictureBytes, type FaceTemplate } from '#shared/domain/face-lists.ts';
import type { Rect } from '#shared/domain/geometry.ts';
import type { CaptureId } from '#shared/domain/ids.ts';
import type { faceErrors, FoundFace } from '#shared/rpc/face-list-contract.ts';

type FaceErrorCode = (typeof faceErrors)[number];

/** What main knows of a face that was found here and may be kept or searched with. */
export interface KeptFace {
  readonly template: FaceTemplate;
  /** JPEG of the face, upright; null where it could not be drawn small enough. */
  readonly picture: Uint8Array | null;
  /** How often strangers are as near as `distance`. */
  readonly falseMatchesAt: (distance: number) => Pick<FacePair, 'falseMatchRate' | 'calibration'>;
}

/** Finds faces on pictures of this machine's user, and holds their templates: in memory only, and until somebody else works here. */
export interface FaceDesk {
  /** Rejects only with the reason of `signal`. */
  find(
    bytes: Uint8Array,
    signal: AbortSignal,
  ): Promise<
    | { readonly ok: true; readonly faces: readonly FoundFace[] }
    | { readonly ok: false; readonly code: FaceErrorCode }
  >;
  /** The face of a capture that overlaps a region most. Rejects only with the reason of `signal`. */
  findInCapture(
    captureId: CaptureId,
    regionPx: Rect,
    signal: AbortSignal,
  ): Promise<
    | { readonly ok: true; readonly face: FoundFace }
    | {
        readonly ok: false;
        readonly code: FaceErrorCode | 'no-face' | Extract<GetCaptureReply, { ok: false }>['code'];
      }
  >;
  get(faceId: string): KeptFace | undefined;
  clear(): void;
}

/** The last so many: a dialog has ten at most, and few are open. */
const mostKept = 50;
export function createFaceDesk(deps: {
  readonly intake: Pick<IntakeClient, 'getCapture'>;
  readonly host: {
    describeFaces(bytes: Uint8Array, options: { readonly signal: AbortSignal }): Promise<DescribeFacesReply>;
    render(request: RenderRequest, options: { readonly signal: AbortSignal }): Promise<RenderReply>;
  };
}): FaceDesk {
  const { intake, host } = deps;
  const kept = new Map<string, KeptFace>();
  /** Counts the times that all was forgotten: what was asked for before is not kept afterwards. */
  let era = 0;

  async function describe(
    bytes: Uint8Array,
    signal: AbortSignal,
  ): Promise<
    Extract<DescribeFacesReply, { ok: true }> | { readonly ok: false; readonly code: FaceErrorCode }
  > {
    const ask = (): Promise<DescribeFacesReply> => host.describeFaces(bytes, { signal });
    const first = await ask();
    // The process also analyzes: one that a session's picture ended is not this picture's fault.
    const reply = !first.ok && first.code === 'worker-died' ? await ask() : first;
    return reply.ok ? reply : { ok: false, code: toFaceError(reply.code) };
  }

  async function keep(
    bytes: Uint8Array,
    face: DescribedFace,
    picture: {
      readonly width: number;
      readonly height: number;
      readonly calibration: FaceCalibration | null;
    },
    signal: AbortSignal,
  ): Promise<FoundFace> {
    const askedIn = era;
    const drawn = await host.render({ bytes, ...facePictureOf(face, picture) }, { signal });
    const faceId = randomUUID();
    if (askedIn === era) {
      kept.set(faceId, {
        template: face.template,
        picture: drawn.ok && drawn.bytes.byteLength <= mostPictureBytes ? drawn.bytes : null,
        falseMatchesAt: (distance) => falseMatchFacts(picture.calibration, distance),
      });
      for (const oldest of kept.keys()) {
        if (kept.size <= mostKept) break;
        kept.delete(oldest);
      }
    }
    return { faceId, regionPx: face.boxPx, isClear: face.isClear };
  }

  return {
    async find(bytes, signal) {
      const reply = await describe(bytes, signal);
      if (!reply.ok) return reply;
      const faces: FoundFace[] = [];
      for (const face of reply.faces) faces.push(await keep(bytes, face, reply, signal));
      return { ok: true, faces };
    },
    async findInCapture(captureId, regionPx, signal) {
      const source = await intake.getCapture(captureId, { signal });
      if (!source.ok) return source;
      const reply = await describe(source.bytes, signal);
      if (!reply.ok) return reply;
      const [best] = reply.faces
        .map((face) => ({ face, shared: sharedArea(face.boxPx, regionPx) }))
        .filter(({ shared }) => shared > 0)
        .toSorted((a, b) => b.shared - a.shared);
      if (best === undefined) return { ok: false, code: 'no-face' };
      return { ok: true, face: await keep(source.bytes, best.face, reply, signal) };
    },
    get: (faceId) => kept.get(faceId),
    clear() {
      era += 1;
      kept.clear();
    },
  };
}

function toFaceError(code: Extract<DescribeFacesReply, { ok: false }>['code']): FaceErrorCode {
  switch (code) {
    case 'worker-died':
    case 'timed-out':
    case 'internal':
      return 'busy';
    case 'model-missing':
    case 'model-hash-mismatch':
      return 'models-missing';
    default:
      return 'undecodable';
  }
}

function sharedArea(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  return Math.max(0, width) * Math.max(0, height);
}
