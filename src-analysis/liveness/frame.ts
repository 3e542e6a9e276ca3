import type { Point, Rect } from '#shared/domain/geometry.ts';
import type { CaptureId } from '#shared/domain/ids.ts';

/** The face of one frame, in numbers. */
export interface FrameFaceMeasures {
  readonly boxPx: Rect;
  /** The 68 points of the iBUG scheme, in pixels of the frame. */
  readonly landmarksPx: readonly Point[];
  readonly interEyePx: number;
  /** Positive when the nose points to the right of the picture: to the person's left, since frames are not mirrored. */
  readonly yawDeg: number;
  /** Positive when the face looks up. Depends on the shape of the face: to be held against the same person's other frames only. */
  readonly pitchDeg: number;
  readonly rollDeg: number;
  /** 0 (closed) to 1 (open), the lower of both eyes; `null` where no reliable measure is at hand. */
  readonly eyeOpening: number | null;
  /** Gap between the inner lips over the mouth's width. */
  readonly mouthOpening: number;
  /** Distance of the mouth's corners over that of the eyes. */
  readonly mouthWidth: number;
  /** See `FaceQuality.sharpness`. */
  readonly sharpness: number;
  /** Descriptor, compared by euclidean distance; `null` where it was not computed. */
  readonly embedding: Float32Array | null;
}

/** One frame of a challenge, measured. */
export interface MeasuredFrame {
  readonly captureId: CaptureId;
  readonly sha256: string;
  /** Since the challenge reached the page. */
  readonly atMs: number;
  /** Place of the action that was asked for; `null` before the first. */
  readonly actionIndex: number | null;
  /** Of the whole picture, see `perceptualHash`; `null` where it could not be opened. */
  readonly hash: string | null;
  /** Faces that take part: those far behind are not counted. */
  readonly faceCount: number;
  readonly face: FrameFaceMeasures | null;
}

export type FrameWithFace = MeasuredFrame & { readonly face: FrameFaceMeasures };

export function withFace(frames: readonly MeasuredFrame[]): readonly FrameWithFace[] {
  return frames.filter((frame): frame is FrameWithFace => frame.face !== null);
}

/** Frames nearer in time than this came between the even ones, which a page takes each 333 ms. */
const evenMs = 280;

/**
 * The frames without those that a page took between the even ones while a head moved: what counts frames, or holds rows of them against each other,
 * was measured on these.
 */
export function evenFrames<Frame extends Pick<MeasuredFrame, 'atMs' | 'actionIndex'>>(
  frames: readonly Frame[],
): readonly Frame[] {
  const even: Frame[] = [];
  for (const frame of frames) {
    const last = even.at(-1);
    if (last?.actionIndex !== frame.actionIndex || frame.atMs - last.atMs >= evenMs) even.push(frame);
  }
  return even;
}
