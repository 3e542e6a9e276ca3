import { describe, expect, it } from 'vitest';
import type { Quad } from '#shared/domain/geometry.ts';
import type { GrayRaster, RgbRaster } from './raster.ts';
import { applySimilarity, fitSimilarity, rotateQuarter, warpQuad, warpSimilarity } from './warp.ts';

/** Luma equals x, so that a warp's geometry can be read off its values. */
function ramp(width: number, height: number): GrayRaster {
  const data = Uint8Array.from({ length: width * height }, (_, at) => at % width);
  return { width, height, channels: 1, data };
}

const quad: Quad = [
  { x: 20, y: 10 },
  { x: 90, y: 22 },
  { x: 84, y: 70 },
  { x: 12, y: 61 },
];

describe('warpQuad', () => {
  it('gives an upright part back as it is', () => {
    const part: Quad = [
      { x: 10, y: 5 },
      { x: 30, y: 5 },
      { x: 30, y: 15 },
      { x: 10, y: 15 },
    ];
    const out = warpQuad(ramp(100, 40), part, 20, 10);
    expect([...(out?.data.subarray(0, 20) ?? [])]).toEqual(Array.from({ length: 20 }, (_, x) => 10 + x));
  });

  it.each([2, 3.5, 7])('keeps its place when it shrinks %d times', (times) => {
    const image = ramp(250, 250);
    const side = 210;
    const part: Quad = [
      { x: 20, y: 20 },
      { x: 20 + side, y: 20 },
      { x: 20 + side, y: 20 + side },
      { x: 20, y: 20 + side },
    ];
    const size = side / times;
    const out = warpQuad(image, part, size, size);
    for (const x of [0, Math.floor(size / 2), size - 1]) {
      // The mean of the columns that fall into the pixel, whose centers are half a pixel on.
      expect(Math.abs((out?.data[x] ?? 0) - (20 + (x + 0.5) * times - 0.5))).toBeLessThanOrEqual(1);
    }
  });

  it('does not alias: a fine checkerboard shrinks to gray', () => {
    const size = 240;
    const data = Uint8Array.from(
      { length: size * size },
      (_, at) => ((at + Math.floor(at / size)) % 2) * 255,
    );
    const whole: Quad = [
      { x: 0, y: 0 },
      { x: size, y: 0 },
      { x: size, y: size },
      { x: 0, y: size },
    ];
    const out = warpQuad({ width: size, height: size, channels: 1, data }, whole, 50, 50);
    for (const value of out?.data ?? []) expect(Math.abs(value - 127.5)).toBeLessThan(16);
  });

  it('is black outside the image', () => {
    const shifted: Quad = [
      { x: -20, y: 0 },
      { x: 0, y: 0 },
      { x: 0, y: 20 },
      { x: -20, y: 20 },
    ];
    const out = warpQuad(
      { width: 40, height: 40, channels: 1, data: new Uint8Array(1600).fill(200) },
      shifted,
      20,
      20,
    );
    expect(Math.max(...(out?.data ?? [255]))).toBe(0);
  });
});

describe('fitSimilarity', () => {
  it('recovers a rotation, scale and shift', () => {
    const truth = { a: 1.5 * Math.cos(0.4), b: 1.5 * Math.sin(0.4), tx: 12, ty: -7 };
    const targets = quad;
    const fitted = fitSimilarity(
      targets,
      targets.map((point) => applySimilarity(truth, point)),
    );
    for (const key of ['a', 'b', 'tx', 'ty'] as const) expect(fitted[key]).toBeCloseTo(truth[key], 9);
  });

  it('warps what it fitted onto the template', () => {
    const image: RgbRaster = { width: 60, height: 60, channels: 3, data: new Uint8Array(60 * 60 * 3) };
    image.data.set([250, 100, 50], (30 * 60 + 40) * 3);
    const targets = [
      { x: 10.5, y: 10.5 },
      { x: 20.5, y: 10.5 },
    ];
    const sources = [
      { x: 40.5, y: 30.5 },
      { x: 40.5, y: 40.5 },
    ];
    const out = warpSimilarity(image, fitSimilarity(targets, sources), 30, 30);
    expect([...out.data.subarray((10 * 30 + 10) * 3, (10 * 30 + 10) * 3 + 3)]).toEqual([250, 100, 50]);
  });
});

it('rotateQuarter turns clockwise, and four turns are none', () => {
  const image: GrayRaster = { width: 3, height: 2, channels: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6) };
  expect(rotateQuarter(image, 1)).toEqual({
    width: 2,
    height: 3,
    channels: 1,
    data: Uint8Array.of(4, 1, 5, 2, 6, 3),
  });
  expect(rotateQuarter(rotateQuarter(image, 1), 3)).toEqual(image);
  expect(rotateQuarter(rotateQuarter(image, 2), 2)).toEqual(image);
});
