import { withFace, type FrameWithFace, type MeasuredFrame } from './frame.ts';

/** Half of the credit of a frontal face is gone at this angle. */
const halfAtDeg = 15;
/** Beyond this a face in focus is no better for being sharper, see `FaceQuality.sharpness`. */
const enoughSharpness = 60;

/** The frame to take for the step's selfie: the face frontal and sharp, alone, its eyes open; `null` where no frame shows a face. */
export function bestFrame(frames: readonly MeasuredFrame[]): FrameWithFace | null {
  const [first, ...others] = withFace(frames);
  if (first === undefined) return null;
  return others.reduce((best, other) => (creditOf(other) > creditOf(best) ? other : best), first);
}

function creditOf({ face, faceCount, actionIndex }: FrameWithFace): number {
  const frontal = 1 / (1 + (face.yawDeg / halfAtDeg) ** 2);
  const sharp = Math.min(1, face.sharpness / enoughSharpness);
  // Before the first action nothing is asked of the face.
  const still = actionIndex === null ? 1 : 0.8;
  return (frontal * sharp * still * (face.eyeOpening ?? 1)) / Math.max(1, faceCount);
}
