import type { Rect } from '#shared/domain/geometry.ts';
import type { NoiseDifference } from './noise-of-face.ts';

/** What genuine pictures measure: the mean, and the deviation that stays for any weight and the one that is divided by its root. */
interface Spread {
  readonly mean: number;
  readonly stays: number;
  readonly falls: number;
}

const bands = ['coarse', 'middle', 'fine'] as const;

/** Fitted to 64 genuine pictures of four rendered people (`tools/noise-of-genuine.mjs`), who are neither those of the threshold nor of the figures. */
const genuine: Readonly<Record<NoiseDifference['place'], Readonly<Record<(typeof bands)[number], Spread>>>> =
  {
    forehead: {
      coarse: { mean: 0, stays: 0.08, falls: 1 },
      middle: { mean: 0.03, stays: 0.08, falls: 0.35 },
      fine: { mean: 0.08, stays: 0.2, falls: 0.3 },
    },
    neck: {
      coarse: { mean: 0.03, stays: 0.13, falls: 1 },
      middle: { mean: 0.1, stays: 0.18, falls: 0.35 },
      fine: { mean: 0.1, stays: 0.26, falls: 0.3 },
    },
  };

/**
 * How far the differences lie from those of genuine pictures, in their deviations, and beside which skin most. Fitted to genuine pictures alone: it
 * knows no attack, and so none that was simulated.
 */
export function scoreNoise(differences: readonly NoiseDifference[]): {
  readonly score: number;
  readonly at: Rect | null;
} {
  let score = 0;
  let at: Rect | null = null;
  for (const difference of differences) {
    const spreads = genuine[difference.place];
    const squares = bands.reduce((sum, band) => {
      const { mean, stays, falls } = spreads[band];
      return sum + (difference[band] - mean) ** 2 / (stays ** 2 + falls ** 2 / difference.weight);
    }, 0);
    const own = Math.sqrt(squares / bands.length);
    if (own > score) {
      score = own;
      at = difference.regionPx;
    }
  }
  return { score, at };
}
