import type { LivenessAction } from '#shared/domain/liveness.ts';
import { withFace, type FrameWithFace, type MeasuredFrame } from './frame.ts';
import { ofHead, reachOf, type ActionJudgement, type ActionLimits } from './judge-actions.ts';
import type { Neutral } from './neutral.ts';

/** Movements of the head that were there from one frame to the next. */
export interface AbruptMovements {
  readonly movements: readonly LivenessAction[];
  /** The last frame before one of them and the first in it. */
  readonly from: FrameWithFace;
  readonly to: FrameWithFace;
}

/** One movement may be quick, and fall between two frames both ways; that all do is left to whoever makes two and more. */
const leastMovements = 2;
/** From where to where a head is on its way, as shares of how far it went: outside the noise of a head that is still, and of one that is held turned. */
const onTheWay = { from: 0.25, to: 0.8 } as const;
/** Of a camera or phone that gives fewer, nothing is told: the page takes a frame each 333 ms. */
const mostGapMs = 400;
const leastFrames = 6;

/**
 * The movements of the head, where of none of them there is a frame on the way, neither there nor back: pictures of a turned head that are
 * exchanged have none, and a head that takes half a second each way is seen on its way in most movements. `null` where one has, or too few
 * can be told.
 */
export function abruptMovements(
  frames: readonly MeasuredFrame[],
  judgements: readonly ActionJudgement[],
  neutral: Neutral,
  limits: ActionLimits,
): AbruptMovements | null {
  const movements: LivenessAction[] = [];
  const pairs: { readonly from: FrameWithFace; readonly to: FrameWithFace }[] = [];
  for (const { action, place, status, reach: peak } of judgements) {
    if (status !== 'done' || peak === null || !ofHead.includes(action)) continue;
    const own = withFace(frames.filter(({ actionIndex }) => actionIndex === place));
    if (own.length < leastFrames || medianGapMs(own) > mostGapMs) continue;
    const shares = own.flatMap((frame) => {
      const reach = reachOf(action, frame.face, neutral, limits);
      return reach === null ? [] : [{ frame, share: reach / peak }];
    });
    if (shares.some(({ share }) => share > onTheWay.from && share < onTheWay.to)) return null;
    movements.push(action);
    for (const [nth, { frame, share }] of shares.entries()) {
      const before = shares[nth - 1];
      if (before !== undefined && before.share <= onTheWay.from && share >= onTheWay.to)
        pairs.push({ from: before.frame, to: frame });
    }
  }
  const [first] = pairs;
  return movements.length < leastMovements || first === undefined ? null : { movements, ...first };
}

function medianGapMs(frames: readonly MeasuredFrame[]): number {
  const gaps = frames.flatMap(({ atMs }, nth) => {
    const before = frames[nth - 1];
    return before === undefined ? [] : [atMs - before.atMs];
  });
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? Infinity;
}
