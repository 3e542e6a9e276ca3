import { expect, it } from 'vitest';
import { placeInCut } from './upright-cut.ts';
import { eyeAlignedCut } from './eye-aligned-cut.ts';

it.each([
  [
    'upright',
    [
      { x: 100, y: 200 },
      { x: 160, y: 200 },
    ],
  ],
  [
    'tilted',
    [
      { x: 1200, y: 900 },
      { x: 1250, y: 940 },
    ],
  ],
  [
    'lying on its side',
    [
      { x: 50, y: 40 },
      { x: 50, y: 60 },
    ],
  ],
  [
    'upside down',
    [
      { x: 300, y: 100 },
      { x: 200, y: 101 },
    ],
  ],
] as const)('draws the eyes of a face that is %s at the same two places', (_, [left, right]) => {
  const cut = eyeAlignedCut({ eyesPx: [left, right] });
  const [placedLeft, placedRight] = [placeInCut(cut, left), placeInCut(cut, right)];
  expect(placedLeft.x).toBeCloseTo(0.355, 6);
  expect(placedRight.x).toBeCloseTo(0.645, 6);
  expect(placedLeft.y).toBeCloseTo(0.44, 6);
  expect(placedRight.y).toBeCloseTo(0.44, 6);
});
