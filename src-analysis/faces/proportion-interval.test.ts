import { expect, it } from 'vitest';
import { proportionInterval } from './proportion-interval.ts';

/** The chance of at most `hits` in `trials`, summed term by term. */
function atMost(hits: number, trials: number, rate: number): number {
  let term = (1 - rate) ** trials;
  let sum = term;
  for (let k = 1; k <= hits; k += 1) {
    term *= ((trials - k + 1) / k) * (rate / (1 - rate));
    sum += term;
  }
  return sum;
}

it.each([
  [0, 12],
  [12, 12],
  [1, 1552],
  [9, 1552],
  [59, 1552],
  [3, 300],
  [5, 10],
])('has 2.5 %% on either side by the binomial distribution itself: %i of %i', (hits, trials) => {
  const [low, high] = proportionInterval(hits, trials);
  if (hits > 0) expect(1 - atMost(hits - 1, trials, low)).toBeCloseTo(0.025, 9);
  else expect(low).toBe(0);
  if (hits < trials) expect(atMost(hits, trials, high)).toBeCloseTo(0.025, 9);
  else expect(high).toBe(1);
});

it('stays exact on a million pairs, and knows nothing without any', () => {
  expect(proportionInterval(0, 1e6)[1]).toBeCloseTo(-Math.log(0.025) / 1e6, 10);
  expect(proportionInterval(0, 0)).toEqual([0, 1]);
});
