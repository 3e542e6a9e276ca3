import { z } from 'zod';
import { captureIdSchema } from './ids.ts';

/**
 * In how many bits two pictures' hashes may differ that are told to be nearly the same: of 64 and of 256. Measured in
 * docs/accuracy/near-pictures.md.
 */
export const nearPictureBits = { coarse: 7, fine: 28 } as const;

/** What a capture looks like from afar, coarse and fine. Personal data: it is stored sealed, and no part of an analysis, which is shown. */
export const pictureHashSchema = z.strictObject({
  captureId: captureIdSchema,
  coarse: z.string().regex(/^[0-9a-f]{16}$/),
  fine: z.string().regex(/^[0-9a-f]{64}$/),
});
export type PictureHash = z.infer<typeof pictureHashSchema>;

/** A scenario has 20 steps at most, each with some captures. */
export const mostPictureHashes = 200;

/** Hashes as numbers, to compare them fast: of each 2 words of 32 bits for the coarse one and 8 for the fine one, one after the other. */
export const wordsOfHash = { coarse: 2, fine: 8, both: 10 } as const;

export function toHashWords(hashes: readonly Pick<PictureHash, 'coarse' | 'fine'>[]): Uint32Array {
  const words = new Uint32Array(hashes.length * wordsOfHash.both);
  for (const [nth, { coarse, fine }] of hashes.entries()) {
    const hex = coarse + fine;
    for (let at = 0; at < wordsOfHash.both; at += 1)
      words[nth * wordsOfHash.both + at] = parseInt(hex.slice(8 * at, 8 * at + 8), 16);
  }
  return words;
}

/** Whether the hashes of `a` from its word `aFrom` on are nearly those of `b` from `bFrom` on. */
export function isNearHash(a: Uint32Array, aFrom: number, b: Uint32Array, bFrom: number): boolean {
  const { coarse, fine } = wordsOfHash;
  return (
    differingBits(a, aFrom, b, bFrom, coarse) <= nearPictureBits.coarse &&
    differingBits(a, aFrom + coarse, b, bFrom + coarse, fine) <= nearPictureBits.fine
  );
}

/** In so many words of each. Bits are counted in pairs, fours and bytes at once: millions of words are compared for one film. */
export function differingBits(
  a: Uint32Array,
  aFrom: number,
  b: Uint32Array,
  bFrom: number,
  words: number,
): number {
  let count = 0;
  for (let at = 0; at < words; at += 1) {
    let bits = (a[aFrom + at] ?? 0) ^ (b[bFrom + at] ?? 0);
    bits -= (bits >>> 1) & 0x55555555;
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    count += Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }
  return count;
}
