import { describe, expect, it } from 'vitest';
import type { Quad } from '#shared/domain/geometry.ts';
import { fitQuad, type FittedQuad } from './fit-quad.ts';
import type { OutlineMaps } from './outline-net.ts';
import { findRegions } from './outline-regions.ts';
import { contains, distance, nextOf, overlapOf, signedDistance } from './quad-geometry.ts';

const columns = 80;
const rows = 60;
const cellPx = { x: 10, y: 10 };

/** The maps of a perfect net: later documents lie on top; sides as `models/training/locate/targets.py` draws them. */
function mapsOf(quads: readonly Quad[]): OutlineMaps {
  const inside = new Float32Array(columns * rows);
  const side = new Float32Array(columns * rows);
  for (const quad of quads) {
    for (let at = 0; at < columns * rows; at += 1) {
      const point = { x: ((at % columns) + 0.5) * cellPx.x, y: (Math.floor(at / columns) + 0.5) * cellPx.y };
      const isIn = contains(quad, point);
      const toSide = quad.map((corner, k) => Math.abs(signedDistance(corner, nextOf(quad, k), point)));
      const mark = contains(quad, point, 15) ? Math.max(0, 1 - Math.min(...toSide) / 15) : 0;
      inside[at] = isIn ? 1 : (inside[at] ?? 0);
      side[at] = isIn ? mark : Math.max(mark, side[at] ?? 0);
    }
  }
  return { width: columns, height: rows, cellPx, inside, side };
}

function fitAll(maps: OutlineMaps): FittedQuad[] {
  return findRegions(maps).flatMap((region) => fitQuad(region, maps) ?? []);
}

const worstCorner = (a: Quad, b: Quad): number =>
  Math.max(...a.map((corner, k) => distance(corner, b[k as 0])));

const tilted: Quad = [
  { x: 190, y: 150 },
  { x: 610, y: 190 },
  { x: 590, y: 470 },
  { x: 160, y: 400 },
];

describe('fitQuad', () => {
  it('finds a document seen from aside to a third of a cell', () => {
    const [found, ...others] = fitAll(mapsOf([tilted]));
    expect(others).toEqual([]);
    expect(worstCorner(found?.quad ?? [tilted[2], tilted[3], tilted[0], tilted[1]], tilted)).toBeLessThan(
      3.5,
    );
    expect(found?.onFrame).toEqual([false, false, false, false]);
  });

  it('tells two documents apart that touch, and one that lies on another', () => {
    const left: Quad = [
      { x: 60, y: 120 },
      { x: 390, y: 130 },
      { x: 385, y: 340 },
      { x: 55, y: 330 },
    ];
    const right: Quad = [
      { x: 392, y: 130 },
      { x: 720, y: 120 },
      { x: 730, y: 320 },
      { x: 390, y: 345 },
    ];
    const found = fitAll(mapsOf([left, right])).map(({ quad }) => quad);
    expect(found).toHaveLength(2);
    for (const truth of [left, right])
      expect(Math.max(...found.map((quad) => overlapOf(quad, truth)))).toBeGreaterThan(0.97);
  });

  it('says which side is the picture’s border, and puts a corner beyond the picture where two sides meet', () => {
    const cut: Quad = [
      { x: 420, y: 180 },
      { x: 900, y: 180 },
      { x: 900, y: 480 },
      { x: 420, y: 480 },
    ];
    const [bySide] = fitAll(mapsOf([cut]));
    expect(bySide?.onFrame).toEqual([false, true, false, false]);
    expect(bySide?.quad[1].x).toBeCloseTo(800, 3);

    const turned: Quad = [
      { x: 620, y: 40 },
      { x: 860, y: 280 },
      { x: 540, y: 560 },
      { x: 300, y: 320 },
    ];
    const [byCorner] = fitAll(mapsOf([turned]));
    expect(byCorner?.onFrame).toEqual([false, false, false, false]);
    const reached = Math.max(...(byCorner?.quad ?? []).map(({ x }) => x));
    expect(Math.abs(reached - 860)).toBeLessThan(12);
  });

  it('takes a picture that is all document whole', () => {
    const whole: Quad = [
      { x: 0, y: 0 },
      { x: 800, y: 0 },
      { x: 800, y: 600 },
      { x: 0, y: 600 },
    ];
    const [found] = fitAll(mapsOf([whole]));
    expect(overlapOf(found?.quad ?? tilted, whole)).toBeGreaterThan(0.985);
    expect(found?.onFrame).toEqual([false, false, false, false]);
  });

  it('finds nothing where nothing is marked, and nothing too small to be read', () => {
    const tiny: Quad = [
      { x: 100, y: 100 },
      { x: 130, y: 100 },
      { x: 130, y: 120 },
      { x: 100, y: 120 },
    ];
    expect(fitAll(mapsOf([]))).toEqual([]);
    expect(fitAll(mapsOf([tiny]))).toEqual([]);
  });
});
