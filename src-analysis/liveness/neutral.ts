import { withFace, type MeasuredFrame } from './frame.ts';

/** The face as it is before anything is asked of it: what movements are measured from. */
export interface Neutral {
  readonly yawDeg: number;
  readonly pitchDeg: number;
  readonly eyeOpening: number | null;
  readonly mouthWidth: number;
}

/** The medians over the frames before the first action; `null` where none of them shows a face. */
export function neutralOf(frames: readonly MeasuredFrame[]): Neutral | null {
  const before = withFace(frames.filter(({ actionIndex }) => actionIndex === null));
  if (before.length === 0) return null;
  const eyes = before.flatMap(({ face }) => (face.eyeOpening === null ? [] : [face.eyeOpening]));
  return {
    yawDeg: median(before.map(({ face }) => face.yawDeg)),
    pitchDeg: median(before.map(({ face }) => face.pitchDeg)),
    eyeOpening: eyes.length === 0 ? null : median(eyes),
    mouthWidth: median(before.map(({ face }) => face.mouthWidth)),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? 0;
  return (upper + lower) / 2;
}
