import { expect, it } from 'vitest';
import type { Point } from '#shared/domain/geometry.ts';
import type { GrayRaster } from '../image/raster.ts';
import { measureDetailAround } from './detail-of-face.ts';

const side = 600;

/** Jaw on a half circle from (150, 280) over the chin (300, 450) to (450, 280), brows at 250. */
const landmarks: readonly Point[] = Array.from({ length: 68 }, (_, i) =>
  i <= 16
    ? { x: 300 - 150 * Math.cos((Math.PI * i) / 16), y: 280 + 170 * Math.sin((Math.PI * i) / 16) }
    : i < 27
      ? { x: 200 + (i - 17) * 22, y: 250 }
      : { x: 300, y: 330 },
);

/** Gray with grain of `grain` levels, and another within the inner face. */
function skin(grain: number, within: number): GrayRaster {
  const data = new Uint8Array(side * side);
  let state = 1;
  for (let y = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1) {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      const isWithin = ((x - 300) / 140) ** 2 + ((y - 345) / 100) ** 2 < 1;
      data[y * side + x] = 128 + (state / 2 ** 31 - 1) * (isWithin ? within : grain);
    }
  return { width: side, height: side, channels: 1, data };
}

it('is about 0 where the grain is even, however strong', () => {
  for (const grain of [2, 6, 20])
    expect(Math.abs(measureDetailAround(skin(grain, grain), landmarks) ?? 9)).toBeLessThan(0.2);
});

it('is about 1 for half of the grain within, and below 0 for more of it', () => {
  expect(measureDetailAround(skin(20, 10), landmarks)).toBeCloseTo(1, 0);
  expect(measureDetailAround(skin(10, 20), landmarks)).toBeLessThan(-0.7);
});

it('says nothing of a face with too few pixels, or partly outside', () => {
  const small = landmarks.map(({ x, y }) => ({ x: x / 5, y: y / 5 }));
  expect(measureDetailAround(skin(10, 10), small)).toBeNull();
  const above = landmarks.map(({ x, y }) => ({ x, y: y - 240 }));
  expect(measureDetailAround(skin(10, 10), above)).toBeNull();
});
