import type { FaceCalibration } from './calibration.ts';
import { proportionInterval } from './proportion-interval.ts';
import { euclideanDistance } from './similarity.ts';

/** A face of a calibration set. */
export interface CalibrationFace {
  /** Its person among `people`, from 0. */
  readonly person: number;
  readonly embedding: Float32Array;
}

export interface CalibrationInput {
  readonly faces: readonly CalibrationFace[];
  /** The pairs of strangers, as indexes of faces, where not every two people are known to be strangers; else all of them. */
  readonly pairs?: readonly (readonly [number, number])[];
}

export interface MeasuredCalibration {
  readonly set: Omit<FaceCalibration['set'], 'source'>;
  readonly rows: FaceCalibration['rows'];
  /** The strangers nearest to each other, for a look at whether they are two people indeed. */
  readonly nearest: readonly { readonly a: number; readonly b: number; readonly distance: number }[];
}

// Rows a hundredth apart: finer than anybody sets a threshold.
const stepsPerUnit = 100;
// Beyond it nothing is called a match by any policy, and the list of such pairs stays short.
const lastStep = 70;
// Fewer people than this make too few different resamples.
const leastPeopleForBootstrap = 10;
const bootstrapRounds = 1000;
const nearestShown = 5;

/**
 * Counts how many pairs of strangers lie within each distance. Pairs share people, so they are not independent: pictures of the
 * same two people count as one trial of the Clopper–Pearson interval, and the bootstrap draws whole people. Deterministic.
 * `undefined` where there are no two strangers.
 */
export function measureCalibration({ faces, pairs }: CalibrationInput): MeasuredCalibration | undefined {
  const counts = new Float64Array(lastStep + 1);
  const near: { personA: number; personB: number; step: number }[] = [];
  const nearest: { a: number; b: number; distance: number }[] = [];
  const listed = new Map<string, { a: number; b: number; count: number }>();
  let total = 0;
  const visit = (i: number, j: number): void => {
    const [a, b] = [faces[i], faces[j]];
    if (a === undefined || b === undefined || a.person === b.person) return;
    total += 1;
    if (pairs !== undefined) {
      const [first, second] = a.person < b.person ? [a.person, b.person] : [b.person, a.person];
      const key = `${String(first)} ${String(second)}`;
      const entry = listed.get(key) ?? { a: first, b: second, count: 0 };
      entry.count += 1;
      listed.set(key, entry);
    }
    const distance = euclideanDistance(a.embedding, b.embedding);
    const last = nearest.at(-1);
    if (nearest.length < nearestShown || (last !== undefined && distance < last.distance)) {
      nearest.push({ a: i, b: j, distance });
      nearest.sort((p, q) => p.distance - q.distance);
      nearest.length = Math.min(nearest.length, nearestShown);
    }
    const step = Math.ceil(distance * stepsPerUnit - 1e-9);
    if (step > lastStep) return;
    counts[step] = (counts[step] ?? 0) + 1;
    near.push({ personA: a.person, personB: b.person, step });
  };
  if (pairs === undefined) {
    for (let i = 0; i < faces.length; i += 1) for (let j = i + 1; j < faces.length; j += 1) visit(i, j);
  } else {
    for (const [i, j] of pairs) visit(i, j);
  }
  if (total === 0) return undefined;

  const involved =
    pairs === undefined
      ? faces.map((_, i) => i)
      : [...new Set(pairs.flat())].filter((i) => faces[i] !== undefined);
  const picturesOf = new Map<number, number>();
  for (const i of involved) {
    const person = faces[i]?.person ?? 0;
    picturesOf.set(person, (picturesOf.get(person) ?? 0) + 1);
  }
  const people = [...picturesOf.keys()];
  const peoplePairs = pairs === undefined ? (people.length * (people.length - 1)) / 2 : listed.size;
  const resamples = people.length < leastPeopleForBootstrap ? null : resample();

  const rows: FaceCalibration['rows'] = [];
  let falseMatches = 0;
  for (let step = 0; step <= lastStep; step += 1) {
    falseMatches += counts[step] ?? 0;
    if (step === 0) continue;
    const rate = falseMatches / total;
    const row = {
      distance: step / stepsPerUnit,
      falseMatches,
      rate,
      interval95: roundedPair(proportionInterval(rate * peoplePairs, peoplePairs)),
      bootstrap95: resamples === null ? null : roundedPair(percentiles(resamples.map((r) => r[step] ?? 0))),
    };
    // Of the rows without any match the farthest says all.
    if (falseMatches === 0) rows.length = 0;
    rows.push(row);
  }
  return {
    set: { people: people.length, pictures: involved.length, pairs: total, peoplePairs },
    rows,
    nearest,
  };

  /** The rate at every step, of sets of as many people drawn with return. */
  function resample(): Float64Array[] {
    const random = createRandom();
    const rounds: Float64Array[] = [];
    const most = people.reduce((a, b) => Math.max(a, b), 0) + 1;
    for (let round = 0; round < bootstrapRounds; round += 1) {
      const times = new Uint16Array(most);
      people.forEach(() => {
        const person = people[Math.floor(random() * people.length)] ?? 0;
        times[person] = (times[person] ?? 0) + 1;
      });
      let trials = 0;
      if (pairs === undefined) {
        let [sum, squares] = [0, 0];
        for (const [person, pictures] of picturesOf) {
          const drawn = (times[person] ?? 0) * pictures;
          sum += drawn;
          squares += drawn * drawn;
        }
        trials = (sum * sum - squares) / 2;
      } else {
        for (const { a, b, count } of listed.values()) trials += count * (times[a] ?? 0) * (times[b] ?? 0);
      }
      if (trials === 0) continue;
      const rates = new Float64Array(lastStep + 1);
      for (const { personA, personB, step } of near) {
        rates[step] = (rates[step] ?? 0) + (times[personA] ?? 0) * (times[personB] ?? 0);
      }
      let hits = 0;
      for (let step = 0; step <= lastStep; step += 1) {
        hits += rates[step] ?? 0;
        rates[step] = hits / trials;
      }
      rounds.push(rates);
    }
    return rounds;
  }
}

function percentiles(values: readonly number[]): readonly [number, number] {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] ?? 0;
  return [at(0.025), at(0.975)];
}

/** Four significant digits: more than any set bears, and the same file on every machine. */
function roundedPair([low, high]: readonly [number, number]): [number, number] {
  return [Number(low.toPrecision(4)), Number(high.toPrecision(4))];
}

/** Mulberry32 from a fixed seed: the same set gives the same interval. */
function createRandom(): () => number {
  let state = 9303;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
