import { expect, it } from 'vitest';
import { must } from '#shared/lib/invariant.ts';
import type { RgbRaster } from './raster.ts';
import { displayP3Profile, toSrgb } from './to-srgb.ts';

const pixel = (...data: number[]): RgbRaster => ({
  width: 1,
  height: 1,
  channels: 3,
  data: Uint8Array.from(data),
});
const profile = async (): Promise<Uint8Array> => must(await displayP3Profile(), 'sharp brings the profile');

it('brings Display P3 to sRGB, and leaves gray gray', async () => {
  const { data } = await toSrgb(pixel(185, 71, 50), await profile());
  [200, 60, 40].forEach((value, c) => {
    expect(Math.abs((data[c] ?? 0) - value)).toBeLessThan(3);
  });
  expect([...(await toSrgb(pixel(128, 128, 128), await profile())).data]).toEqual([128, 128, 128]);
});

it('leaves a picture as it is where the profile is broken or of another color space', async () => {
  const image = pixel(185, 71, 50);
  const broken = (await profile()).slice(0, 200);
  const gray = Uint8Array.from(await profile());
  gray.set(new TextEncoder().encode('GRAY'), 16);
  for (const useless of [broken, gray, new Uint8Array(3)]) {
    expect([...(await toSrgb(image, useless)).data]).toEqual([185, 71, 50]);
  }
});
