import { expect, it } from 'vitest';
import { pauseAfter } from './watch-hints.ts';

it('looks five times a second where that is cheap, and never takes more than a sixth of the page’s time', () => {
  expect([0, 9, 40].map(pauseAfter)).toEqual([200, 200, 200]);
  for (const lookMs of [41, 100, 900])
    expect(lookMs / (lookMs + pauseAfter(lookMs))).toBeLessThanOrEqual(1 / 6);
});
