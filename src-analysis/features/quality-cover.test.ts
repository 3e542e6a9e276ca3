import { expect, it } from 'vitest';
import type { Quad } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { coverOfPlaces, measureCover } from './quality-cover.ts';
import { likenessOfSides } from './quality-sides.ts';
import { toGray } from '../image/gray.ts';

type Color = readonly [number, number, number];

const quad: Quad = [
  { x: 60, y: 50 },
  { x: 440, y: 50 },
  { x: 440, y: 290 },
  { x: 60, y: 290 },
];

/** A page on a table, and a bar over its right edge. */
function aPage({ table, page, bar }: { table: Color; page: Color; bar?: Color }): RgbRaster {
  const [width, height] = [500, 340];
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const isPage = x >= 60 && x < 440 && y >= 50 && y < 290;
      const isBar = bar !== undefined && x >= 380 && y >= 150 && y < 200;
      data.set(isBar ? bar : isPage ? page : table, (y * width + x) * 3);
    }
  return { width, height, channels: 3, data };
}

const [paper, wood, slate, skin, ink]: readonly [Color, Color, Color, Color, Color] = [
  [225, 228, 230],
  [160, 115, 75],
  [60, 64, 70],
  [204, 154, 122],
  [40, 60, 160],
];

it('measures a finger that comes in over the edge, on wood as well, and shows where', () => {
  for (const table of [wood, slate]) {
    const cover = measureCover(aPage({ table, page: paper, bar: skin }), quad);
    // 60 by 50 of 380 by 240 pixels.
    expect(cover?.share).toBeGreaterThan(0.024);
    expect(cover?.share).toBeLessThan(0.042);
    const [place] = cover?.regionsPx ?? [];
    expect(place?.x).toBeGreaterThan(370);
    expect(place?.y).toBeGreaterThan(140);
  }
});

it('takes nothing for one on an uncovered page, nor what has not the color of skin', () => {
  expect(measureCover(aPage({ table: wood, page: paper }), quad)?.share).toBe(0);
  expect(measureCover(aPage({ table: slate, page: paper, bar: ink }), quad)?.share).toBe(0);
});

it('takes a page of the table’s own color for no finger: the bridge is as long as its side', () => {
  expect(measureCover(aPage({ table: skin, page: skin }), quad)?.share).toBe(0);
});

it('takes rose paper that runs on over the fold of an open booklet for no finger', () => {
  const [rose, blue]: readonly [Color, Color] = [
    [225, 190, 175],
    [170, 180, 215],
  ];
  // The page above is rose all over; below the fold a band of the data page is, from its middle to its edge.
  const image = aPage({ table: slate, page: blue });
  for (let y = 0; y < 110; y += 1)
    for (let x = 60; x < 440; x += 1)
      if (y < 50 ? x < 200 : x < 400) image.data.set(rose, (y * image.width + x) * 3);
  expect(measureCover(image, quad)?.share).toBe(0);
});

it('tells one side twice from two sides, in any light', () => {
  const gray = (page: Color, bar?: Color) => ({
    gray: toGray(aPage({ table: slate, page, ...(bar !== undefined && { bar }) })),
    quad,
  });
  expect(likenessOfSides(gray(paper, ink), gray([150, 152, 154], [27, 40, 107]))).toBeGreaterThan(0.95);
  const turned: Quad = [quad[2], quad[3], quad[0], quad[1]];
  expect(likenessOfSides(gray(paper, ink), { ...gray(paper, ink), quad: turned })).toBeLessThan(0.35);
  expect(likenessOfSides(gray(paper), gray(paper))).toBeNull();
});

it('tells how much of a place lies under the finger, and nothing of places beside it', () => {
  const image = aPage({ table: slate, page: paper, bar: skin });
  // The bar lies over the last 60 of 380 pixels, from 100 to 150 of 240.
  const under = { x: 340 / 380, y: 0.5, width: 40 / 380, height: 0.05 };
  const half = { x: 280 / 380, y: 0.5, width: 80 / 380, height: 0.05 };
  const beside = { x: 0.2, y: 0.5, width: 0.2, height: 0.05 };
  const below = { ...under, y: 0.75 };
  const told = coverOfPlaces(image, quad, [under, half, beside, below]) ?? [];
  expect(told[0]).toBeGreaterThan(0.7);
  expect(told[1]).toBeGreaterThan(0.3);
  expect(told[1]).toBeLessThan(0.6);
  expect(told.slice(2)).toEqual([0, 0]);
  // What shines on the finger, or its nail, has not the color of skin and hides the page all the same.
  const nail = {
    ...image,
    data: image.data.map((value, i) => {
      const [x, y] = [Math.floor(i / 3) % image.width, Math.floor(i / 3 / image.width)];
      return x >= 395 && x < 420 && y >= 165 && y < 185 ? 240 : value;
    }),
  };
  expect(coverOfPlaces(nail, quad, [under])?.[0]).toBeGreaterThan(0.7);
});

it('tells no place of a page to be under a finger that is none', () => {
  const whole = [{ x: 0, y: 0, width: 1, height: 1 }];
  expect(coverOfPlaces(aPage({ table: wood, page: paper }), quad, whole)).toEqual([0]);
  expect(coverOfPlaces(aPage({ table: slate, page: paper, bar: ink }), quad, whole)).toEqual([0]);
  expect(coverOfPlaces(aPage({ table: skin, page: skin }), quad, whole)).toEqual([0]);
  const point = { x: 5, y: 5 };
  expect(
    coverOfPlaces(aPage({ table: wood, page: paper }), [point, point, point, point], whole),
  ).toBeUndefined();
});

it('tells the finger from the palm behind the document, which is seen along an edge that is a little off', () => {
  // A palm from the right edge on, behind all of it.
  const page = aPage({ table: slate, page: paper, bar: skin });
  const image = {
    ...page,
    data: page.data.map((value, i) => (Math.floor(i / 3) % page.width >= 440 ? (skin[i % 3] ?? 0) : value)),
  };
  const off: Quad = quad.map(({ x, y }) => ({ x: x + (x > 250 ? 5 : 0), y })) as unknown as Quad;
  const under = { x: 340 / 385, y: 0.5, width: 35 / 385, height: 0.05 };
  expect(coverOfPlaces(image, off, [under])?.[0]).toBeGreaterThan(0.7);
  expect(coverOfPlaces(image, off, [{ ...under, y: 0.75 }])).toEqual([0]);
});
