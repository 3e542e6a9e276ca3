import { z } from 'zod';
import { mostFrames } from './liveness.ts';
import {
  differingBits,
  isNearHash,
  pictureHashSchema,
  toHashWords,
  wordsOfHash,
  type PictureHash,
} from './near-pictures.ts';

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
  return sharedWords(toHashWords(own), toHashWords(other));
}

/** {@link sharedFrames} of hashes as words. */
export function sharedWords(own: Uint32Array, other: Uint32Array): SharedFrames {
  const places: number[] = [];
  for (let from = 0; from < own.length; from += wordsOfHash.both)
    if (hasNear(other, own, from)) places.push(from / wordsOfHash.both);
  const { coarse, fine, both } = wordsOfHash;
  let movedBits = 0;
  for (const a of places)
    for (const b of places)
      if (b > a)
        movedBits = Math.max(movedBits, differingBits(own, a * both + coarse, own, b * both + coarse, fine));
  return { places, movedBits };
}

export function isSameFilm({ places, movedBits }: SharedFrames): boolean {
  return places.length >= sameFilm.frames && movedBits >= sameFilm.movedBits;
}

function hasNear(film: Uint32Array, frame: Uint32Array, from: number): boolean {
  for (let at = 0; at < film.length; at += wordsOfHash.both)
    if (isNearHash(frame, from, film, at)) return true;
  return false;
}
