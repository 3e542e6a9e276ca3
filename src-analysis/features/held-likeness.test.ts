import { expect, it } from 'vitest';
import type { Quad } from '#shared/domain/geometry.ts';
import type { GrayRaster } from '../image/raster.ts';
import { comparedWidthPx, likenessInDetail } from './held-likeness.ts';

const [width, height] = [480, 300];
const heightPx = Math.round((comparedWidthPx * height) / width);

/** Bars of print whose lengths a seed decides, on paper lit from one side. */
function aPage(seed: number, { shift = 0, light = 1 } = {}): GrayRaster {
  const data = Uint8Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [(i % width) - shift, Math.floor(i / width)];
    const line = Math.floor(y / 25);
    const long = 120 + ((seed * 7919 + line * 104_729) % 300);
    const isInk =
      y % 25 > 8 && y % 25 < 18 && x > 30 && x < long && Math.floor(x / (5 + ((line + seed) % 4))) % 2 === 0;
    return light * (isInk ? 60 : 170 + 40 * (x / width));
  });
  return { width, height, channels: 1, data };
}

const frame = (off = 0): Quad => [
  { x: off, y: off },
  { x: width, y: 0 },
  { x: width - off, y: height - off },
  { x: 0, y: height },
];
const likeness = (a: GrayRaster, b: GrayRaster, off = 0): number =>
  likenessInDetail({ gray: a, quad: frame(off) }, { gray: b, quad: frame() }, heightPx) ?? Number.NaN;

it('is 1 for one picture, and hardly less in other light', () => {
  expect(likeness(aPage(1), aPage(1))).toBeCloseTo(1, 5);
  expect(likeness(aPage(1, { light: 0.6 }), aPage(1))).toBeGreaterThan(0.97);
});

it('allows for corners that are off by a hundredth of the width', () => {
  expect(likeness(aPage(1), aPage(1), 5)).toBeGreaterThan(0.9);
});

it('tells other print on the same paper', () => {
  expect(likeness(aPage(2), aPage(1))).toBeLessThan(0.7);
});

it('says nothing of bare paper, and of an outline without an area', () => {
  const bare: GrayRaster = { width, height, channels: 1, data: new Uint8Array(width * height).fill(200) };
  expect(likeness(aPage(1), bare)).toBeNaN();
  const point = { x: 5, y: 5 };
  expect(
    likenessInDetail(
      { gray: aPage(1), quad: [point, point, point, point] },
      { gray: aPage(1), quad: frame() },
      heightPx,
    ),
  ).toBeNull();
});
