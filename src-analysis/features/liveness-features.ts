import type { LivenessChallenge, LivenessFrameInput } from '../analysis-request.ts';
import type { FilmHashes } from '#shared/domain/near-films.ts';
import type { FaceFinder } from '../faces/face-finder.ts';
import type { FrameFace } from '../faces/find-frame-faces.ts';
import { decodeImage } from '../image/decode.ts';
import { hashBothWays } from '../image/perceptual-hash.ts';
import type { RgbRaster } from '../image/raster.ts';
import { bestFrame } from '../liveness/best-frame.ts';
import { evenFrames, type FrameFaceMeasures, type MeasuredFrame } from '../liveness/frame.ts';

/** A challenge with its frames measured. */
export interface LivenessStep {
  readonly challenge: LivenessChallenge;
  readonly frames: readonly MeasuredFrame[];
  /** What stands for a selfie of the step; `null` where no frame shows a face. */
  readonly best: LivenessFrameInput | null;
  /** What the even frames that could be opened look like from afar, to find them in other sessions. */
  readonly film: FilmHashes;
}

/** A face smaller than a quarter of the largest stands meters behind, or hangs on a wall. */
const leastShareOfLargest = 0.25;
/** A stranger for a single frame is no use to anybody: every second even one is compared, and each action's first. */
const comparedEvery = 2;

/** Measures every frame, one after the other: the next is decoded while the face thread works. */
export async function measureChallenge(
  challenge: LivenessChallenge,
  deps: {
    readonly faceFinder: Pick<FaceFinder, 'findInFrame'>;
    readonly signal: AbortSignal;
    /** Called once for each frame. */
    readonly onDone: () => void;
  },
): Promise<LivenessStep> {
  const { faceFinder, signal, onDone } = deps;
  const frames: MeasuredFrame[] = [];
  const film: FilmHashes = { stepId: challenge.stepId, frames: [], mirrored: [] };
  const decode = async (frame: LivenessFrameInput | undefined): Promise<RgbRaster | null> => {
    if (frame === undefined) return null;
    const decoded = await decodeImage(frame.bytes, { signal });
    return decoded.ok ? decoded.image : null;
  };
  const even = evenFrames(challenge.frames);
  let next = decode(challenge.frames[0]);
  for (const [index, frame] of challenge.frames.entries()) {
    const { captureId, sha256, atMs, actionIndex } = frame;
    const image = await next;
    signal.throwIfAborted();
    const isFirst = challenge.frames[index - 1]?.actionIndex !== actionIndex;
    const nth = even.indexOf(frame);
    const withEmbedding = isFirst || (nth >= 0 && nth % comparedEvery === 0);
    const found = image === null ? null : faceFinder.findInFrame(image, { signal, withEmbedding });
    next = decode(challenge.frames[index + 1]);
    // Whatever becomes of the frame before, this one's failure is told when it is waited for.
    next.catch(() => undefined);
    const seen = await found;
    const sizesPx = seen?.sizesPx ?? [];
    const largestPx = Math.max(0, ...sizesPx);
    const hashes = image === null ? null : await hashBothWays(image);
    if (hashes !== null && nth >= 0) {
      film.frames.push({ captureId, ...hashes.own });
      film.mirrored.push({ captureId, ...hashes.mirrored });
    }
    const face = seen?.face ?? null;
    frames.push({
      captureId,
      sha256,
      atMs,
      actionIndex,
      hash: hashes?.own.coarse ?? null,
      faceCount: sizesPx.filter((sizePx) => sizePx >= leastShareOfLargest * largestPx).length,
      face: face === null ? null : toMeasures(face),
    });
    onDone();
  }
  const chosen = bestFrame(frames);
  return {
    challenge,
    frames,
    film,
    best: challenge.frames.find(({ captureId }) => captureId === chosen?.captureId) ?? null,
  };
}

function toMeasures({ boxPx, landmarksPx, quality, embedding }: FrameFace): FrameFaceMeasures {
  const { interEyePx, yawDeg, pitchDeg, rollDeg, sharpness, eyeOpening, mouthOpening, mouthWidth } = quality;
  return {
    boxPx,
    landmarksPx,
    interEyePx,
    yawDeg,
    pitchDeg,
    rollDeg,
    eyeOpening,
    mouthOpening,
    mouthWidth,
    sharpness,
    embedding,
  };
}
