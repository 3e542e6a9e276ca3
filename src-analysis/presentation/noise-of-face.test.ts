import { expect, it } from 'vitest';
import type { Point } from '#shared/domain/geometry.ts';
import type { GrayRaster } from '../image/raster.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { compareNoiseAround } from './noise-of-face.ts';
import { scoreNoise } from './noise-score.ts';

const side = 600;
const { value: threshold } = policy202611.thresholds.selfieNoise;

/** Jaw on a half circle from (150, 280) over the chin (300, 450) to (450, 280), brows at 250. */
const landmarks: readonly Point[] = Array.from({ length: 68 }, (_, i) =>
  i <= 16
    ? { x: 300 - 150 * Math.cos((Math.PI * i) / 16), y: 280 + 170 * Math.sin((Math.PI * i) / 16) }
    : i < 27
      ? { x: 200 + (i - 17) * 22, y: 250 }
      : { x: 300, y: 330 },
);
const isInFace = (x: number, y: number): boolean => ((x - 300) / 150) ** 2 + ((y - 350) / 105) ** 2 < 1;

/** Even noise of a generator, in levels either way. */
function grainOf(seed: number, levels: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length: side * side }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state / 2 ** 31 - 1) * levels;
  });
}

/** As interpolating by half a pixel leaves it, brought back to its size. */
function interpolated(grain: Float32Array): Float32Array {
  return grain.map(
    (_, i) =>
      ((grain[i] ?? 0) + (grain[i + 1] ?? 0) + (grain[i + side] ?? 0) + (grain[i + side + 1] ?? 0)) / 2,
  );
}

interface Skin {
  readonly within: Float32Array;
  readonly around: Float32Array;
  readonly brightness?: (y: number) => number;
}

function skin({ within, around, brightness = () => 128 }: Skin): GrayRaster {
  const data = new Uint8Array(side * side);
  for (let y = 0, at = 0; y < side; y += 1)
    for (let x = 0; x < side; x += 1, at += 1)
      data[at] = Math.min(255, Math.max(0, brightness(y) + ((isInFace(x, y) ? within : around)[at] ?? 0)));
  return { width: side, height: side, channels: 1, data };
}

function scoreOf(picture: GrayRaster, at: readonly Point[] = landmarks) {
  const noise = compareNoiseAround(picture, at);
  return noise.ok ? scoreNoise(noise.differences).score : noise.reason;
}

it.each([3, 8, 20])('tells nothing of one grain everywhere, however strong: %d levels', (levels) => {
  const grain = grainOf(1, levels);
  expect(scoreOf(skin({ within: grain, around: grain }))).toBeLessThan(threshold);
});

it('is not taken in by a shade that falls over the face', () => {
  const grain = grainOf(1, 8);
  const brightness = (y: number): number => 180 - 0.15 * y;
  expect(scoreOf(skin({ within: grain, around: grain, brightness }))).toBeLessThan(threshold);
});

it('tells a face with weaker grain, and one with stronger', () => {
  const [weak, strong] = [grainOf(1, 6), grainOf(1, 14)];
  expect(scoreOf(skin({ within: weak, around: strong }))).toBeGreaterThan(threshold);
  expect(scoreOf(skin({ within: strong, around: weak }))).toBeGreaterThan(threshold);
});

it('tells a face with grain as strong that was interpolated, as whatever was scaled or turned (Popescu and Farid, 2005)', () => {
  const grain = grainOf(1, 10);
  const noise = compareNoiseAround(skin({ within: interpolated(grain), around: grain }), landmarks);
  const [beside] = noise.ok ? noise.differences : [];
  expect(beside?.coarse).toBeLessThan(0);
  expect(beside?.fine).toBeGreaterThan(0.3);
  expect(noise.ok && scoreNoise(noise.differences).score).toBeGreaterThan(threshold);
});

it('says what it could not judge: few pixels, no skin as bright, clipped, nothing left of the grain', () => {
  const grain = grainOf(1, 8);
  const even = skin({ within: grain, around: grain });
  expect(
    scoreOf(
      even,
      landmarks.map(({ x, y }) => ({ x: x / 5, y: y / 5 })),
    ),
  ).toBe('skin-too-small');
  const isBeside = (y: number): boolean => y < 245 || y > 455;
  const dark = skin({ within: grain, around: grain, brightness: (y) => (isBeside(y) ? 60 : 160) });
  expect(scoreOf(dark)).toBe('skin-unlike');
  expect(scoreOf(skin({ within: grain, around: grain, brightness: () => 253 }))).toBe('skin-too-small');
  const none = grainOf(1, 0);
  expect(scoreOf(skin({ within: none, around: none }))).toBe('grain-lost');
});
