import type { FaceQuality } from './face.ts';

/** How alike two faces are, and what that is worth. */
export interface FaceSimilarity {
  /** Euclidean distance of the descriptors; 0 for the same picture, about 0.75 between strangers. */
  readonly distance: number;
  /** For display: 1 at distance 0, 0.5 where false matches and false rejections balance; carries nothing the distance does not. */
  readonly similarity: number;
  /**
   * The share of pairs of strangers that are at least this near; `null` beyond the table, where "no match" needs no rate.
   * From a small set of celebrity photographs, see `falseMatchTable`.
   */
  readonly falseMatchRate: number | null;
  /** 95 % interval of that rate; `null` with it. */
  readonly falseMatchInterval: readonly [number, number] | null;
  /** Whether both faces are large enough for the distance to say "no match"; a smaller face is "too small", never "another person". */
  readonly comparable: boolean;
}

/**
 * False matches by distance: 61 photographs of 13 celebrities (DeepFace's test set, clean), 1,552 pairs of strangers. Measured
 * with the prototype of this chain (YuNet, two-pass landmarks, five-point alignment, mirrored mean), not again with the detector and
 * the landmark passes used here. One match in 1,552 pairs has a 95 % interval up to 0.36 %, 1 in 280. It says nothing about demographic differences, and
 * portraits of one nationality, sex and age give more false matches than these.
 */
export const falseMatchTable = {
  pairs: 1552,
  rows: [
    { distance: 0.5, falseMatches: 1 },
    { distance: 0.55, falseMatches: 2 },
    { distance: 0.6, falseMatches: 9 },
    { distance: 0.64, falseMatches: 20 },
    { distance: 0.7, falseMatches: 59 },
  ],
} as const;

// A face 60 px high, below which genuine pairs drift apart (TAR at 0.6 falls from .93 at 64 px to .41 at 40 px), has its
// eyes some 24 px apart.
const leastInterEyePx = 24;
// Where the two error rates cross on that set.
const balancedDistance = 0.575;
// Puts 0.9 and 0.1 at 0.2 from the middle, so that the picture on the screen spreads over the distances that occur.
const steepness = 11;

/** Compares two descriptors; the qualities decide only `comparable`. */
export function compareFaces(
  a: { readonly embedding: Float32Array; readonly quality: Pick<FaceQuality, 'interEyePx'> },
  b: { readonly embedding: Float32Array; readonly quality: Pick<FaceQuality, 'interEyePx'> },
): FaceSimilarity {
  const distance = euclideanDistance(a.embedding, b.embedding);
  const rate = falseMatchRateAt(distance);
  return {
    distance,
    similarity: toSimilarity(distance),
    falseMatchRate: rate?.rate ?? null,
    falseMatchInterval: rate?.interval ?? null,
    comparable: Math.min(a.quality.interEyePx, b.quality.interEyePx) >= leastInterEyePx,
  };
}

export function euclideanDistance(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) throw new RangeError('descriptors of different nets');
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
  return Math.sqrt(sum);
}

function toSimilarity(distance: number): number {
  const logistic = (d: number): number => 1 / (1 + Math.exp(steepness * (d - balancedDistance)));
  return Math.min(1, logistic(distance) / logistic(0));
}

/**
 * The rate at a distance, linear in its logarithm between the rows; `undefined` beyond the last. Nearer than the first row it
 * stays at that row's, because the set is too small to show a lower one, with an interval down to none.
 */
export function falseMatchRateAt(
  distance: number,
): { readonly rate: number; readonly interval: readonly [number, number] } | undefined {
  const { rows, pairs } = falseMatchTable;
  const next = rows.findIndex((row) => row.distance >= distance);
  const above = rows[next];
  if (above === undefined) return undefined;
  const upper = wilsonInterval(above.falseMatches, pairs);
  const below = rows[next - 1];
  if (below === undefined) return { rate: above.falseMatches / pairs, interval: [0, upper[1]] };
  const lower = wilsonInterval(below.falseMatches, pairs);
  const part = (distance - below.distance) / (above.distance - below.distance);
  const between = (from: number, to: number): number =>
    Math.exp(Math.log(from) + part * (Math.log(to) - Math.log(from)));
  return {
    rate: between(below.falseMatches / pairs, above.falseMatches / pairs),
    interval: [between(lower[0], upper[0]), between(lower[1], upper[1])],
  };
}

/** Wilson's score interval for a proportion at 95 %. */
function wilsonInterval(hits: number, trials: number): readonly [number, number] {
  const z = 1.959964;
  const rate = hits / trials;
  const scale = 1 + z ** 2 / trials;
  const middle = (rate + z ** 2 / (2 * trials)) / scale;
  const reach = (z / scale) * Math.sqrt((rate * (1 - rate)) / trials + z ** 2 / (4 * trials ** 2));
  return [middle - reach, middle + reach];
}
