import { describe, expect, it } from 'vitest';
import { compareFaces, euclideanDistance, falseMatchRateAt, falseMatchTable } from './similarity.ts';

/** A face whose descriptor is `distance` away from the origin's. */
const at = (distance: number, interEyePx = 80) => ({
  embedding: Float32Array.from({ length: 128 }, (_, i) => (i === 0 ? distance : 0)),
  quality: { interEyePx },
});

describe('falseMatchRateAt', () => {
  it('is the measured share at the table’s distances, with Wilson’s interval around it', () => {
    for (const { distance, falseMatches } of falseMatchTable.rows) {
      const found = falseMatchRateAt(distance);
      const rate = falseMatches / falseMatchTable.pairs;
      expect(found?.rate).toBeCloseTo(rate, 10);
      expect(found?.interval[0]).toBeLessThan(rate);
      expect(found?.interval[1]).toBeGreaterThan(rate);
    }
  });

  it('is between its neighbors in between: geometrically half-way', () => {
    expect(falseMatchRateAt(0.575)?.rate).toBeCloseTo(Math.sqrt((2 / 1552) * (9 / 1552)), 10);
  });

  it('never claims less than one in the pairs measured, and nothing beyond the table', () => {
    expect(falseMatchRateAt(0.1)).toMatchObject({ rate: 1 / 1552 });
    expect(falseMatchRateAt(0.1)?.interval[0]).toBe(0);
    expect(falseMatchRateAt(0.701)).toBeUndefined();
  });

  it('never falls as the distance grows', () => {
    const rates = Array.from({ length: 70 }, (_, i) => falseMatchRateAt(i / 100)?.rate ?? 1);
    expect(rates).toEqual(rates.toSorted((a, b) => a - b));
  });
});

describe('compareFaces', () => {
  it('calls the same descriptor the same, and strangers’ beyond the table', () => {
    expect(compareFaces(at(0), at(0))).toMatchObject({ distance: 0, similarity: 1, comparable: true });
    const far = compareFaces(at(0), at(0.8));
    expect(far).toMatchObject({ falseMatchRate: null, falseMatchInterval: null });
    expect(far.similarity).toBeLessThan(0.1);
    expect(compareFaces(at(0), at(0.575)).similarity).toBeCloseTo(0.5, 2);
  });

  it('is not comparable where a face is too small', () => {
    expect(compareFaces(at(0, 23.9), at(0.3)).comparable).toBe(false);
    expect(compareFaces(at(0, 24), at(0.3, 24)).comparable).toBe(true);
  });
});

it('descriptors of different nets have no distance', () => {
  expect(() => euclideanDistance(new Float32Array(128), new Float32Array(512))).toThrow(RangeError);
});
