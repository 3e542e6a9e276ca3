import { describe, expect, it } from 'vitest';
import type { Quad } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
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

/** A light document with a printed frame, on a gray ground. */
function picture(): RgbRaster {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at += 1) {
    const point = { x: (at % width) + 0.5, y: Math.floor(at / width) + 0.5 };
    const onFrame = contains(frame, point, 1) && !contains(frame, point, -1);
    data.fill(onFrame ? 20 : contains(truth, point) ? 220 : 120, 3 * at, 3 * at + 3);
  }
  return { width, height, channels: 3, data };
}

/** A map that knows the sides to within a cell and a half of 7.5 pixels. */
function maps(): OutlineMaps {
  const [columns, rows] = [80, 60];
  const side = new Float32Array(columns * rows).map((_, at) => {
    const point = { x: ((at % columns) + 0.5) * 7.5, y: (Math.floor(at / columns) + 0.5) * 7.5 };
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
