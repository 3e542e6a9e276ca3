import type { Rect } from '#shared/domain/geometry.ts';
import type { NoiseDifference } from './noise-of-face.ts';

/** What genuine pictures measure: the mean, and the deviation that stays for any weight and the one that is divided by its root. */
interface Spread {
  readonly mean: number;
  readonly stays: number;
  readonly falls: number;
}

const bands = ['coarse', 'middle', 'fine'] as const;
type Band = (typeof bands)[number];

/**
 * Fitted to 48 genuine pictures of four rendered people and the same shrunk (`tools/noise-of-genuine.mjs`), who are neither those of the threshold nor of
 * the figures. Real skin scatters more from block to block than rendered skin: what falls with the weight was raised to 0.9, 0.3 and 0.4 with
 * photographs of real people in view.
 */
const genuine: Readonly<Record<NoiseDifference['place'], Readonly<Record<Band, Spread>>>> = {
  forehead: {
    coarse: { mean: -0.04, stays: 0.08, falls: 0.9 },
    middle: { mean: -0.01, stays: 0.11, falls: 0.3 },
    fine: { mean: 0.01, stays: 0.11, falls: 0.4 },
  },
  neck: {
    coarse: { mean: 0.07, stays: 0.12, falls: 0.9 },
    middle: { mean: 0.12, stays: 0.18, falls: 0.3 },
    fine: { mean: 0.09, stays: 0.21, falls: 0.4 },
  },
};

/** No band beside one skin counts for more deviations than these: a beard, a fold or a smooth forehead differs alone, a face put in beside all of them. */
const mostDeviations = 4;

/**
 * How far the differences lie from those of genuine pictures, in their deviations: the mean over forehead and neck of each band, and over the bands the root
 * of the mean square, at most 4 times the root of how many places there are. Fitted to genuine pictures alone: it knows no attack, and so none of those that
 * were simulated. `at` is the skin beside which the face differs most.
 */
export function scoreNoise(differences: readonly NoiseDifference[]): {
  readonly score: number;
  readonly at: Rect | null;
} {
  const deviations = differences.map(({ place, weight, ...difference }) =>
    bands.map((band) => {
      const { mean, stays, falls } = genuine[place][band];
      const off = (difference[band] - mean) / Math.hypot(stays, falls / Math.sqrt(weight));
      return Math.min(mostDeviations, Math.max(-mostDeviations, off));
    }),
  );
  // The sum of n independent deviations has one of the root of n.
  const together = bands.map(
    (_, i) => sumOf(deviations.map((of) => of[i] ?? 0)) / Math.sqrt(Math.max(1, deviations.length)),
  );
  const apart = deviations.map(sizeOf);
  const farthest = differences[apart.indexOf(Math.max(...apart))];
  return { score: sizeOf(together), at: farthest?.regionPx ?? null };
}

const sumOf = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0);

const sizeOf = (values: readonly number[]): number =>
  Math.sqrt(sumOf(values.map((value) => value * value)) / values.length);
