import { abruptMovements, type AbruptMovements } from './abrupt-movements.ts';
import type { ActionJudgement, ActionLimits } from './judge-actions.ts';
import type { Neutral } from './neutral.ts';
import { withFace, type FrameWithFace, type MeasuredFrame } from './frame.ts';

export interface Timing {
  /** The movement that was there soonest after it was asked for. */
  readonly quickest: {
    readonly judgement: ActionJudgement;
    readonly frame: FrameWithFace;
    readonly afterMs: number;
  };
  /** Where the face was elsewhere, or of another size, from one frame to the next; `null` where it never was. */
  readonly jump: { readonly from: FrameWithFace; readonly to: FrameWithFace } | null;
  /** `null` where a movement of the head has a frame on its way, or too few can be told. */
  readonly abrupt: AbruptMovements | null;
}

/** Frames further apart say nothing: a person may walk in between. The page takes one each 333 ms, and more while a head moves. */
const longestGapMs = 600;
/** Of the distance of the eyes, some 6 cm: half a meter a second and more of a face that is held before a camera. */
const mostShift = 3;
/** Twice as near within half a second. */
const mostGrowth = 1.6;

/** How quickly movements came and whether the face jumped; `null` where no movement was made. */
export function timingOf(
  frames: readonly MeasuredFrame[],
  judgements: readonly ActionJudgement[],
  neutral: Neutral,
  limits: ActionLimits,
): Timing | null {
  const times = judgements.flatMap((judgement) => {
    const { reachedIn: frame, place, status } = judgement;
    const begin = frames.find(({ actionIndex }) => actionIndex === place);
    if (frame === null || begin === undefined || status !== 'done') return [];
    return [{ judgement, frame, afterMs: frame.atMs - begin.atMs }];
  });
  const [first] = times;
  if (first === undefined) return null;
  return {
    quickest: times.reduce((least, other) => (other.afterMs < least.afterMs ? other : least), first),
    jump: jumpIn(withFace(frames)),
    abrupt: abruptMovements(frames, judgements, neutral, limits),
  };
}

function jumpIn(frames: readonly FrameWithFace[]): Timing['jump'] {
  for (const [index, to] of frames.entries()) {
    const from = frames[index - 1];
    if (from?.actionIndex !== to.actionIndex || to.atMs - from.atMs > longestGapMs) continue;
    const [a, b] = [middleOf(from), middleOf(to)];
    const sizePx = Math.min(from.face.interEyePx, to.face.interEyePx);
    const shift = Math.hypot(a.x - b.x, a.y - b.y) / Math.max(sizePx, 1);
    // By the box, which a turn of the head leaves about as it is.
    const growth =
      Math.max(from.face.boxPx.height, to.face.boxPx.height) /
      Math.max(1, Math.min(from.face.boxPx.height, to.face.boxPx.height));
    if (shift > mostShift || growth > mostGrowth) return { from, to };
  }
  return null;
}

function middleOf({ face: { boxPx } }: FrameWithFace): { readonly x: number; readonly y: number } {
  return { x: boxPx.x + boxPx.width / 2, y: boxPx.y + boxPx.height / 2 };
}
