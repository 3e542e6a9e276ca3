import { proportionInterval } from '#analysis/faces/proportion-interval.ts';
import { createChance } from '../../hard-pages/random.ts';

/** An estimate with the ends of its 95 % interval. */
export interface Estimate {
  readonly n: number;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** A share of trials, with the exact interval of Clopper and Pearson. */
export function share(hits: number, n: number): Estimate {
  const [low, high] = proportionInterval(hits, n);
  return { n, value: n === 0 ? Number.NaN : hits / n, low, high };
}

const resamples = 2000;

/**
 * A ratio of sums over things that were drawn independently, such as wrong characters over characters by zone, with the percentile
 * interval of a bootstrap over the things (Efron 1979). With every denominator 1 it is a mean. Seeded: the same data give the same
 * interval.
 */
export function ratio(pairs: readonly (readonly [numerator: number, denominator: number])[]): Estimate {
  const of = (chosen: readonly (readonly [number, number])[]): number => {
    let [top, bottom] = [0, 0];
    for (const [numerator, denominator] of chosen) [top, bottom] = [top + numerator, bottom + denominator];
    return top / bottom;
  };
  if (pairs.length === 0) return { n: 0, value: Number.NaN, low: Number.NaN, high: Number.NaN };
  const chance = createChance('bootstrap');
  const values = Array.from({ length: resamples }, () => of(pairs.map(() => chance.pick(pairs))))
    .filter((value) => !Number.isNaN(value))
    .sort((a, b) => a - b);
  const at = (part: number): number =>
    values[Math.min(values.length - 1, Math.floor(part * values.length))] ?? Number.NaN;
  return { n: pairs.length, value: of(pairs), low: at(0.025), high: at(0.975) };
}

export const mean = (values: readonly number[]): Estimate => ratio(values.map((value) => [value, 1]));

/** As `97.3 % (94.1 to 99.0)`; a dash where nothing was measured. */
export function inPercent({ n, value, low, high }: Estimate, digits = 1): string {
  if (n === 0 || Number.isNaN(value)) return '–';
  const of = (part: number): string => (100 * part).toFixed(digits);
  return `${of(value)} % (${of(low)} to ${of(high)})`;
}

export function inDecimals({ n, value, low, high }: Estimate, digits = 3): string {
  if (n === 0 || Number.isNaN(value)) return '–';
  return `${value.toFixed(digits)} (${low.toFixed(digits)} to ${high.toFixed(digits)})`;
}
