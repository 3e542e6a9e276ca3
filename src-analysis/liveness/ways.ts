import type { FrameWithFace, MeasuredFrame } from './frame.ts';

/** A frame with how far its movement went in it, as a share of how far it goes at most. */
export interface Share {
  readonly frame: FrameWithFace;
  readonly share: number;
}

/** One way of a movement, there or back. */
export interface Way {
  /**
   * `seen`: a frame shows the head between the ends. `jumped`: it was at one end and then at the other, too soon after. `hidden`: so, with frames
   * close together between, in none of which there is a face. `open`: no frames close enough to tell.
   */
  readonly kind: 'seen' | 'jumped' | 'hidden' | 'open';
  readonly isThere: boolean;
  /** The last frame at the end where it began, and the first at the other. */
  readonly from: FrameWithFace;
  readonly to: FrameWithFace;
}

/** From where to where a head is on its way, as shares of how far it went: outside the noise of a head that is still, and of one that is held turned. */
const onTheWay = { from: 0.25, to: 0.8 } as const;

/**
 * Frames no further apart tell a way. A head that is asked to turn does so in 0.3 s and more; in 0.25 s, as quickly as heads go to a mark, it is
 * between the ends for 0.1 s. (The fastest at all, shaking it as hard as they could, reached 780 degrees a second: Grossman and others,
 * Frequency and velocity of rotational head perturbations during locomotion, 1988. Who turns so is warned of.)
 */
const closeMs = 150;
/** Where the same hand or wall is seen for a while, the page sends even frames of it. */
const evenlyMs = 400;

export const isOnTheWay = ({ share }: Share): boolean => share > onTheWay.from && share < onTheWay.to;

/** The ways of a movement in its frames, in their order; `own` are all of these, those without a face among them. */
export function waysOf(shares: readonly Share[], own: readonly MeasuredFrame[]): readonly Way[] {
  const ways: Way[] = [];
  let end: Share | undefined;
  let hasBetween = false;
  for (const share of shares) {
    if (isOnTheWay(share)) {
      hasBetween = true;
      continue;
    }
    const isHigh = share.share >= onTheWay.to;
    if (end !== undefined && end.share >= onTheWay.to !== isHigh)
      ways.push({
        kind: hasBetween ? 'seen' : kindOf(end.frame, share.frame, own),
        isThere: isHigh,
        from: end.frame,
        to: share.frame,
      });
    end = share;
    hasBetween = false;
  }
  return ways;
}

function kindOf(from: FrameWithFace, to: FrameWithFace, own: readonly MeasuredFrame[]): Way['kind'] {
  // A camera that is slower than the page gives a picture twice: it is as old as the first of them.
  const since = own.find(({ sha256 }) => sha256 === from.sha256) ?? from;
  const all = own.slice(own.indexOf(since), own.indexOf(to) + 1).filter(isFirstOfItsPicture);
  const between = all.slice(1, -1);
  const gapsMs = all.slice(1).map(({ atMs }, nth) => atMs - (all[nth]?.atMs ?? atMs));
  const isClose =
    (gapsMs[0] ?? 0) <= closeMs &&
    (gapsMs.at(-1) ?? 0) <= closeMs &&
    gapsMs.every((gapMs) => gapMs <= evenlyMs);
  // A face between of which the movement cannot be measured leaves it open.
  if (!isClose || between.some(({ face }) => face !== null)) return 'open';
  return between.length === 0 ? 'jumped' : 'hidden';
}

function isFirstOfItsPicture(frame: MeasuredFrame, nth: number, all: readonly MeasuredFrame[]): boolean {
  return all.findIndex(({ sha256 }) => sha256 === frame.sha256) === nth;
}
