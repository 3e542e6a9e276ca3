import { expect, it } from 'vitest';
import { pairLikeness } from './pair-likeness.ts';

it.each([
  [true, 1 / 255, 'match'],
  [false, 1 / 255, 'uncertain'],
  [false, 1 / 10, 'uncertain'],
  [false, 1 / 9, 'different'],
  // So far apart that nobody counted.
  [false, null, 'different'],
] as const)('a pair with matched %s and a rate of %s is a %s', (matched, falseMatchRate, expected) => {
  expect(pairLikeness({ matched, falseMatchRate })).toBe(expected);
});
