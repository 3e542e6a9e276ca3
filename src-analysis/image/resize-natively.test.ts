import { expect, it } from 'vitest';
import type { RgbRaster } from './raster.ts';
import { resizeNatively, shrinkNatively } from './resize-natively.ts';
import { resize } from './resize.ts';

/** A smooth picture: what averaging and a triangle filter make of it differs by little. */
function slope(width: number, height: number): RgbRaster {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i += 1) {
    data[3 * i] = (255 * (i % width)) / width;
    data[3 * i + 1] = (255 * Math.floor(i / width)) / height;
    data[3 * i + 2] = 128;
  }
  return { width, height, channels: 3, data };
}

it('gives what `resize` gives, within a gray level or two, and leaves coordinates where they were', async () => {
  const image = slope(640, 480);
  const [native, own] = [await resizeNatively(image, 200, 150), resize(image, 200, 150)];
  expect([native.width, native.height, native.data.length]).toEqual([200, 150, own.data.length]);
  const apart = native.data.map((value, i) => Math.abs(value - (own.data[i] ?? 0)));
  expect(Math.max(...apart)).toBeLessThanOrEqual(3);
});

it('shrinks to a long side, and never enlarges', async () => {
  const image = slope(640, 480);
  const { image: small, toOriginal } = await shrinkNatively(image, 320);
  expect([small.width, small.height, toOriginal]).toEqual([320, 240, 2]);
  expect((await shrinkNatively(image, 2000)).image).toBe(image);
});
