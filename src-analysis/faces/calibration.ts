import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { FacePair } from '#shared/domain/analysis.ts';

const shareSchema = z.number().min(0).max(1);
const intervalSchema = z.tuple([shareSchema, shareSchema]);
const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** How often strangers look alike, as counted on one set of pictures with one recognition net: `face-calibration.json`. */
export const faceCalibrationSchema = z.strictObject({
  kind: z.literal('face-calibration'),
  version: z.literal(1),
  /** The net whose descriptors were measured; the figures hold for no other. */
  model: z.strictObject({ name: z.string(), sha256: sha256Schema }),
  /** What found, aligned and described the faces. */
  chain: z.string().min(1),
  measuredOn: z.iso.date(),
  set: z.strictObject({
    /** Whose pictures these are, in words for an auditor. */
    source: z.string().min(1),
    people: z.int().min(2),
    pictures: z.int().min(2),
    /** Pairs of pictures of two different people. */
    pairs: z.int().positive(),
    /** Pairs of two different people, however many pictures they have. */
    peoplePairs: z.int().positive(),
  }),
  /** By distance, ascending: what is true up to it. */
  rows: z
    .array(
      z.strictObject({
        distance: z.number().positive(),
        falseMatches: z.int().nonnegative(),
        rate: shareSchema,
        /** Clopper and Pearson's at 95 %, all pictures of the same two people counting as one trial. */
        interval95: intervalSchema,
        /** By bootstrap over people; `null` of fewer than ten. */
        bootstrap95: intervalSchema.nullable(),
      }),
    )
    .min(1)
    .refine(
      (rows) =>
        rows.every((row, i) => {
          const before = rows[i - 1];
          return (
            before === undefined ||
            (before.distance < row.distance && before.falseMatches <= row.falseMatches)
          );
        }),
      'rows must ascend',
    ),
});

export type FaceCalibration = z.infer<typeof faceCalibrationSchema>;

/** The name of the file, both of the table that comes with the program and of one made here. */
export const faceCalibrationFile = 'face-calibration.json';

/**
 * The calibration of this installation: one of its own in the folder of the installed nets, else the one that comes with the
 * program. `null` where neither is there or the file is not a calibration: then no rate is known, and none is shown.
 */
export function readFaceCalibration(home: {
  readonly sourceFolder: string;
  readonly installedFolder: string;
}): FaceCalibration | null {
  const file = [home.installedFolder, home.sourceFolder]
    .map((folder) => join(folder, faceCalibrationFile))
    .find((candidate) => existsSync(candidate));
  if (file === undefined) return null;
  try {
    return faceCalibrationSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return null;
  }
}

/** The calibration where it is of that net, else `null`: the distances of two nets have nothing in common. */
export function calibrationOf(
  calibration: FaceCalibration | null,
  recognitionSha256: string | undefined,
): FaceCalibration | null {
  return calibration?.model.sha256 === recognitionSha256 ? calibration : null;
}

/** How many strangers were at least this near. */
export interface FalseMatches {
  /**
   * Of the pairs of people. Where they have several pictures each, the share of the pairs of pictures that were, in pairs of people, rounded up:
   * twenty pictures of the same two people tell little more of strangers than one of each.
   */
  readonly falseMatches: number;
  /**
   * The chance that a further pair of strangers is, one more counted than was seen: of 254 pairs of which none was, 1 in 255 and no less
   * (Phipson and Smyth 2010, "Permutation p-values should never be zero").
   */
  readonly rate: number;
  /** The upper end of its 95 % interval, the wider of the two where there are two. */
  readonly upper95: number;
}

/** By the nearest row that is not nearer than `distance`, so that the rate is never less than measured; `null` beyond the last. */
export function falseMatchesAt({ set, rows }: FaceCalibration, distance: number): FalseMatches | null {
  const row = rows.find((candidate) => candidate.distance >= distance);
  if (row === undefined) return null;
  const falseMatches = Math.ceil((row.falseMatches * set.peoplePairs) / set.pairs);
  return {
    falseMatches,
    rate: (falseMatches + 1) / (set.peoplePairs + 1),
    upper95: Math.max(row.interval95[1], row.bootstrap95?.[1] ?? 0),
  };
}

/** What the calibration says of a distance; of a model without one nothing. */
export function falseMatchFacts(
  calibration: FaceCalibration | null,
  distance: number,
): Pick<FacePair, 'falseMatchRate' | 'calibration'> {
  if (calibration === null) return { falseMatchRate: null };
  const { source, people, peoplePairs: pairs } = calibration.set;
  const at = falseMatchesAt(calibration, distance);
  return {
    falseMatchRate: at?.rate ?? null,
    calibration: {
      source,
      people,
      pairs,
      falseMatches: at?.falseMatches ?? null,
      upper95: at?.upper95 ?? null,
    },
  };
}
