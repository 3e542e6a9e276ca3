import type { Point, Quad } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { distance, lineThrough, nextOf } from './quad-geometry.ts';

/** `models/training/locate/strips.py` says the same. */
export const stripRows = 32;
export const stripColumns = 96;
const samplesPerColumn = 2;
export const stripChannels = 4;
export const stripLength = stripChannels * stripRows * stripColumns;

/**
 * The strip along side `k` of a clockwise outline: red, green, blue (0 to 255) and whether it is in the picture (0 or 255), each
 * `stripRows` by `stripColumns`. The first row lies `reachPx` outside of the side, the last inside; each pixel is the mean of two
 * bilinear samples along the side; beyond the picture its border is repeated.
 */
export function cutStrip(
  image: RgbRaster,
  quad: Quad,
  k: 0 | 1 | 2 | 3,
  reachPx: number,
  out: Float32Array,
): void {
  const { width, height, data } = image;
  const [a, b] = [quad[k], nextOf(quad, k)];
  const { normal } = lineThrough(a, b);
  const plane = stripRows * stripColumns;
  const share = 1 / samplesPerColumn;
  const samples = stripColumns * samplesPerColumn;
  out.fill(0);
  for (let row = 0; row < stripRows; row += 1) {
    const across = (((row + 0.5) / stripRows) * 2 - 1) * reachPx;
    for (let i = 0; i < samples; i += 1) {
      const t = (i + 0.5) / samples;
      const x = a.x + (b.x - a.x) * t + normal.x * across;
      const y = a.y + (b.y - a.y) * t + normal.y * across;
      const at = row * stripColumns + Math.floor(i / samplesPerColumn);
      if (x >= 0 && y >= 0 && x <= width && y <= height) {
        out[3 * plane + at] = (out[3 * plane + at] ?? 0) + 255 * share;
      }
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
        out[c * plane + at] = (out[c * plane + at] ?? 0) + value * share;
      }
    }
  }
}

/** The point of the picture at a row (fractional, from the middle of the first) of a strip and a part 0 to 1 of its side's length. */
export function pointInStrip(
  quad: Quad,
  k: 0 | 1 | 2 | 3,
  reachPx: number,
  row: number,
  part: number,
): Point {
  const [a, b] = [quad[k], nextOf(quad, k)];
  const { normal } = lineThrough(a, b);
  const across = (((row + 0.5) / stripRows) * 2 - 1) * reachPx;
  return {
    x: a.x + (b.x - a.x) * part + normal.x * across,
    y: a.y + (b.y - a.y) * part + normal.y * across,
  };
}

/** The root of an outline's area, by which the strips' reach is measured, and never less than a pixel. */
export function sizeOf(quad: Quad): number {
  const [across, down] = [
    (distance(quad[0], quad[1]) + distance(quad[3], quad[2])) / 2,
    (distance(quad[0], quad[3]) + distance(quad[1], quad[2])) / 2,
  ];
  return Math.max(1, Math.sqrt(across * down));
}
