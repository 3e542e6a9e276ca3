import type { Point } from '#shared/domain/geometry.ts';
import { captureIdSchema, type CaptureId } from '#shared/domain/ids.ts';
import type { FrameFaceMeasures, FrameWithFace, MeasuredFrame } from '../liveness/frame.ts';

export function frameId(n: number): CaptureId {
  return captureIdSchema.parse(`44444444-4444-4444-8444-${String(n).padStart(12, '0')}`);
}

/** The 68 points of a plain head in three dimensions: x to the right, y down, z away from the camera, the eyes 64 apart. */
const head: readonly (readonly [number, number, number])[] = [
  ...Array.from({ length: 17 }, (_, n): [number, number, number] => {
    const angle = (Math.PI * n) / 16;
    return [-70 * Math.cos(angle), 20 + 60 * Math.sin(angle), 60 - 50 * Math.sin(angle)];
  }),
  ...Array.from({ length: 10 }, (_, n): [number, number, number] => [-55 + n * 12.2, -48, 14]),
  ...Array.from({ length: 4 }, (_, n): [number, number, number] => [0, -32 + n * 10.7, 8 - n * 2.7]),
  ...Array.from({ length: 5 }, (_, n): [number, number, number] => [-10 + n * 5, 10, 10]),
  ...[-32, 32].flatMap((x) =>
    [-12, -6, 6, 12, 6, -6].map((dx, n): [number, number, number] => [
      x + dx,
      -30 + (n > 3 ? 4 : n % 3 === 0 ? 0 : -4),
      22,
    ]),
  ),
  ...Array.from({ length: 20 }, (_, n): [number, number, number] => {
    const angle = Math.PI + (2 * Math.PI * n) / 12;
    return [26 * Math.cos(angle), 32 + 8 * Math.sin(angle), 20];
  }),
];

/** Its points in a picture, seen orthographically, turned to the person's left by `yawDeg`; flat where `depth` is 0. */
export function headPoints(yawDeg = 0, depth = 1): readonly Point[] {
  const yaw = (yawDeg * Math.PI) / 180;
  return head.map(([x, y, z]) => ({
    x: 240 + x * Math.cos(yaw) - (z - 20) * depth * Math.sin(yaw),
    y: 300 + y,
  }));
}

/** A unit vector of 128 dimensions at some distance from that of `distance` 0. */
export function anEmbedding(distance = 0): Float32Array {
  const vector = new Float32Array(128);
  const cosine = 1 - distance ** 2 / 2;
  vector[0] = cosine;
  vector[1] = Math.sqrt(Math.max(0, 1 - cosine ** 2));
  return vector;
}

export function aFrameFace(face: Partial<FrameFaceMeasures> = {}): FrameFaceMeasures {
  return {
    boxPx: { x: 160, y: 220, width: 160, height: 200 },
    landmarksPx: headPoints(face.yawDeg),
    interEyePx: 64,
    yawDeg: 0,
    pitchDeg: 0,
    rollDeg: 0,
    eyeOpening: 0.9,
    mouthOpening: 0.02,
    mouthWidth: 0.8,
    sharpness: 100,
    embedding: anEmbedding(),
    ...face,
  };
}

/** A frame with a face; its bytes are nobody else's, its picture looks as all others do. */
export function aFrame(
  n: number,
  actionIndex: number | null,
  face: Partial<FrameFaceMeasures> = {},
  frame: Partial<MeasuredFrame> = {},
): FrameWithFace {
  return {
    captureId: frameId(n),
    sha256: String(n).padStart(64, '0'),
    atMs: n * 333,
    actionIndex,
    hash: '0123456789abcdef',
    faceCount: 1,
    ...frame,
    face: aFrameFace(face),
  };
}
