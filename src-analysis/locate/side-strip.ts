import type { Point } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { lineThrough } from './quad-geometry.ts';

/** How a strip along a side is cut: its grid, how far it goes to either side, and which parts of the side's length it covers. */
export interface StripPlan {
  readonly rows: number;
  readonly columns: number;
  readonly reachPx: number;
  /** In parts of the side's length: 0 to 1 is the side, less and more are beyond its ends. */
  readonly from: number;
  readonly to: number;
  readonly samplesPerColumn: number;
  /** How far the strip follows a side that is arched inward at its middle. */
  readonly archPx: number;
}

/** The picture straightened along a side: the first row outside of it, the last inside. */
export interface SideStrip {
  readonly plan: StripPlan;
  /** Red, green, blue, row by row, 0 to 255; beyond the picture its border is repeated. */
  readonly color: Float32Array;
  /** 1 where all of the pixel is in the picture, else 0. */
  readonly inPicture: Uint8Array;
  /** The point of the picture at a row (fractional, from the middle of the first) and a part of the side's length. */
  at(row: number, part: number): Point;
}

/** How far an arched side is from its chord at a part of its length, as a share of what it is at the middle; its ends go on straight. */
export const archAt = (part: number): number => (part <= 0 || part >= 1 ? 0 : 4 * part * (1 - part));

/** The part of a side's length in the middle of a column. */
export const partOf = (column: number, { from, to, columns }: StripPlan): number =>
  from + ((to - from) * (column + 0.5)) / columns;

/** The strip along the side from `a` to `b` of a clockwise outline. */
export function cutStrip({ width, height, data }: RgbRaster, a: Point, b: Point, plan: StripPlan): SideStrip {
  const { rows, columns, reachPx, from, to, samplesPerColumn, archPx } = plan;
  const { normal } = lineThrough(a, b);
  const color = new Float32Array(rows * columns * 3);
  const inPicture = new Uint8Array(rows * columns).fill(1);
  const at = (row: number, part: number): Point => {
    const across = (((row + 0.5) / rows) * 2 - 1) * reachPx + archPx * archAt(part);
    return {
      x: a.x + (b.x - a.x) * part + normal.x * across,
      y: a.y + (b.y - a.y) * part + normal.y * across,
    };
  };
  const share = 1 / samplesPerColumn;
  const samples = columns * samplesPerColumn;
  for (let row = 0; row < rows; row += 1) {
    const onLine = (((row + 0.5) / rows) * 2 - 1) * reachPx;
    for (let i = 0; i < samples; i += 1) {
      const part = from + ((to - from) * (i + 0.5)) / samples;
      const across = archPx === 0 ? onLine : onLine + archPx * archAt(part);
      const x = a.x + (b.x - a.x) * part + normal.x * across;
      const y = a.y + (b.y - a.y) * part + normal.y * across;
      const cell = row * columns + Math.floor(i / samplesPerColumn);
      if (!(x >= 0 && y >= 0 && x <= width && y <= height)) inPicture[cell] = 0;
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
        color[cell * 3 + c] = (color[cell * 3 + c] ?? 0) + value * share;
      }
    }
  }
  return { plan, color, inPicture, at };
}

/** How much the color changes across a row, by its channel that changes most, in levels per row; 0 where that cannot be seen. */
export function stepsAcross({ plan: { rows, columns }, color, inPicture }: SideStrip): Float32Array {
  const steps = new Float32Array(rows * columns);
  const row = columns * 3;
  for (let at = columns; at < steps.length - columns; at += 1) {
    if (inPicture[at - columns] !== 1 || inPicture[at + columns] !== 1) continue;
    let step = 0;
    for (let i = at * 3; i < at * 3 + 3; i += 1)
      step = Math.max(step, Math.abs((color[i + row] ?? 0) - (color[i - row] ?? 0)) / 2);
    steps[at] = step;
  }
  return steps;
}
