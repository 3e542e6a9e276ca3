import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aCalibration } from '../testing/builders.ts';
import { judgeLikeness } from './judge-likeness.ts';

/** 1 / (1 / n) is less than n in doubles for 93, 99, 105, 117 and 66 others up to 1,000. */
it('matches what none of the strangers reached, of however many pairs', () => {
  const base = aCalibration();
  const [first] = base.rows;
  if (first === undefined) throw new Error('the calibration has rows');
  for (let pairs = 10; pairs <= 998; pairs += 1) {
    const calibration = {
      ...base,
      set: { ...base.set, pairs, peoplePairs: pairs },
      rows: [{ ...first, falseMatches: 0 }],
    };
    const { verdict } = judgeLikeness(first.distance, calibration, policy202611.thresholds);
    expect(verdict, pairs.toString()).toBe('match');
  }
});

it('is not made stricter by more pictures of the same people', () => {
  const base = aCalibration();
  const distance = 0.4;
  const rows = [{ distance, falseMatches: 0, rate: 0, interval95: [0, 0.05] as const, bootstrap95: null }];
  const [once, often] = [66, 66 * 400].map((pairs) =>
    judgeLikeness(
      distance,
      {
        ...base,
        set: { ...base.set, people: 12, pairs, peoplePairs: 66 },
        rows: rows.map((row) => ({ ...row, interval95: [...row.interval95] })),
      },
      policy202611.thresholds,
    ),
  );
  expect(once).toEqual({ verdict: 'match', oneIn: 67, matchOneIn: 67 });
  expect(often).toEqual(once);
});
