import { expect, it } from 'vitest';
import type { Quad } from '#shared/domain/geometry.ts';
import { isMissingNothing } from './measure-side.ts';

const image = { width: 1600, height: 1200 };
const withCornerAt = (x: number): Quad => [
  { x: 200, y: 100 },
  { x: 1500, y: 100 },
  { x: 1500, y: 900 },
  { x, y: 900 },
];

it('misses nothing of a page whose corner touches the picture’s edge, and something of one that is cut', () => {
  expect(isMissingNothing(withCornerAt(-12), image)).toBe(true);
  expect(isMissingNothing(withCornerAt(-200), image)).toBe(false);
  // An outline that ends at the border or inside says nothing of what may lie beyond.
  expect(isMissingNothing(withCornerAt(0), image)).toBe(false);
  expect(isMissingNothing(withCornerAt(100), image)).toBe(false);
});
