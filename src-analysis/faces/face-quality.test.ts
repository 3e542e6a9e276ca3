import { expect, it } from 'vitest';
import type { Point } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { measureFaceQuality } from './face-quality.ts';

const aligned: RgbRaster = {
  width: 150,
  height: 150,
  channels: 3,
  data: new Uint8Array(150 * 150 * 3).fill(120),
};

/** A face whose eyes are 100 px apart, with corners of the mouth 80 px apart and a gap between its lips. */
function withMouth({ widthPx = 80, gapPx = 4 }: { widthPx?: number; gapPx?: number }): Point[] {
  const points = Array.from({ length: 68 }, (_, index) => ({ x: index % 7, y: index % 5 }));
  for (const index of [36, 37, 38, 39, 40, 41]) points[index] = { x: 100, y: 100 };
  for (const index of [42, 43, 44, 45, 46, 47]) points[index] = { x: 200, y: 100 };
  points[48] = { x: 150 - widthPx / 2, y: 180 };
  points[54] = { x: 150 + widthPx / 2, y: 180 };
  for (const [upper, lower] of [
    [61, 67],
    [62, 66],
    [63, 65],
  ] as const) {
    const x = 90 + upper;
    points[upper] = { x, y: 180 - gapPx / 2 };
    points[lower] = { x, y: 180 + gapPx / 2 };
  }
  return points;
}

it('measures the mouth by its own width, and that by the distance of the eyes', () => {
  const closed = measureFaceQuality(aligned, withMouth({}));
  expect(closed.interEyePx).toBeCloseTo(100);
  expect(closed.mouthOpening).toBeCloseTo(0.05);
  expect(closed.mouthWidth).toBeCloseTo(0.8);
  const wide = measureFaceQuality(aligned, withMouth({ widthPx: 100, gapPx: 40 }));
  expect([wide.mouthOpening, wide.mouthWidth].map((value) => value.toFixed(2))).toEqual(['0.40', '1.00']);
});

it('says nothing of eyes and covers, which landmarks do not tell', () => {
  expect(measureFaceQuality(aligned, withMouth({}))).toMatchObject({
    eyeOpening: null,
    eyesCovered: null,
    lowerFaceCovered: null,
  });
});
