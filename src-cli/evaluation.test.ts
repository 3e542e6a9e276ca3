import { expect, it } from 'vitest';
import { median, scoreFacePairs, scoreGroups, scoreMrz, type MrzOutcome } from './evaluation.ts';

const line = 'ABCDEFGHIJ';
const outcome = (change: Partial<MrzOutcome>): MrzOutcome => ({
  file: 'a.jpg',
  expected: [line],
  read: [line],
  allCheckDigitsValid: true,
  ms: 10,
  ...change,
});

it('counts exact readings, characters, silent errors, and reads where there is none', () => {
  const score = scoreMrz([
    outcome({ ms: 10 }),
    outcome({ file: 'silent.jpg', read: ['ABCDEFGHIX'], ms: 20 }),
    outcome({ file: 'loud.jpg', read: ['ABCDEFGHXX'], allCheckDigitsValid: false, ms: 30 }),
    outcome({ file: 'lost.jpg', read: null, allCheckDigitsValid: false, ms: 40 }),
    outcome({ file: 'none.jpg', expected: [], read: null, allCheckDigitsValid: false, ms: 50 }),
    outcome({ file: 'ghost.jpg', expected: [], ms: 60 }),
  ]);
  expect(score).toMatchObject({
    total: 6,
    exact: 2,
    characterAccuracy: 1 - 13 / 40,
    checkDigitsValid: 3,
    silentErrors: 1,
    readsOnNegatives: 1,
    medianMs: 35,
  });
  expect(score.files.map(({ ok }) => ok)).toEqual([true, false, false, false, true, false]);
  expect(score.files[1]).toEqual({ file: 'silent.jpg', expected: [line], read: ['ABCDEFGHIX'], ok: false });
});

const pairs = (isSame: boolean, ...distances: number[]) =>
  distances.map((distance) => ({ isSame, distance, group: null }));

it('separates perfectly where every pair of one person is nearer than any two strangers', () => {
  const score = scoreFacePairs([...pairs(true, 0.2, 0.3), ...pairs(false, 0.7, 0.8)], 0.5);
  expect(score).toMatchObject({
    total: 4,
    auc: 1,
    atPolicy: { distance: 0.5, fmr: { errors: 0, pairs: 2, rate: 0 }, fnmr: { errors: 0, pairs: 2 } },
  });
});

it('counts ties half, and a face that was not found as a rejection', () => {
  const score = scoreFacePairs([...pairs(true, 0.5, Infinity), ...pairs(false, 0.5, 0.9)], 0.5);
  // Of four comparisons one is a tie and one is won.
  expect(score.auc).toBe(1.5 / 4);
  expect(score.atPolicy).toMatchObject({ fmr: { errors: 1, rate: 0.5 }, fnmr: { errors: 1, rate: 0.5 } });
});

it('gives the share of pairs of one person that a rate of false matches costs, where there are strangers enough to see it', () => {
  const impostors = Array.from({ length: 100 }, (_, i) => 0.5 + i / 100);
  const { atFalseMatchRates } = scoreFacePairs(
    [...pairs(true, 0.4, 0.55), ...pairs(false, ...impostors)],
    0.5,
  );
  expect(atFalseMatchRates).toMatchObject([
    { fmr: 0.1, fnmr: { errors: 0, pairs: 2 }, distance: 0.59 },
    // One of two: 1.3 to 98.7 % by the tables of Clopper and Pearson (1934).
    { fmr: 0.01, fnmr: { rate: 0.5, interval95: [expect.closeTo(0.0126, 3), expect.closeTo(0.9874, 3)] } },
    { fmr: 0.001, fnmr: null, distance: null },
  ]);
});

it('has no curve without both kinds of pairs, and nothing at the policy without a calibration', () => {
  expect(scoreFacePairs(pairs(true, 0.3), null)).toMatchObject({ auc: null, atPolicy: null });
});

it('counts each group by itself', () => {
  const inGroup = (group: string, isSame: boolean, distance: number) => ({ group, isSame, distance });
  const outcomes = [
    ...pairs(true, 0.9),
    inGroup('women', true, 0.4),
    inGroup('men', true, 0.6),
    inGroup('men', false, 0.7),
  ];
  expect(scoreGroups(outcomes, 0.5)).toMatchObject([
    { group: 'men', total: 2, atPolicy: { fnmr: { errors: 1, pairs: 1 } } },
    { group: 'women', total: 1, atPolicy: { fnmr: { errors: 0, pairs: 1 }, fmr: { rate: null } } },
  ]);
});

it.each([
  [[], 0],
  [[3], 3],
  [[4, 1], 2.5],
  [[9, 1, 5], 5],
])('median of %j is %f', (values, expected) => {
  expect(median(values)).toBe(expected);
});
