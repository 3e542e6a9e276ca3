import { createChance } from '../../hard-pages/random.ts';
import type { Estimate } from './statistics.ts';

/** A picture's score and whether it is bad. `cluster` names the document: pictures of one document are not independent. */
export interface Scored {
  readonly score: number;
  readonly isBad: boolean;
  readonly cluster: string;
}

/** Bad pictures caught and good ones refused at a threshold. */
export interface RocPoint {
  readonly threshold: number;
  readonly caught: number;
  readonly refused: number;
}

/** Every operating point, from refusing nothing to refusing everything. `low` refuses scores below the threshold, else above it. */
export function rocOf(scored: readonly Scored[], isBadBelow: boolean): RocPoint[] {
  const bad = scored.filter(({ isBad }) => isBad).length;
  const good = scored.length - bad;
  const sorted = [...new Set(scored.map(({ score }) => score))].sort((a, b) => (isBadBelow ? a - b : b - a));
  const points = sorted.map((threshold) => {
    const refused = scored.filter(({ score }) => (isBadBelow ? score <= threshold : score >= threshold));
    const caught = refused.filter(({ isBad }) => isBad).length;
    return { threshold, caught: caught / bad, refused: (refused.length - caught) / good };
  });
  return [{ threshold: isBadBelow ? -Infinity : Infinity, caught: 0, refused: 0 }, ...points];
}

/** The chance that a bad picture scores worse than a good one; ties count half. */
export function areaUnder(scored: readonly Scored[], isBadBelow: boolean): number {
  const bad = scored.filter(({ isBad }) => isBad);
  const good = scored.filter(({ isBad }) => !isBad);
  let wins = 0;
  for (const { score: a } of bad)
    for (const { score: b } of good) wins += a === b ? 0.5 : a < b === isBadBelow ? 1 : 0;
  return wins / (bad.length * good.length);
}

const resamples = 500;

/** The area with the percentile interval of a bootstrap over documents. */
export function areaEstimate(scored: readonly Scored[], isBadBelow: boolean): Estimate {
  const clusters = [...new Set(scored.map(({ cluster }) => cluster))];
  const members = new Map(
    clusters.map((cluster) => [cluster, scored.filter((one) => one.cluster === cluster)]),
  );
  const chance = createChance('roc');
  const values: number[] = [];
  for (let sample = 0; sample < resamples; sample += 1) {
    const value = areaUnder(
      clusters.flatMap(() => members.get(chance.pick(clusters)) ?? []),
      isBadBelow,
    );
    if (!Number.isNaN(value)) values.push(value);
  }
  values.sort((a, b) => a - b);
  const at = (part: number): number =>
    values[Math.min(values.length - 1, Math.floor(part * values.length))] ?? Number.NaN;
  return { n: scored.length, value: areaUnder(scored, isBadBelow), low: at(0.025), high: at(0.975) };
}
