import { describe, expect, it } from 'vitest';
import { intersectionOverUnion, type Rect } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { findSignatures } from './find-signatures.ts';
import { measureInk } from './page-ink.ts';

const pixelsPerMm = 4;
const whole: Rect = { x: 0, y: 0, width: 500, height: 352 };
type Dot = readonly [x: number, y: number];

/** A page of a passport's size with dots of 2 px where `draws` says, lit evenly where `light` does not say otherwise. */
function aPage(draws: readonly Dot[], light: (x: number) => number = () => 1, ink = [40, 44, 80]): RgbRaster {
  const data = new Uint8Array(whole.width * whole.height * 3);
  for (let at = 0; at < whole.width * whole.height; at += 1)
    data.fill(Math.round(238 * light(at % whole.width)), at * 3, at * 3 + 3);
  for (const [x, y] of draws)
    for (const [dx, dy] of [
      [0, 0],
      [1, 0],
      [0, 1],
      [1, 1],
    ] as const)
      data.set(
        ink.map((value) => Math.round(value * light(x))),
        ((Math.round(y) + dy) * whole.width + Math.round(x) + dx) * 3,
      );
  return { width: whole.width, height: whole.height, channels: 3, data };
}

const signaturesOn = (page: RgbRaster, places = [whole], occupied = [portrait]): readonly Rect[] =>
  findSignatures({
    ink: measureInk(page, pixelsPerMm, occupied),
    pixelsPerMm,
    places: places.map((within) => ({ within, label: null })),
  }).map(({ rectPx }) => rectPx);

/** A pen's line of loops, 20 mm long and some 5 mm high. */
const signature = Array.from({ length: 400 }, (_, i): Dot => [340 + i / 5, 270 + 9 * Math.sin(i / 8)]);
const signatureRect: Rect = { x: 340, y: 261, width: 82, height: 20 };
/** A photograph's dark rim, and the face's surroundings that are known inside it. */
const rim = Array.from({ length: 140 }, (_, i) => i).flatMap((i): Dot[] => [
  [40 + i, 80],
  [40 + i, 258],
  [40, 80 + i * 1.28],
  [179, 80 + i * 1.28],
]);
const portrait: Rect = { x: 52, y: 92, width: 112, height: 144 };

describe('a signature', () => {
  it.each([
    ['beside a photograph’s rim', aPage([...rim, ...signature])],
    ['half in shadow', aPage(signature, (x) => 1 - 0.7 * Math.min(1, Math.max(0, (x - 300) / 120)))],
    ['in pale ink', aPage(signature, undefined, [170, 174, 200])],
  ])('is found %s', (_, page) => {
    const [found, ...others] = signaturesOn(page);
    expect(others).toEqual([]);
    expect(intersectionOverUnion(found ?? whole, signatureRect)).toBeGreaterThan(0.8);
  });

  it('goes on beside its longest stroke', () => {
    const dotted = [...signature, ...signature.slice(0, 80).map(([x, y]): Dot => [x + 87, y])];
    expect(signaturesOn(aPage(dotted))[0]?.width).toBeGreaterThan(95);
  });

  it('is sought where it belongs only, and told once where places lie over each other', () => {
    const page = aPage(signature);
    expect(signaturesOn(page, [{ x: 0, y: 0, width: 250, height: 352 }])).toEqual([]);
    expect(signaturesOn(page, [whole, { x: 300, y: 200, width: 200, height: 150 }])).toHaveLength(1);
    expect(signaturesOn(page, [])).toEqual([]);
  });

  it.each<[string, readonly Dot[]]>([
    ['a rim', rim],
    [
      'the ground beyond a rounded corner',
      Array.from({ length: 45 }, (_, i) => [0 + i, 348 - Math.max(0, 30 - i)]),
    ],
    ['a ruled line', Array.from({ length: 160 }, (_, i) => [300 + i, 300])],
    // Letters that touch cover half of their line.
    ['print', Array.from({ length: 3200 }, (_, i) => [300 + (i % 160), 300 + (i % 3) + 4 * (i % 2)])],
    [
      'a ring',
      Array.from({ length: 600 }, (_, i) => [380 + 50 * Math.cos(i / 95), 150 + 50 * Math.sin(i / 95)]),
    ],
  ])('is not what %s is', (_, drawn) => {
    expect(signaturesOn(aPage(drawn))).toEqual([]);
  });
});
