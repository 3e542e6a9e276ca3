import { expect, it } from 'vitest';
import type { RgbRaster } from '../image/raster.ts';
import { brightenDark } from './brighten-dark.ts';

/** A picture of one gray with a bright spot that takes a tenth of it. */
function aRoom(gray: number, lamp = gray): RgbRaster {
  const [width, height] = [60, 50];
  const data = new Uint8Array(width * height * 3).fill(gray);
  data.fill(lamp, 0, data.length / 10);
  return { width, height, channels: 3, data };
}

it('leaves pictures with light as they are', () => {
  expect(brightenDark(aRoom(45))).toBeNull();
  expect(brightenDark(aRoom(200))).toBeNull();
});

it('gives a dark one the light of others, also where a lamp shines in it', () => {
  expect(brightenDark(aRoom(25))?.data.at(-1)).toBe(100);
  const withLamp = brightenDark(aRoom(25, 250))?.data;
  expect([withLamp?.at(0), withLamp?.at(-1)]).toEqual([255, 100]);
});

it('makes no picture of black', () => {
  expect(brightenDark(aRoom(0))?.data.at(-1)).toBe(0);
  expect(brightenDark(aRoom(2))?.data.at(-1)).toBe(24);
});
