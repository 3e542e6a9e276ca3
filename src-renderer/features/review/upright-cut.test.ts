import { expect, it } from 'vitest';
import { must } from '#shared/lib/invariant.ts';
import { flatSideOf } from './flat-side.ts';
import { uprightCut } from './upright-cut.ts';

const sizePx = { width: 2000, height: 1500 };

it('cuts along a document that lies on its side', () => {
  // A card turned clockwise by a quarter: its top left corner is the picture's top right one.
  const flat = must(
    flatSideOf(
      [
        { x: 1000, y: 100 },
        { x: 1000, y: 956 },
        { x: 460, y: 956 },
        { x: 460, y: 100 },
      ],
      { type: 'driving-licence', format: null },
    ),
    'a side',
  );
  // A line of print, which stands upright in the picture.
  const { quadPx, size } = uprightCut(
    { flat, sizePx, rotationDeg: 90 },
    { x: 880, y: 200, width: 30, height: 400 },
  );
  expect(size.width).toBeGreaterThan(5 * size.height);
  const [topLeft, topRight, , bottomLeft] = quadPx;
  expect(topRight.y - topLeft.y).toBeGreaterThan(400);
  expect(topLeft.x - bottomLeft.x).toBeGreaterThan(30);
});

it('cuts along the picture, turned as a whole, where there is no document or all of it is meant', () => {
  const region = { x: 100, y: 200, width: 300, height: 200 };
  const { quadPx, size } = uprightCut({ flat: null, sizePx, rotationDeg: 90 }, region);
  expect(size.height).toBeGreaterThan(size.width);
  expect(quadPx[0].x).toBeGreaterThan(quadPx[3].x);
  expect(quadPx[1].y).toBeGreaterThan(quadPx[0].y);

  const card = { x: 500, y: 300, width: 856, height: 540 };
  const flat = flatSideOf(
    [
      { x: 500, y: 300 },
      { x: 1356, y: 300 },
      { x: 1356, y: 840 },
      { x: 500, y: 840 },
    ],
    null,
  );
  const whole = uprightCut({ flat, sizePx, rotationDeg: 0 }, card);
  expect(whole.quadPx[0].x).toBeLessThan(500);
  expect(whole.size.width).toBeGreaterThan(856);
});
