import { resolve } from 'node:path';
import fc from 'fast-check';
import sharp, { type Sharp } from 'sharp';
import { expect, it } from 'vitest';
import { hammingDistance, perceptualHash } from './perceptual-hash.ts';
import type { RgbRaster } from './raster.ts';

const samples = resolve(import.meta.dirname, '../../resources/samples');

async function rasterOf(picture: Sharp): Promise<RgbRaster> {
  const { data, info } = await picture
    .removeAlpha()
    .toColorspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, channels: 3, data };
}

const open = (name: string): Sharp => sharp(resolve(samples, name));

/** A wave of one frequency on each axis. */
function wave(across: number, down: number, size = 128, contrast = 100): RgbRaster {
  const data = new Uint8Array(size * size * 3);
  for (let y = 0; y < size; y += 1)
    for (let x = 0; x < size; x += 1) {
      const value =
        Math.cos((Math.PI * across * (2 * x + 1)) / (2 * size)) *
        Math.cos((Math.PI * down * (2 * y + 1)) / (2 * size));
      data.fill(128 + contrast * value, (y * size + x) * 3, (y * size + x) * 3 + 3);
    }
  return { width: size, height: size, channels: 3, data };
}

it('puts the frequencies in rows, the lowest first', () => {
  // Only one frequency is there: its bit alone is above the median, give or take the rounding of pixels.
  const highest = (hash: string): bigint => BigInt(`0x${hash}`) >> 63n;
  expect(highest(perceptualHash(wave(1, 1)))).toBe(1n);
  const second = (hash: string): bigint => (BigInt(`0x${hash}`) >> 62n) & 1n;
  expect(second(perceptualHash(wave(2, 1)))).toBe(1n);
  const nextRow = (hash: string): bigint => (BigInt(`0x${hash}`) >> 55n) & 1n;
  expect(nextRow(perceptualHash(wave(1, 2)))).toBe(1n);
});

it('is nothing of a picture that shows nothing', () => {
  const data = new Uint8Array(40 * 30 * 3).fill(77);
  expect(perceptualHash({ width: 40, height: 30, channels: 3, data })).toBe('0000000000000000');
});

it('stays near where a picture was compressed, resized or lit otherwise, and far from other people’s', async () => {
  const names = ['p01-portrait.jpg', 'p02-portrait.jpg', 'p03-portrait.jpg', 'p05-portrait.jpg'];
  const hashes = await Promise.all(names.map(async (name) => perceptualHash(await rasterOf(open(name)))));
  for (const [i, name] of names.entries()) {
    const own = hashes[i] ?? '';
    const changed = [
      sharp(await open(name).jpeg({ quality: 30 }).toBuffer()),
      open(name).resize(200),
      open(name).modulate({ brightness: 1.1 }),
    ];
    for (const picture of changed)
      expect(hammingDistance(own, perceptualHash(await rasterOf(picture)))).toBeLessThanOrEqual(6);
    for (const [j, other] of hashes.entries())
      if (i !== j) expect(hammingDistance(own, other)).toBeGreaterThan(6);
  }
});

it('counts differing bits: a metric', () => {
  const hash = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map((bits) => bits.toString(16).padStart(16, '0'));
  expect(hammingDistance('0000000000000000', 'ffffffffffffffff')).toBe(64);
  expect(hammingDistance('0000000000000001', '8000000000000000')).toBe(2);
  fc.assert(
    fc.property(hash, hash, hash, (a, b, c) => {
      expect(hammingDistance(a, a)).toBe(0);
      expect(hammingDistance(a, b)).toBe(hammingDistance(b, a));
      expect(hammingDistance(a, c)).toBeLessThanOrEqual(hammingDistance(a, b) + hammingDistance(b, c));
    }),
  );
});
