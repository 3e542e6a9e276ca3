import type { Policy } from '../policy/policy.ts';
import { falseMatchesAt, type FaceCalibration } from './calibration.ts';

/** What a distance between two faces says of whether they are one person's. */
export interface Likeness {
  readonly verdict: 'match' | 'uncertain' | 'different';
  /** One pair of strangers in so many is at least this alike; beyond the distances that were counted, in so many at most. */
  readonly oneIn: number;
  /** In how many one may be, for a match: the policy's number, or the most that the calibration can tell. */
  readonly matchOneIn: number;
}

/**
 * Judges by false-match rates, so that the policy's numbers mean the same with every net. Where the calibration has too few pairs to tell
 * the policy's rate, a match is what none of its strangers reached.
 */
export function judgeLikeness(
  distance: number,
  calibration: FaceCalibration,
  { faceMatchOneIn, faceDifferentOneIn }: Pick<Policy['thresholds'], 'faceMatchOneIn' | 'faceDifferentOneIn'>,
): Likeness {
  const { set, rows } = calibration;
  const farthest = rows.at(-1)?.distance ?? 0;
  const at = falseMatchesAt(calibration, Math.min(distance, farthest));
  // Not 1 / rate: 1 / (1 / 93) is less than 93 in doubles, and what none of 92 pairs of strangers reached would match nothing.
  const oneIn = at === null ? 1 : (set.peoplePairs + 1) / (at.falseMatches + 1);
  const matchOneIn = Math.min(faceMatchOneIn.value, set.peoplePairs + 1);
  if (oneIn >= matchOneIn && distance <= farthest) return { verdict: 'match', oneIn, matchOneIn };
  return { verdict: oneIn < faceDifferentOneIn.value ? 'different' : 'uncertain', oneIn, matchOneIn };
}

/** The largest distance that was counted at which two faces match; 0 where none does. */
export function matchDistance(
  calibration: FaceCalibration,
  thresholds: Parameters<typeof judgeLikeness>[2],
): number {
  const matching = calibration.rows.filter(
    ({ distance }) => judgeLikeness(distance, calibration, thresholds).verdict === 'match',
  );
  return matching.at(-1)?.distance ?? 0;
}
