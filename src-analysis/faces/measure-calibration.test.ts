import { describe, expect, it } from 'vitest';
import { must } from '#shared/lib/invariant.ts';
import { measureCalibration } from './measure-calibration.ts';
import { proportionInterval } from './proportion-interval.ts';

/** A face of a person at a place on a line, where distance is difference. */
const face = (person: number, place: number) => ({ person, embedding: Float32Array.of(place) });
const measure = (...input: Parameters<typeof measureCalibration>) =>
  must(measureCalibration(...input), 'there are strangers');

describe('measureCalibration', () => {
  it('counts pairs of two people only, each distance with those nearer', () => {
    // Two pictures of person 0 at 0 and 0.1; strangers at 0.5 and 2.
    const { set, rows, nearest } = measure({
      faces: [face(0, 0), face(0, 0.1), face(1, 0.5), face(2, 2)],
    });
    expect(set).toEqual({ people: 3, pictures: 4, pairs: 5, peoplePairs: 3 });
    const counted = (distance: number) => rows.find((row) => row.distance === distance)?.falseMatches;
    expect([0.39, 0.4, 0.49, 0.5, 0.7].map(counted)).toEqual([0, 1, 1, 2, 2]);
    expect(nearest[0]).toMatchObject({ a: 1, b: 2, distance: expect.closeTo(0.4, 6) as number });
  });

  it('takes all pictures of the same two people for one trial', () => {
    const { rows } = measure({ faces: [face(0, 0), face(0, 0), face(0, 0), face(1, 5)] });
    expect(rows.at(-1)?.interval95[1]).toBeCloseTo(proportionInterval(0, 1)[1], 3);
  });

  it('starts with the farthest distance that no pair reached', () => {
    const { rows } = measure({ faces: [face(0, 0), face(1, 0.605), face(2, 9)] });
    expect(rows[0]).toMatchObject({ distance: 0.6, falseMatches: 0, rate: 0 });
    expect(rows[1]).toMatchObject({ distance: 0.61, falseMatches: 1, rate: 1 / 3 });
  });

  it('compares only the pairs listed, where some are', () => {
    const { set, rows } = measure({
      faces: [face(0, 0), face(1, 0.1), face(2, 0.2), face(3, 9)],
      pairs: [
        [0, 1],
        [0, 2],
      ],
    });
    expect(set).toEqual({ people: 3, pictures: 3, pairs: 2, peoplePairs: 2 });
    expect(rows.at(-1)?.falseMatches).toBe(2);
  });

  it('resamples people, not pairs: one look-alike of everybody makes the interval wider than chance', () => {
    // Person 0 is near everybody else; all others are far from each other.
    const faces = Array.from({ length: 30 }, (_, i) => ({
      person: i,
      embedding: Float32Array.from({ length: 30 }, (_value, k) => (k === i && i > 0 ? 0.6 : 0)),
    }));
    const row = must(
      measure({ faces }).rows.find(({ distance }) => distance === 0.61),
      'a row per hundredth',
    );
    expect(row.rate).toBeCloseTo(29 / 435, 10);
    const [low, high] = must(row.bootstrap95, '30 people');
    expect(low).toBe(0); // without that person no pair is near
    expect(high).toBeGreaterThan(row.interval95[1]);
    expect(measure({ faces })).toEqual(measure({ faces }));
  });

  it('has no bootstrap of fewer than ten people, and no figures without strangers', () => {
    expect(measure({ faces: [face(0, 0), face(1, 0.3)] }).rows[0]?.bootstrap95).toBeNull();
    expect(measureCalibration({ faces: [face(0, 0), face(0, 1)] })).toBeUndefined();
  });
});
