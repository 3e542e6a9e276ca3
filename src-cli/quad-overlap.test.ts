import { expect, it } from 'vitest';
import type { Quad } from '#shared/domain/geometry.ts';
import { quadOverlap } from './quad-overlap.ts';

const picture = { width: 100, height: 100 };
const square = (x: number, y: number, side: number): Quad => [
  { x, y },
  { x: x + side, y },
  { x: x + side, y: y + side },
  { x, y: y + side },
];

it.each([
  ['the same', square(10, 10, 40), square(10, 10, 40), 1],
  [
    'the same, the other way round',
    square(10, 10, 40),
    square(10, 10, 40).toReversed() as unknown as Quad,
    1,
  ],
  ['half beside', square(0, 0, 40), square(20, 0, 40), 1 / 3],
  ['apart', square(0, 0, 20), square(60, 60, 20), 0],
  [
    'the same as far as the picture goes',
    square(60, 0, 40),
    square(60, 0, 40).map(({ x, y }) => ({ x: x === 100 ? 300 : x, y })) as unknown as Quad,
    1,
  ],
])('%s', (_, a, b, expected) => {
  expect(quadOverlap(a, b, picture)).toBeCloseTo(expected, 9);
});

it('a diamond within a square', () => {
  const diamond: Quad = [
    { x: 50, y: 0 },
    { x: 100, y: 50 },
    { x: 50, y: 100 },
    { x: 0, y: 50 },
  ];
  expect(quadOverlap(diamond, square(0, 0, 100), picture)).toBeCloseTo(0.5, 9);
});
