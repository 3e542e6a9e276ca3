import { expect, it } from 'vitest';
import { strangersPerMatch } from './false-match.ts';

it('says how many strangers, never more than the table promises', () => {
  expect([1e-4, 1e-3, 1 / 12_345, 0.12, 0.5, 1].map(strangersPerMatch)).toEqual([
    10_000, 1000, 12_000, 8, 2, 1,
  ]);
});

it('has no words for a rate of nothing', () => {
  expect(strangersPerMatch(0)).toBeNull();
});
