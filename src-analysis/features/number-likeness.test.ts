import { expect, it } from 'vitest';
import type { Quad, Rect } from '#shared/domain/geometry.ts';
import type { GrayRaster } from '../image/raster.ts';
import { numberLikeness } from './number-likeness.ts';

const [width, height] = [480, 300];
const place: Rect = { x: 200, y: 60, width: 120, height: 18 };
const frame = (off = 0): Quad => [
  { x: off, y: off },
  { x: width, y: 0 },
  { x: width - off, y: height - off },
  { x: 0, y: height },
];

/** Rows of print that every page has, and at its place a number whose strokes a seed decides. */
function aPage(number: number, light = 1): GrayRaster {
  // A hash: strokes that follow a rule fit others when they are shifted.
  const isStroke = (x: number, seed: number): boolean =>
    Math.abs(Math.sin(Math.floor(x / 4) * 12.9898 + seed * 78.233) * 43_758.5453) % 1 > 0.5;
  const data = Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const isNumber = x >= place.x && x < place.x + place.width && y >= place.y && y < place.y + place.height;
    const isPrint = isNumber || (y > 120 && y % 30 > 12 && x > 30 && x < 440);
    return light * (isPrint && isStroke(x, isNumber ? number : Math.floor(y / 30)) ? 60 : 190);
  });
  return { width, height, channels: 1, data };
}

const likeness = (held: GrayRaster, known: GrayRaster, off = 0, at: Rect = place): number | null =>
  numberLikeness({ gray: held, quad: frame(off) }, { gray: known, quad: frame() }, [at]);

it('is 1 for the same number, and hardly less in other light and with corners that are a little off', () => {
  expect(likeness(aPage(1), aPage(1))).toBeCloseTo(1, 5);
  expect(likeness(aPage(1, 0.6), aPage(1))).toBeGreaterThan(0.97);
  expect(likeness(aPage(1), aPage(1), 4)).toBeGreaterThan(0.8);
});

it('finds the number where the outline is off by a twenty-fifth of the width', () => {
  const moved = frame().map(({ x, y }) => ({ x: x + width / 25, y })) as unknown as Quad;
  const page = { gray: aPage(1), quad: frame() };
  expect(numberLikeness({ gray: aPage(1), quad: moved }, page, [place])).toBeGreaterThan(0.9);
  expect(numberLikeness({ gray: aPage(2), quad: moved }, page, [place])).toBeLessThan(0.7);
});

it('tells another number on a page that is the same but for it', () => {
  for (const number of [2, 3, 4]) expect(likeness(aPage(number), aPage(1))).toBeLessThan(0.7);
});

it('goes by the place that fits best: a thumb may lie over one of two', () => {
  const elsewhere: Rect = { ...place, y: 160 };
  const told = numberLikeness({ gray: aPage(2), quad: frame() }, { gray: aPage(1), quad: frame() }, [
    place,
    elsewhere,
  ]);
  expect(told).toBeCloseTo(1, 5);
});

it('says nothing of bare ground, of a place too small, of none, and of an outline without an area', () => {
  const bare: GrayRaster = { width, height, channels: 1, data: new Uint8Array(width * height).fill(200) };
  expect(likeness(aPage(1), bare)).toBeNull();
  expect(likeness(aPage(1), aPage(1), 0, { ...place, width: 5 })).toBeNull();
  expect(numberLikeness({ gray: bare, quad: frame() }, { gray: bare, quad: frame() }, [])).toBeNull();
  const point = { x: 5, y: 5 };
  expect(
    numberLikeness(
      { gray: aPage(1), quad: [point, point, point, point] },
      { gray: aPage(1), quad: frame() },
      [place],
    ),
  ).toBeNull();
});
