import { expect, it } from 'vitest';
import type { Quad } from '#shared/domain/geometry.ts';
import { turnQuad } from './turn-quad.ts';

const [a, b, c, d] = [
  { x: 0, y: 0 },
  { x: 100, y: 0 },
  { x: 100, y: 60 },
  { x: 0, y: 60 },
];

it.each([
  [0, [a, b, c, d]],
  [90, [b, c, d, a]],
  [180, [c, d, a, b]],
  [270, [d, a, b, c]],
] as const)('begins at the content’s own top left corner: turned by %i', (rotation, expected) => {
  const quad: Quad = [a, b, c, d];
  expect(turnQuad(quad, rotation)).toEqual(expected);
  // Wherever the list begins, the picture's own order is the start.
  expect(turnQuad([c, d, a, b], rotation)).toEqual(expected);
});
