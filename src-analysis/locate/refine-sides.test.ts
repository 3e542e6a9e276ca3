import { describe, expect, it } from 'vitest';
import type { Quad } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { bestOutline } from './find-documents.ts';
import type { OutlineMaps } from './outline-net.ts';
import { contains, distance, nextOf, signedDistance } from './quad-geometry.ts';
import { refineSides } from './refine-sides.ts';

const [width, height] = [600, 450];
const truth: Quad = [
  { x: 120, y: 90 },
  { x: 480, y: 110 },
  { x: 470, y: 330 },
  { x: 110, y: 320 },
];
/** A frame printed 8 pixels inside, darker than the ground. */
const frame: Quad = [
  { x: 128, y: 98 },
  { x: 472, y: 118 },
  { x: 462, y: 322 },
  { x: 118, y: 312 },
];

/** How far below its place in a flat page a point at `x` is on one that is arched downwards by `archPx` at its middle. */
function arched(x: number, archPx: number): number {
  const part = (x - truth[0].x) / (truth[1].x - truth[0].x);
  return archPx * 4 * part * (1 - part);
}

/** A light document with a printed frame, on a gray ground. */
function picture({ archPx = 0, hasFrame = true } = {}): RgbRaster {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at += 1) {
    const [x, y] = [(at % width) + 0.5, Math.floor(at / width) + 0.5];
    const point = { x, y: y - arched(x, archPx) };
    const onFrame = hasFrame && contains(frame, point, 1) && !contains(frame, point, -1);
    data.fill(onFrame ? 20 : contains(truth, point) ? 220 : 120, 3 * at, 3 * at + 3);
  }
  return { width, height, channels: 3, data };
}

/** A map that knows the sides to within a cell and a half of 7.5 pixels. */
function maps(archPx = 0): OutlineMaps {
  const [columns, rows] = [80, 60];
  const side = new Float32Array(columns * rows).map((_, at) => {
    const x = ((at % columns) + 0.5) * 7.5;
    const point = { x, y: (Math.floor(at / columns) + 0.5) * 7.5 - arched(x, archPx) };
    const away = truth.map((corner, k) => Math.abs(signedDistance(corner, nextOf(truth, k), point)));
    return contains(truth, point, 11) ? Math.max(0, 1 - Math.min(...away) / 11.25) : 0;
  });
  return { width: columns, height: rows, cellPx: { x: 7.5, y: 7.5 }, inside: side, side };
}

const never = [false, false, false, false] as const;

describe('refineSides', () => {
  it('brings corners that are off by parts in a hundred to a pixel, past a printed frame', () => {
    const quad: Quad = [
      { x: 126, y: 84 },
      { x: 474, y: 116 },
      { x: 476, y: 326 },
      { x: 104, y: 326 },
    ];
    const refined = refineSides(picture(), { quad, onFrame: never }, maps());
    const worst = Math.max(...refined.quad.map((corner, k) => distance(corner, truth[k as 0])));
    expect(worst).toBeLessThan(1);
    expect(Math.min(...refined.seen)).toBeGreaterThan(0.5);
  });

  it('has the corners of an arched page where its arches end, and says how far it is arched', () => {
    const { quad, archPx } = refineSides(picture({ archPx: 10 }), { quad: truth, onFrame: never }, maps(10));
    const worst = Math.max(...quad.map((corner, k) => distance(corner, truth[k as 0])));
    expect(worst).toBeLessThan(2.5);
    expect(archPx[0]).toBeGreaterThan(7);
    expect(archPx[2]).toBeLessThan(-7);
    expect(archPx[1]).toBe(0);
  });

  it('leaves sides where they are that are not seen, or are the picture’s border', () => {
    const blank: RgbRaster = {
      width,
      height,
      channels: 3,
      data: new Uint8Array(width * height * 3).fill(90),
    };
    const unseen = refineSides(blank, { quad: truth, onFrame: never }, maps());
    expect(unseen.seen).toEqual([0, 0, 0, 0]);
    const onFrame = refineSides(picture(), { quad: frame, onFrame: [true, true, true, true] }, maps());
    for (const [found, was] of [
      [unseen.quad, truth],
      [onFrame.quad, frame],
    ] as const)
      expect(Math.max(...found.map((corner, k) => distance(corner, was[k as 0])))).toBeLessThan(1e-6);
  });
});

it('finds a side that the map has far inside', () => {
  const short: Quad = [truth[0], { x: 455, y: 109 }, { x: 445, y: 329 }, truth[3]];
  const cut = maps();
  for (let at = 0; at < cut.side.length; at += 1) {
    const x = ((at % cut.width) + 0.5) * cut.cellPx.x;
    if (x > 445) cut.side[at] = 0;
  }
  const { quad } = bestOutline(picture({ hasFrame: false }), { quad: short, onFrame: never }, cut);
  expect(Math.max(...quad.map((corner, k) => distance(corner, truth[k as 0])))).toBeLessThan(2);
});
