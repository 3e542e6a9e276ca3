import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hammingDistance, perceptualHash } from './perceptual-hash.ts';
import type { RgbRaster } from './raster.ts';
import { resize } from './resize.ts';

/** A picture of some soft spots, the same for the same numbers. */
function aPicture(
  spots: readonly (readonly [number, number, number])[],
  width = 160,
  height = 120,
): RgbRaster {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const light = spots.reduce(
        (sum, [cx, cy, size]) =>
          sum +
          120 * Math.exp(-((x / width - cx) ** 2 + (y / height - cy) ** 2) / (2 * (0.05 + size / 4) ** 2)),
        20,
      );
      data.fill(Math.min(235, light), (y * width + x) * 3, (y * width + x) * 3 + 3);
    }
  return { width, height, channels: 3, data };
}
const unit = fc.double({ min: 0, max: 1, noNaN: true });
const spots = fc.array(fc.tuple(unit, unit, unit), { minLength: 3, maxLength: 6 });

it('is 16 hexadecimal digits, and much the same for a picture that is scaled or brighter', () => {
  fc.assert(
    fc.property(spots, (of) => {
      const picture = aPicture(of);
      const hash = perceptualHash(picture);
      expect(hash).toMatch(/^[0-9a-f]{16}$/);
      expect(hammingDistance(hash, perceptualHash(resize(picture, 96, 72)))).toBeLessThanOrEqual(8);
      const brighter = { ...picture, data: picture.data.map((value) => value + 15) };
      expect(hammingDistance(hash, perceptualHash(brighter))).toBeLessThanOrEqual(4);
    }),
    { numRuns: 30 },
  );
});

it('differs between unlike pictures', () => {
  const a = aPicture([
    [0.2, 0.2, 0.3],
    [0.8, 0.7, 0.1],
    [0.5, 0.9, 0.2],
  ]);
  const b = aPicture([
    [0.8, 0.1, 0.2],
    [0.1, 0.9, 0.4],
    [0.6, 0.4, 0.1],
  ]);
  expect(hammingDistance(perceptualHash(a), perceptualHash(b))).toBeGreaterThan(16);
});

it('counts bits', () => {
  expect(hammingDistance('0000000000000000', 'f00000000000000f')).toBe(8);
  expect(hammingDistance('a5a5a5a5a5a5a5a5', 'a5a5a5a5a5a5a5a5')).toBe(0);
  expect(() => hammingDistance('00', '000')).toThrow(RangeError);
});
