import { expect, it } from 'vitest';
import type { RgbRaster } from '../image/raster.ts';
import { cropHead, headPx, headSquare } from './head-crop.ts';

/** Bounds of `size` px about the middle (x, y). */
const faceAt = (x: number, y: number, size: number) => [
  { x: x - size / 2, y: y - size / 2 },
  { x: x + size / 2, y: y + size / 2 },
];
/** Red tells the column, green the row, in 256ths of the picture. */
function ramps(width: number, height: number): RgbRaster {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, at = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1, at += 3) data.set([(256 * x) / width, (256 * y) / height, 7], at);
  return { width, height, channels: 3, data };
}
const pixel = ({ data }: RgbRaster, x: number, y: number): number[] => [
  ...data.subarray((y * headPx + x) * 3, (y * headPx + x) * 3 + 3),
];

it('shows hair and neck: 2.4 times what the landmarks span, and more of it above', () => {
  const { x, y, width, height } = headSquare(faceAt(500, 600, 200));
  expect([x, width, height]).toEqual([260, 480, 480]);
  expect(600 - y).toBeCloseTo(240 + 24);
});

it('keeps every place of the square where it is, at the size of the net', () => {
  const head = cropHead(ramps(1000, 1000), faceAt(500, 524, 200));
  if (head === null) throw new Error('the head is in the picture');
  expect([head.width, head.height, head.data.length]).toEqual([headPx, headPx, headPx * headPx * 3]);
  const [red = 0, green = 0, blue] = pixel(head, 64, 64);
  expect(Math.abs(red - 128)).toBeLessThan(2);
  expect(Math.abs(green - 128)).toBeLessThan(2);
  expect(blue).toBe(7);
});

it('is gray beyond the picture, and in place within', () => {
  // The left quarter of the square lies beyond.
  const head = cropHead(ramps(1000, 1000), faceAt(120, 524, 200));
  if (head === null) throw new Error('three quarters of the head are in the picture');
  expect(pixel(head, 20, 64)).toEqual([128, 128, 128]);
  const [red = 0] = pixel(head, 64, 64);
  expect(Math.abs(red - 256 * 0.12)).toBeLessThan(2);
});

it.each([
  ['a face of few pixels', faceAt(500, 500, 59)],
  ['a head that is mostly beyond the picture', faceAt(500, 500, 600)],
  ['no landmarks', []],
])('says nothing of %s', (_, landmarksPx) => {
  expect(cropHead(ramps(1000, 1000), landmarksPx)).toBeNull();
});

it('looks at a face of just enough pixels', () => {
  expect(cropHead(ramps(1000, 1000), faceAt(500, 500, 60))).not.toBeNull();
});
