import type { Point } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { lineThrough } from './quad-geometry.ts';

export const stripRows = 32;
export const stripColumns = 24;
// Along a side of a thousand pixels a column is forty wide: eight looks at it leave nothing to chance.
const samplesPerColumn = 8;

/** The picture straightened along a side: the first row outside of it, the last inside. */
export interface SideStrip {
  /** Red, green, blue of `stripRows` by `stripColumns`, 0 to 255. */
  readonly color: Float32Array;
  /** 1 where all of the pixel is in the picture, else 0. */
  readonly inPicture: Uint8Array;
  /** The point of the picture at a row (fractional, from the middle of the first) and a part, 0 to 1, of the side's length. */
  at(row: number, part: number): Point;
}

/** The strip along the side from `a` to `b` of a clockwise outline, `reachPx` to either side; beyond the picture its border is repeated. */
export function cutStrip({ width, height, data }: RgbRaster, a: Point, b: Point, reachPx: number): SideStrip {
  const { normal } = lineThrough(a, b);
  const color = new Float32Array(stripRows * stripColumns * 3);
  const inPicture = new Uint8Array(stripRows * stripColumns).fill(1);
  const at = (row: number, part: number): Point => {
    const across = (((row + 0.5) / stripRows) * 2 - 1) * reachPx;
    return {
      x: a.x + (b.x - a.x) * part + normal.x * across,
      y: a.y + (b.y - a.y) * part + normal.y * across,
    };
  };
  const share = 1 / samplesPerColumn;
  const samples = stripColumns * samplesPerColumn;
  for (let row = 0; row < stripRows; row += 1) {
    const across = (((row + 0.5) / stripRows) * 2 - 1) * reachPx;
    for (let i = 0; i < samples; i += 1) {
      const part = (i + 0.5) / samples;
      const x = a.x + (b.x - a.x) * part + normal.x * across;
      const y = a.y + (b.y - a.y) * part + normal.y * across;
      const to = row * stripColumns + Math.floor(i / samplesPerColumn);
      if (!(x >= 0 && y >= 0 && x <= width && y <= height)) inPicture[to] = 0;
      const sx = Math.min(width - 1, Math.max(0, x - 0.5));
      const sy = Math.min(height - 1, Math.max(0, y - 0.5));
      const [left, top] = [Math.floor(sx), Math.floor(sy)];
      const [fx, fy] = [sx - left, sy - top];
      const p00 = (top * width + left) * 3;
      const p10 = left + 1 < width ? p00 + 3 : p00;
      const below = top + 1 < height ? width * 3 : 0;
      for (let c = 0; c < 3; c += 1) {
        const value =
          (1 - fy) * ((1 - fx) * (data[p00 + c] ?? 0) + fx * (data[p10 + c] ?? 0)) +
          fy * ((1 - fx) * (data[p00 + below + c] ?? 0) + fx * (data[p10 + below + c] ?? 0));
        color[to * 3 + c] = (color[to * 3 + c] ?? 0) + value * share;
      }
    }
  }
  return { color, inPicture, at };
}
