/** A frame with what it takes to choose among many. */
export interface Candidate {
  /** One of the even ones, which are sent however little moves. */
  readonly isEven: boolean;
  /** Small and gray, see {@link glanceSize}. */
  readonly glance: Uint8Array;
}

/** Width and height of a glance, in pixels: enough to see a head move, and nothing else. */
export const glanceSize = 24;

/** Mean difference of brightness, 0 to 255. */
export function changeOf(a: Uint8Array, b: Uint8Array): number {
  let sum = 0;
  for (const [at, value] of a.entries()) sum += Math.abs(value - (b[at] ?? 0));
  return sum / Math.max(1, a.length);
}

/**
 * The frames to send of a movement, in their order: the even ones, and of those between them up to `mostBetween`, on both sides of where the
 * picture changes most. A head that is on its way is seen there, and so is a picture that is exchanged; of a head that is held still the even
 * ones tell enough.
 */
export function chooseFrames<Frame extends Candidate>(
  frames: readonly Frame[],
  mostBetween: number,
): readonly Frame[] {
  const pairs = frames
    .flatMap((to, nth) => {
      const from = frames[nth - 1];
      return from === undefined ? [] : [{ from, to, change: changeOf(from.glance, to.glance) }];
    })
    .sort((a, b) => b.change - a.change);
  const between = new Set<Frame>();
  for (const frame of pairs.flatMap(({ from, to }) => [from, to]))
    if (!frame.isEven && between.size < mostBetween) between.add(frame);
  return frames.filter((frame) => frame.isEven || between.has(frame));
}
