import { expect, it } from 'vitest';
import { crop } from './crop.ts';
import { toGray } from './gray.ts';
import type { GrayRaster, RgbRaster } from './raster.ts';
import { resize, shrinkByInteger, shrinkToFit } from './resize.ts';

function gray(width: number, height: number, at: (x: number, y: number) => number): GrayRaster {
  const data = Uint8Array.from({ length: width * height }, (_, i) => at(i % width, Math.floor(i / width)));
  return { width, height, channels: 1, data };
}

it.each([
  [100, 37],
  [101, 40],
  [240, 31],
  [999, 480],
])('shrinks a ramp of %d px to %d px without moving it', (from, to) => {
  const out = resize(
    gray(from, 20, (x) => (x * 250) / from),
    to,
    10,
  );
  for (const x of [0, Math.floor(to / 2), to - 1]) {
    expect(Math.abs((out.data[x] ?? 0) - ((x + 0.5) * 250) / to)).toBeLessThan(2);
  }
});

it('keeps the mean of what it shrinks', () => {
  const noise = gray(321, 215, (x, y) => (x * 7919 + y * 104729) % 256);
  const mean = (image: GrayRaster): number => image.data.reduce((sum, v) => sum + v, 0) / image.data.length;
  for (const [width, height] of [
    [160, 107],
    [100, 90],
    [17, 9],
  ] as const) {
    expect(Math.abs(mean(resize(noise, width, height)) - mean(noise))).toBeLessThan(1);
  }
});

it('grows by interpolation', () => {
  const out = resize(
    gray(2, 1, (x) => x * 100),
    4,
    1,
  );
  expect([...out.data]).toEqual([0, 25, 75, 100]);
});

it('averages whole squares, and what there is of cut ones', () => {
  const image = gray(3, 3, (x, y) => (y * 3 + x) * 10);
  expect([...shrinkByInteger(image, 2).data]).toEqual([20, 35, 65, 80]);
});

it('fits the long side', () => {
  const image: RgbRaster = { width: 40, height: 80, channels: 3, data: new Uint8Array(9600).fill(9) };
  const { image: small, toOriginal } = shrinkToFit(image, 20);
  expect([small.width, small.height, toOriginal, small.data[0]]).toEqual([10, 20, 4, 9]);
  expect(shrinkToFit(image, 80).image).toBe(image);
});

it('refuses sizes that are none', () => {
  const image = gray(4, 4, () => 0);
  expect(() => resize(image, 0, 3)).toThrow(RangeError);
  expect(() => resize(image, 1.5, 3)).toThrow(RangeError);
});

it('crops whole pixels, clipped, never to nothing', () => {
  const image = gray(4, 3, (x, y) => y * 4 + x);
  expect(crop(image, { x: 1.2, y: 0.5, width: 1.5, height: 1 })).toEqual(gray(2, 2, (x, y) => y * 4 + x + 1));
  expect(crop(image, { x: 50, y: -9, width: 5, height: 5 })).toEqual(gray(1, 1, () => 3));
});

it('weighs luma as BT.601', () => {
  const image: RgbRaster = {
    width: 3,
    height: 1,
    channels: 3,
    data: Uint8Array.of(255, 0, 0, 0, 255, 0, 0, 0, 255),
  };
  expect([...toGray(image).data]).toEqual([77, 149, 29]);
});
