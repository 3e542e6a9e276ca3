import { hammingDistance } from '../image/perceptual-hash.ts';
import type { MeasuredFrame } from './frame.ts';

export interface Repetition {
  /** Two frames that are the same to the byte, taken at different times; `null` where there are none. */
  readonly same: readonly [MeasuredFrame, MeasuredFrame] | null;
  /** The most bits in which any two frames' hashes differ: how much the picture changed over the whole challenge. */
  readonly mostBits: number;
  /** Whether a turn of the head was asked for and not given up: a blink or a small nod changes no more than a hand that is not still. */
  readonly isTurnAsked: boolean;
}

/** A camera in the dark gives five pictures a second: the page may take the same one twice within this. */
const leastApartMs = 250;

/** Whether frames came twice, and how much they differ. A camera's noise makes no two pictures alike to the byte. */
export function repetitionIn(frames: readonly MeasuredFrame[], isTurnAsked: boolean): Repetition {
  let same: Repetition['same'] = null;
  const first = new Map<string, MeasuredFrame>();
  for (const frame of frames) {
    const earlier = first.get(frame.sha256);
    if (earlier === undefined) first.set(frame.sha256, frame);
    else if (same === null && frame.atMs - earlier.atMs >= leastApartMs) same = [earlier, frame];
  }
  const hashes = [...new Set(frames.flatMap(({ hash }) => (hash === null ? [] : [hash])))];
  let mostBits = 0;
  for (const [index, hash] of hashes.entries())
    for (const other of hashes.slice(index + 1)) mostBits = Math.max(mostBits, hammingDistance(hash, other));
  return { same, mostBits, isTurnAsked };
}
