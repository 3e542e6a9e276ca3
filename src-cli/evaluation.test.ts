import { expect, it } from 'vitest';
import { median, scoreFacePairs, scoreMrz, type MrzOutcome } from './evaluation.ts';

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
  distances.map((distance) => ({ isSame, distance }));

it('separates perfectly where every pair of one person is nearer than any two strangers', () => {
  const score = scoreFacePairs([...pairs(true, 0.2, 0.3), ...pairs(false, 0.7, 0.8)], 0.5);
  expect(score).toMatchObject({ total: 4, auc: 1, accuracyAtPolicy: 1 });
});

it('counts ties half, and a face that was not found as a rejection', () => {
  const score = scoreFacePairs([...pairs(true, 0.5, Infinity), ...pairs(false, 0.5, 0.9)], 0.5);
  // Of four comparisons one is a tie and one is won.
  expect(score.auc).toBe(1.5 / 4);
  expect(score.accuracyAtPolicy).toBe(0.5);
});

it('gives a rate only where there are pairs of strangers enough to see it', () => {
  const impostors = Array.from({ length: 100 }, (_, i) => 0.5 + i / 100);
  const { fmr } = scoreFacePairs([...pairs(true, 0.4, 0.55), ...pairs(false, ...impostors)], 0.5);
  expect(fmr).toMatchObject([
    { at: 0.1, fnmr: 0, threshold: 0.59 },
    { at: 0.01, fnmr: 0.5 },
    { at: 0.001, fnmr: null, threshold: null },
  ]);
});

it('has no curve without both kinds of pairs', () => {
  expect(scoreFacePairs(pairs(true, 0.3), 0.5).auc).toBeNull();
});

it.each([
  [[], 0],
  [[3], 3],
  [[4, 1], 2.5],
  [[9, 1, 5], 5],
])('median of %j is %f', (values, expected) => {
  expect(median(values)).toBe(expected);
});
