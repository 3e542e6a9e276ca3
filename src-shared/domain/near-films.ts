import { z } from 'zod';
import { mostFrames } from './liveness.ts';
import { nearPictureBits, pictureHashSchema, type PictureHash } from './near-pictures.ts';

/** What a challenge's frames look like from afar. Personal data, as {@link PictureHash}: stored sealed, no part of an analysis. */
export const filmHashesSchema = z.strictObject({
  stepId: z.string(),
  /** In the order of their times. */
  frames: z.array(pictureHashSchema).min(1).max(mostFrames),
  /** The same frames mirrored: a film of a turn to the left answers a turn to the right so. */
  mirrored: z.array(pictureHashSchema).max(mostFrames),
});
export type FilmHashes = z.infer<typeof filmHashesSchema>;

/** A scenario has 20 steps at most. */
export const mostFilms = 20;

/**
 * From when on two films are told to be one: so many frames of the one are nearly a frame of the other, and differ among themselves in so many of
 * 256 bits, so that it is a movement that came again: a face that is still before the same wall looks much the same on another day. Measured in
 * docs/accuracy/liveness.md.
 */
export const sameFilm = { frames: 4, movedBits: 30 } as const;

export type FrameHash = Pick<PictureHash, 'coarse' | 'fine'>;

/** How much of one film is in another. */
export interface SharedFrames {
  /** Places of the frames of the one that are nearly a frame of the other, rising. */
  readonly places: readonly number[];
  /** The most bits of the fine hash in which two of these differ. */
  readonly movedBits: number;
}

export function sharedFrames(own: readonly FrameHash[], other: readonly FrameHash[]): SharedFrames {
  const [ours, theirs] = [own.map(toBytes), other.map(toBytes)];
  const places = ours.flatMap((frame, place) =>
    theirs.some((known) => isNear(frame, known)) ? [place] : [],
  );
  let movedBits = 0;
  for (const a of places)
    for (const b of places) {
      const [one, two] = [ours[a], ours[b]];
      if (b > a && one !== undefined && two !== undefined)
        movedBits = Math.max(movedBits, differingBits(one.fine, two.fine));
    }
  return { places, movedBits };
}

export function isSameFilm({ places, movedBits }: SharedFrames): boolean {
  return places.length >= sameFilm.frames && movedBits >= sameFilm.movedBits;
}

interface HashBytes {
  readonly coarse: Uint8Array;
  readonly fine: Uint8Array;
}

function toBytes({ coarse, fine }: FrameHash): HashBytes {
  return { coarse: bytesOf(coarse), fine: bytesOf(fine) };
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, at) => parseInt(hex.slice(2 * at, 2 * at + 2), 16));
}

function isNear(a: HashBytes, b: HashBytes): boolean {
  return (
    differingBits(a.coarse, b.coarse) <= nearPictureBits.coarse &&
    differingBits(a.fine, b.fine) <= nearPictureBits.fine
  );
}

function differingBits(a: Uint8Array, b: Uint8Array): number {
  let count = 0;
  for (const [at, byte] of a.entries())
    for (let left = byte ^ (b[at] ?? 0); left !== 0; left &= left - 1) count += 1;
  return count;
}
