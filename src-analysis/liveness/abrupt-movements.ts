import type { LivenessAction } from '#shared/domain/liveness.ts';
import { evenFrames, withFace, type FrameWithFace, type MeasuredFrame } from './frame.ts';
import { ofHead, reachOf, type ActionJudgement, type ActionLimits } from './judge-actions.ts';
import type { Neutral } from './neutral.ts';
import { isOnTheWay, waysOf } from './ways.ts';

/** Movements of the head that were there from one frame to the next. */
export interface AbruptMovements {
  readonly movements: readonly LivenessAction[];
  /** The last frame before one of them and the first in it. */
  readonly from: FrameWithFace;
  readonly to: FrameWithFace;
  /** Whether frames lie between these two, in none of which there is a face: a hand may have been before the camera. */
  readonly isHidden: boolean;
}

/** One movement may be quick, and fall between two even frames both ways; that all do is left to whoever makes two and more. */
const leastMovements = 2;
/** Of a camera or phone that gives fewer, nothing is told: the page takes a frame each 333 ms, and more while a head moves. */
const mostGapMs = 400;
const leastFrames = 6;

interface Seen {
  readonly action: LivenessAction;
  readonly shares: readonly { readonly frame: FrameWithFace; readonly share: number }[];
  readonly own: readonly MeasuredFrame[];
}

/**
 * Movements of the head of which no frame shows it on its way: pictures of a turned head that are exchanged have none. Of frames that lie close
 * together one such way tells, there or back; of frames 333 ms apart a quick one may fall between two, and only all of two movements and more
 * tell. `null` where there are none, or too few frames to tell.
 */
export function abruptMovements(
  frames: readonly MeasuredFrame[],
  judgements: readonly ActionJudgement[],
  neutral: Neutral,
  limits: ActionLimits,
): AbruptMovements | null {
  const seen = judgements.flatMap(({ action, place, status, reach: peak }): Seen[] => {
    if (status !== 'done' || peak === null || !ofHead.includes(action)) return [];
    const own = frames.filter(({ actionIndex }) => actionIndex === place);
    const shares = withFace(own).flatMap((frame) => {
      const reach = reachOf(action, frame.face, neutral, limits);
      return reach === null ? [] : [{ frame, share: reach / peak }];
    });
    return [{ action, shares, own }];
  });
  return ofCloseFrames(seen) ?? ofEvenFrames(seen);
}

/** Each movement by itself: frames that lie close together, and do not show one of its ways. */
function ofCloseFrames(seen: readonly Seen[]): AbruptMovements | null {
  const found = seen.flatMap(({ action, shares, own }) => {
    const first = waysOf(shares, own).find(({ kind }) => kind === 'jumped' || kind === 'hidden');
    return first === undefined ? [] : [{ action, ...first }];
  });
  const [first] = found;
  if (first === undefined) return null;
  const { from, to, kind } = first;
  return { movements: found.map(({ action }) => action), from, to, isHidden: kind === 'hidden' };
}

/** All movements together: none has a frame on its way. */
function ofEvenFrames(seen: readonly Seen[]): AbruptMovements | null {
  const told = seen.filter(({ own }) => {
    const faces = withFace(own);
    return evenFrames(faces).length >= leastFrames && medianGapMs(faces) <= mostGapMs;
  });
  const ways = told.flatMap(({ shares, own }) => waysOf(shares, own));
  if (told.length < leastMovements || told.some(({ shares }) => shares.some(isOnTheWay))) return null;
  const first = ways.find(({ isThere }) => isThere);
  return first === undefined
    ? null
    : { movements: told.map(({ action }) => action), from: first.from, to: first.to, isHidden: false };
}

function medianGapMs(frames: readonly MeasuredFrame[]): number {
  const gaps = frames.flatMap(({ atMs }, nth) => {
    const before = frames[nth - 1];
    return before === undefined ? [] : [atMs - before.atMs];
  });
  return gaps.sort((a, b) => a - b)[Math.floor(gaps.length / 2)] ?? Infinity;
}
