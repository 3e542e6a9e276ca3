import { withFace, type FrameWithFace, type MeasuredFrame } from './frame.ts';
import type { Neutral } from './neutral.ts';
import { noseRelief } from './relief.ts';

export interface DepthOfTurn {
  /** The frame in which the nose moved most against eyes and mouth. */
  readonly frame: FrameWithFace;
  /** See {@link noseRelief}; the median over the frames before the first action, positive to the side to which the head turned. */
  readonly relief: number;
  readonly turnedDeg: number;
}

/** Depth by the frames in which the head is turned by `leastTurnDeg` and more from neutral; `null` where it never is. */
export function depthOfTurn(
  frames: readonly MeasuredFrame[],
  neutral: Neutral,
  leastTurnDeg: number,
): DepthOfTurn | null {
  const faces = withFace(frames);
  const before = faces.filter(({ actionIndex }) => actionIndex === null);
  const turned = faces.flatMap((frame): DepthOfTurn[] => {
    const turnedDeg = frame.face.yawDeg - neutral.yawDeg;
    if (Math.abs(turnedDeg) < leastTurnDeg || before.length === 0) return [];
    const reliefs = before
      .map(({ face }) => Math.sign(turnedDeg) * noseRelief(face.landmarksPx, frame.face.landmarksPx))
      .sort((a, b) => a - b);
    return [{ frame, relief: reliefs[Math.floor((reliefs.length - 1) / 2)] ?? 0, turnedDeg }];
  });
  const [first] = turned;
  return first === undefined
    ? null
    : turned.reduce((best, other) => (other.relief > best.relief ? other : best), first);
}
