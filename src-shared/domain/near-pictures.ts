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
