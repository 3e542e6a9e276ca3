import { describe, expect, it } from 'vitest';
import { intersectionOverUnion, type Rect } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { findStamps } from './find-stamps.ts';
import { measureInk } from './page-ink.ts';

const pixelsPerMm = 4;
type Color = readonly [number, number, number];
type Dot = readonly [x: number, y: number];

/** A light page of a passport's size; every layer is dots of 2 px in one color that let the paper through. */
function aPage(
  layers: readonly (readonly [Color, readonly Dot[]])[],
  light: (x: number) => number = () => 1,
): RgbRaster {
  const [width, height] = [500, 352];
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at += 1)
    data.set(
      [238, 232, 224].map((value) => Math.round(value * light(at % width))),
      at * 3,
    );
  for (const [color, dots] of layers) {
    for (const [x, y] of dots) {
      for (const [dx, dy] of [
        [0, 0],
        [1, 0],
        [0, 1],
        [1, 1],
      ] as const) {
        const at = ((Math.round(y) + dy) * width + Math.round(x) + dx) * 3;
        for (let c = 0; c < 3; c += 1)
          data[at + c] = Math.min(data[at + c] ?? 0, Math.round((color[c] ?? 0) * light(x)));
      }
    }
  }
  return { width, height, channels: 3, data };
}

const stampsOn = (page: RgbRaster, occupied: readonly Rect[] = []): ReturnType<typeof findStamps> =>
  findStamps({ ink: measureInk(page, pixelsPerMm, occupied), pixelsPerMm });

const blue: Color = [126, 124, 178];
const red: Color = [190, 120, 130];
const ring = (x: number, y: number, radius: number, share = 1): Dot[] =>
  Array.from({ length: 900 }, (_, i) => {
    const angle = (i / 900) * 2 * Math.PI * share;
    return [x + radius * Math.cos(angle), y + radius * Math.sin(angle)];
  });
const letters = (x: number, y: number, radius: number): Dot[] =>
  Array.from({ length: 200 }, (_, i) => {
    const angle = (Math.floor(i / 8) / 25) * 2 * Math.PI;
    return [
      x + (radius - 8 + (i % 8) / 2) * Math.cos(angle),
      y + (radius - 8 + (i % 8) / 2) * Math.sin(angle),
    ];
  });
const box = (x: number, y: number, wide: number, high: number, turnDeg: number): Dot[] => {
  const [cos, sin] = [Math.cos((turnDeg * Math.PI) / 180), Math.sin((turnDeg * Math.PI) / 180)];
  const at = (u: number, v: number): Dot => [x + u * cos - v * sin, y + u * sin + v * cos];
  return [
    ...Array.from({ length: wide }, (_, i) => [at(i, 0), at(i, high)]).flat(),
    ...Array.from({ length: high }, (_, i) => [at(0, i), at(wide, i)]).flat(),
    // A line of text in it.
    ...Array.from({ length: wide / 2 }, (_, i) => at(wide / 4 + i, high / 2 + (i % 9))),
  ];
};
const stamp = [...ring(330, 150, 52), ...letters(330, 150, 52)];
const stampRect: Rect = { x: 278, y: 98, width: 105, height: 105 };
const words: Dot[] = Array.from({ length: 900 }, (_, i) => [250 + (i % 150), 140 + Math.floor(i / 150) * 2]);

describe('a stamp', () => {
  it.each([
    ['blue', blue],
    ['red', red],
    ['green', [120, 185, 140]],
    ['violet', [165, 120, 185]],
  ] as const)('in %s is told by its ring', (color, ink) => {
    const [found, ...others] = stampsOn(aPage([[ink, stamp]]));
    expect(others).toEqual([]);
    expect(found?.look).toEqual({ color, shape: 'round' });
    expect(intersectionOverUnion(found?.rectPx ?? stampRect, stampRect)).toBeGreaterThan(0.85);
  });

  it.each([
    [
      'over black print',
      aPage([
        [[30, 30, 36], words],
        [blue, stamp],
      ]),
    ],
    [
      'over a pattern of its hue',
      aPage([
        [[200, 204, 226], words],
        [blue, stamp],
      ]),
    ],
    ['half in shadow', aPage([[blue, stamp]], (x) => (x < 330 ? 1 : 0.55))],
    ['with a fifth of it hidden', aPage([[blue, [...ring(330, 150, 52, 0.8), ...letters(330, 150, 52)]]])],
  ])('is found %s', (_, page) => {
    expect(stampsOn(page).map(({ look }) => look)).toEqual([{ color: 'blue', shape: 'round' }]);
  });

  it.each([0, 8, -12])('is told by its frame, turned by %i°', (turnDeg) => {
    const [found, ...others] = stampsOn(aPage([[red, box(200, 120, 180, 90, turnDeg)]]));
    expect(others).toEqual([]);
    expect(found?.look).toEqual({ color: 'red', shape: 'rectangular' });
  });

  it.each<[string, readonly (readonly [Color, readonly Dot[]])[]]>([
    ['a black ring', [[[40, 40, 40], stamp]]],
    ['half a ring', [[blue, ring(330, 150, 52, 0.5)]]],
    ['a small ring', [[blue, ring(330, 150, 14)]]],
    ['a colored line of print', [[red, words]]],
    ['a disk', [[red, Array.from({ length: 50 }, (_, i) => ring(330, 150, i)).flat()]]],
    ['a fingertip', [[[205, 150, 120], Array.from({ length: 50 }, (_, i) => ring(330, 150, i)).flat()]]],
    [
      'waves',
      [
        [
          blue,
          Array.from(
            { length: 4000 },
            (_, i) =>
              [100 + (i % 300), 100 + 8 * Math.floor(i / 300) + 6 * Math.sin((i % 300) / 20)] as const,
          ),
        ],
      ],
    ],
  ])('is not what %s is', (_, layers) => {
    expect(stampsOn(aPage(layers))).toEqual([]);
  });

  it('is not sought where a portrait is', () => {
    expect(stampsOn(aPage([[blue, stamp]]), [stampRect])).toEqual([]);
  });
});
