import { z } from 'zod';

/**
 * Why a row of a table of people is not taken: name, reason or note missing or too long; no picture or more than a person may have; pictures that are
 * not there; one that is larger than a picture may be, or damaged in the archive; one that cannot be opened; no face on one, several, or none that is
 * clear enough; pictures that look like different people's; somebody on another list has the row's id; the intake refused it.
 */
export const rowFaultSchema = z.union([
  z.strictObject({ code: z.literal('details'), columns: z.array(z.string()) }),
  z.strictObject({ code: z.literal('pictures-missing'), count: z.int().positive() }),
  z.strictObject({
    code: z.enum([
      'how-many-pictures',
      'picture-unreadable',
      'undecodable',
      'no-face',
      'several-faces',
      'unclear',
      'faces-differ',
      'taken',
      'refused',
    ]),
  }),
]);
export type RowFault = z.infer<typeof rowFaultSchema>;
