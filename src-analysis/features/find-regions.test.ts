import { describe, expect, it } from 'vitest';
import type { Rect } from '#shared/domain/geometry.ts';
import { intersectionOverUnion } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { findMarks } from './find-regions.ts';

const pixelsPerMm = 4;
const whole: Rect = { x: 0, y: 0, width: 500, height: 352 };

/** A light page of a passport's size with dots of 2 px where `draws` says. */
function aPage(
  color: readonly [number, number, number],
  draws: readonly (readonly [number, number])[],
): RgbRaster {
  const data = new Uint8Array(whole.width * whole.height * 3).fill(238);
  for (const [x, y] of draws) {
    for (const [dx, dy] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const) {
      const at = ((Math.round(y) + dy) * whole.width + Math.round(x) + dx) * 3;
      data.set(color, at);
    }
  }
  return { width: whole.width, height: whole.height, channels: 3, data };
}

const ink = [40, 44, 80] as const;
/** A pen's line of loops, 20 mm long and some 5 mm high. */
const signature = Array.from({ length: 400 }, (_, i) => [340 + i / 5, 270 + 9 * Math.sin(i / 8)] as const);
const signatureRect: Rect = { x: 340, y: 261, width: 82, height: 20 };
/** A photograph's dark rim, and the face's surroundings that are known inside it. */
const rim = Array.from({ length: 140 }, (_, i) => i).flatMap((i) => [
  [40 + i, 80] as const,
  [40 + i, 258] as const,
  [40, 80 + i * 1.28] as const,
  [179, 80 + i * 1.28] as const,
]);
const portrait: Rect = { x: 52, y: 92, width: 112, height: 144 };

describe('a signature', () => {
  it('is the pen’s line, and not the rim of the photograph beside it', () => {
    const page = aPage(ink, [...rim, ...signature]);
    const found = findMarks({ page, pixelsPerMm, occupied: [portrait], signaturePlaces: [whole] });
    expect(found.map(({ kind }) => kind)).toEqual(['signature']);
    expect(intersectionOverUnion(found[0]?.rectPx ?? whole, signatureRect)).toBeGreaterThan(0.8);
  });

  it.each([
    ['a rim', rim],
    [
      'the ground beyond a rounded corner',
      Array.from({ length: 45 }, (_, i) => [0 + i, 348 - Math.max(0, 30 - i)] as const),
    ],
    ['a ruled line', Array.from({ length: 160 }, (_, i) => [300 + i, 300] as const)],
  ])('is not what %s is', (_, drawn) => {
    const page = aPage(ink, drawn);
    expect(findMarks({ page, pixelsPerMm, occupied: [portrait], signaturePlaces: [whole] })).toEqual([]);
  });
});

describe('a stamp', () => {
  it('is told by its ink and outline', () => {
    const ring = Array.from({ length: 1200 }, (_, i) => {
      const radius = i % 2 === 0 ? 52 : 44;
      return [380 + radius * Math.cos(i / 60), 130 + radius * Math.sin(i / 60)] as const;
    });
    const star = Array.from({ length: 300 }, (_, i) => [370 + (i % 20), 122 + i / 20] as const);
    const [stamp, ...others] = findMarks({
      page: aPage([196, 60, 70], [...ring, ...star]),
      pixelsPerMm,
      occupied: [portrait],
      signaturePlaces: [],
    });
    expect(others).toEqual([]);
    expect(stamp).toMatchObject({ kind: 'stamp', look: { color: 'red', shape: 'round' } });
    expect(
      intersectionOverUnion(stamp?.rectPx ?? whole, { x: 328, y: 78, width: 106, height: 106 }),
    ).toBeGreaterThan(0.8);
  });
});
