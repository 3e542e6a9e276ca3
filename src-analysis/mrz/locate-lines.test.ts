import { describe, expect, it } from 'vitest';
import type { GrayRaster } from '../image/raster.ts';
import { createLineSearch, locateLines } from './locate-lines.ts';

const [width, height] = [1000, 1000];
const [pitch, cap] = [19, 18];

/**
 * A gray page with two lines of 44 marks of different widths, turned by `deg` around its middle; columns in `gap` are left out; the
 * middle of the lines lies `bend` px below their ends.
 */
function page(deg: number, gap: readonly number[] = [], bend = 0): GrayRaster {
  const data = new Uint8Array(width * height);
  for (let i = 0; i < data.length; i++) data[i] = 190 + ((i * 7919) % 11);
  const angle = (deg * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = (x - width / 2) * cos + (y - height / 2) * sin + 22 * pitch;
      const share = u / (44 * pitch);
      const v = -(x - width / 2) * sin + (y - height / 2) * cos - bend * 4 * share * (1 - share);
      const column = Math.floor(u / pitch);
      const line = v >= 100 && v < 100 + cap ? 0 : v >= 134 && v < 134 + cap ? 1 : -1;
      if (line < 0 || column < 0 || column >= 44 || gap.includes(column)) continue;
      const within = u - column * pitch;
      const half = 3 + ((column * 5 + line) % 4);
      if (Math.abs(within - pitch / 2) < half) data[y * width + x] = 40;
    }
  }
  return { width, height, channels: 1, data };
}

const expected = (deg: number, u: number, v: number): { x: number; y: number } => {
  const angle = (deg * Math.PI) / 180;
  const [a, b] = [u - 22 * pitch, v];
  return {
    x: a * Math.cos(angle) - b * Math.sin(angle) + width / 2,
    y: a * Math.sin(angle) + b * Math.cos(angle) + height / 2,
  };
};

describe('locateLines', () => {
  it.each([
    [0, [0]],
    [7, [0]],
    [-6, [0]],
    [90, [0]],
    [94, [0]],
    [180, [0]],
    [20, [-15, 15]],
    [-20, [-15, 15]],
  ])('finds both lines at %s degrees to within a third of a glyph', (deg, skews) => {
    const [block] = locateLines(createLineSearch(page(deg), 1100), skews, 3);
    expect(block?.lines).toHaveLength(2);
    const ends = block?.lines.flatMap(({ start, end }) => [start, end]) ?? [];
    for (const v of [100 + cap / 2, 134 + cap / 2]) {
      for (const u of [pitch / 2, 43.5 * pitch]) {
        const { x, y } = expected(deg, u, v);
        const nearest = Math.min(...ends.map((end) => Math.hypot(end.x - x, end.y - y)));
        expect(nearest).toBeLessThan(pitch / 3);
      }
    }
    for (const line of block?.lines ?? []) {
      expect(line.heightPx).toBeGreaterThan(cap * 0.85);
      expect(line.heightPx).toBeLessThan(cap * 1.25);
      expect(Math.abs(line.pitchPx - pitch)).toBeLessThan(0.6);
    }
  });

  it('bridges a gap that a stamp has left', () => {
    const [block] = locateLines(createLineSearch(page(0, [20, 21, 22, 23, 24]), 1100), [0], 3);
    const [line] = block?.lines ?? [];
    expect(Math.abs((line?.end.x ?? 0) - (line?.start.x ?? 0))).toBeGreaterThan(42.5 * pitch);
  });

  it.each([
    [0, 14],
    [6, -22],
  ])('follows lines of a page turned by %s degrees that bends by %s px', (deg, bend) => {
    const [block] = locateLines(createLineSearch(page(deg, [], bend), 1100), [0], 3);
    expect(block?.lines).toHaveLength(2);
    for (const { start, end, bendPx = 0 } of block?.lines ?? []) {
      expect(Math.abs(bendPx - bend)).toBeLessThan(cap / 6);
      expect(Math.hypot(end.x - start.x, end.y - start.y)).toBeGreaterThan(42.5 * pitch);
    }
  });

  it('finds nothing on an empty page', () => {
    const data = new Uint8Array(width * height).fill(200);
    expect(locateLines(createLineSearch({ width, height, channels: 1, data }, 1100), [0], 3)).toEqual([]);
  });
});
