import { describe, expect, it } from 'vitest';
import type { Quad } from '#shared/domain/geometry.ts';
import type { GrayRaster, RgbRaster } from '../image/raster.ts';
import { resize } from '../image/resize.ts';
import { areaToMeasure, measureExposure, measureGlare, measureSharpness } from './quality.ts';

const width = 800;
const height = 500;

function picture(lumaAt: (x: number, y: number) => number, size = { width, height }): RgbRaster {
  const data = new Uint8Array(size.width * size.height * 3);
  for (let at = 0; at < size.width * size.height; at += 1) {
    const luma = Math.max(0, Math.min(255, lumaAt(at % size.width, Math.floor(at / size.width))));
    data.fill(luma, at * 3, at * 3 + 3);
  }
  return { ...size, channels: 3, data };
}

/** Rows of marks like print, dark on light. */
const print = (x: number, y: number): number =>
  y % 22 < 12 && (x * 7 + Math.floor(y / 22) * 13) % 19 < 7 ? 60 : 205;

/** As a lens out of focus leaves it: small, and grown again. */
function blurred(image: RgbRaster, times: number): RgbRaster {
  const small = resize(image, Math.round(image.width / times), Math.round(image.height / times));
  return resize(small, image.width, image.height);
}

describe('measureSharpness', () => {
  const sharp = picture(print);

  it('falls with every blur, and not with contrast', () => {
    const values = [sharp, blurred(sharp, 2), blurred(sharp, 4), blurred(sharp, 8)].map(
      (i) => measureSharpness(areaToMeasure(i)).sharpness,
    );
    expect(values).toEqual(values.toSorted((a, b) => b - a));
    expect(values[0]).toBeGreaterThan(0.6);
    expect(values[3]).toBeLessThan(0.35);
    const pale = picture((x, y) => 130 + (print(x, y) - 130) / 2.5);
    expect(Math.abs(measureSharpness(areaToMeasure(pale)).sharpness - (values[0] ?? 0))).toBeLessThan(0.05);
  });

  it('says that half a page is out of focus', () => {
    const soft = blurred(sharp, 6);
    const data = sharp.data.map((value, i) => ((i / 3) % width < width / 2 ? value : (soft.data[i] ?? 0)));
    const half = measureSharpness(areaToMeasure({ ...sharp, data }));
    expect(half.weakest).toBeLessThan(0.45);
    expect(half.weakest).toBeLessThan(measureSharpness(areaToMeasure(sharp)).weakest - 0.2);
  });

  it('measures nothing on blank paper, whatever the noise', () => {
    const noisy = picture((x, y) => 200 + ((x * 31 + y * 17) % 5));
    expect(measureSharpness(areaToMeasure(noisy))).toEqual({
      sharpness: 0,
      weakest: 0,
      measuredShare: 0,
      evenness: null,
    });
  });

  it('looks only at the region, straightened', () => {
    const data = picture((x, y) => (x < 400 ? print(x, y) : 128));
    const quad: Quad = [
      { x: 420, y: 20 },
      { x: 780, y: 40 },
      { x: 770, y: 460 },
      { x: 430, y: 470 },
    ];
    expect(measureSharpness(areaToMeasure(data, quad)).measuredShare).toBe(0);
    expect(
      measureSharpness(areaToMeasure(data, { x: 0, y: 0, width: 400, height: 500 })).measuredShare,
    ).toBeGreaterThan(0.8);
  });
});

describe('measureExposure', () => {
  it('gives shares and percentiles of luma', () => {
    const exposure = measureExposure(areaToMeasure(picture((x) => (x < 80 ? 0 : x < 160 ? 255 : 120))));
    expect(exposure.darkShare).toBeCloseTo(0.1, 2);
    expect(exposure.brightShare).toBeCloseTo(0.1, 2);
    expect(exposure.medianLuma).toBe(120);
    expect(exposure.contrast).toBe(255);
  });

  it('knows light from one side', () => {
    expect(measureExposure(areaToMeasure(picture((x) => (x < 400 ? 200 : 100)))).imbalance).toBeCloseTo(
      0.5,
      2,
    );
    expect(measureExposure(areaToMeasure(picture(() => 150))).imbalance).toBe(0);
  });

  it('takes gray rasters too', () => {
    const gray: GrayRaster = { width: 100, height: 100, channels: 1, data: new Uint8Array(10_000).fill(90) };
    expect(measureExposure(areaToMeasure(gray))).toMatchObject({ meanLuma: 90, medianLuma: 90, contrast: 0 });
  });
});

describe('measureGlare', () => {
  const spot = { x: 500, y: 200, radius: 90 };
  const reflection = (x: number, y: number): number =>
    Math.max(0, 240 * (1 - Math.max(0, Math.hypot(x - spot.x, y - spot.y) - spot.radius) / 110));

  it('finds a reflection, its share and its place', () => {
    const { share, regionsPx } = measureGlare(
      areaToMeasure(picture((x, y) => print(x, y) + reflection(x, y))),
    );
    expect(share).toBeGreaterThan(0.05);
    expect(share).toBeLessThan(0.2);
    const [region] = regionsPx;
    expect(Math.abs((region?.x ?? 0) + (region?.width ?? 0) / 2 - spot.x)).toBeLessThan(40);
    expect(Math.abs((region?.y ?? 0) + (region?.height ?? 0) / 2 - spot.y)).toBeLessThan(40);
  });

  it('does not take white paper for one that good light lifts to the brink of white in places', () => {
    const lit = picture((x, y) =>
      y % 60 < 14 && print(x, y) < 100 ? 60 : 244 + 8 * Math.sin(x / 60) * Math.sin(y / 45),
    );
    expect(measureGlare(areaToMeasure(lit)).share).toBe(0);
  });

  it('does not take white paper, white print or a white scan for one', () => {
    const scan = picture((x, y) => (print(x, y) < 100 ? 30 : 255));
    const label = picture((x, y) => (x > 300 && x < 500 && y > 100 && y < 200 ? 255 : print(x, y)));
    const paper = picture(() => 255);
    for (const image of [scan, label, paper, picture(print)])
      expect(measureGlare(areaToMeasure(image)).share).toBe(0);
  });
});
