import { expect, it } from 'vitest';
import type { Hint } from './choose-hint.ts';
import { createSteadyHint } from './steady-hint.ts';

it('shows what two pictures agree on, and nothing new within a second', () => {
  const steady = createSteadyHint();
  const seen: readonly (readonly [Hint, number])[] = [
    ['closer', 0],
    ['closer', 200],
    ['blurred', 400],
    ['blurred', 600],
    ['glare', 1100],
    ['blurred', 1300],
    ['blurred', 1500],
  ];
  expect(seen.map(([hint, atMs]) => steady(hint, atMs))).toEqual([
    undefined,
    'closer',
    'closer',
    'closer',
    'closer',
    'closer',
    'blurred',
  ]);
});
