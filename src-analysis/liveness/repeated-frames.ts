import { hammingDistance } from '../image/perceptual-hash.ts';
import { evenFrames, type MeasuredFrame } from './frame.ts';

export interface Repetition {
  /** Two frames that are the same to the byte, taken at different times; `null` where there are none. */
  readonly same: readonly [MeasuredFrame, MeasuredFrame] | null;
  /** Where a movement began, and where the same pictures of it came again; `null` where none did. */
  readonly loop: readonly [MeasuredFrame, MeasuredFrame] | null;
}

/** A camera in the dark gives five pictures a second: the page may take the same one twice within this. */
const leastApartMs = 250;
/** Pictures in a row that have to come again: half of a movement's. */
const leastRun = 5;
/** Bits in which they differ among themselves, so that they are a movement: a face that is still looks the same again and again. */
const leastMovedBits = 12;

/**
 * Whether frames came again: to the byte, as from a file, since a camera's noise makes no two pictures alike; or a row of them to `sameBits` of their
 * hashes, as of a film that is played over and over and compressed anew.
 */
export function repetitionIn(frames: readonly MeasuredFrame[], sameBits: number): Repetition {
  let same: Repetition['same'] = null;
  const first = new Map<string, MeasuredFrame>();
  for (const frame of frames) {
    const earlier = first.get(frame.sha256);
    if (earlier === undefined) first.set(frame.sha256, frame);
    else if (same === null && frame.atMs - earlier.atMs >= leastApartMs) same = [earlier, frame];
  }
  return { same, loop: loopIn(evenFrames(frames), sameBits) };
}

function loopIn(frames: readonly MeasuredFrame[], sameBits: number): Repetition['loop'] {
  const isSame = (a: MeasuredFrame | undefined, b: MeasuredFrame | undefined): boolean =>
    a !== undefined &&
    b !== undefined &&
    a.hash !== null &&
    b.hash !== null &&
    hammingDistance(a.hash, b.hash) <= sameBits;
  for (let lag = leastRun; lag < frames.length; lag += 1)
    for (let start = 0; start + lag < frames.length; start += 1) {
      const run = frames.slice(start, start + leastRun);
      if (!run.every((frame, nth) => isSame(frame, frames[start + lag + nth]))) continue;
      const [from, again] = [frames[start], frames[start + lag]];
      if (from !== undefined && again !== undefined && movedBits(run) >= leastMovedBits) return [from, again];
    }
  return null;
}

function movedBits(frames: readonly MeasuredFrame[]): number {
  const hashes = frames.flatMap(({ hash }) => (hash === null ? [] : [hash]));
  return Math.max(0, ...hashes.flatMap((a) => hashes.map((b) => hammingDistance(a, b))));
}
