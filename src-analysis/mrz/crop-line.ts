import type { Point, Quad } from '#shared/domain/geometry.ts';
import type { GrayRaster } from '../image/raster.ts';
import type { TextLine } from './locate-lines.ts';

/** Height of what the recognizer is fed. */
export const cropHeightPx = 32;
/** Crop height over capital height; training draws capitals of 14 to 24 px, 19 on average. */
const heightRatio = 1.65;
/** Pitches kept before the first and after the last glyph's center: room for a glyph that the locator missed. */
const sideMarginPitches = 1.8;
/** 54 glyphs at the widest spacing trained; wider crops come from a wrong height and are only slow. */
const widestPx = 1400;

/** A line ready for the recognizer, and how its pixels lie in the original. */
export interface LineCrop {
  readonly widthPx: number;
  /** `cropHeightPx` rows of `widthPx`, normalized as in training: (luma - mean) / (standard deviation + 8). */
  readonly data: Float32Array;
  /** Where the crop's corners lie, in pixels of the image. */
  readonly quad: Quad;
  /** Where the locator saw the centers of the first and the last glyph, in pixels from the crop's left edge. */
  readonly glyphsPx: readonly [number, number];
}

/** The same line read the other way: for pages that lie upside down. */
export function turned(line: TextLine): TextLine {
  return { ...line, start: line.end, end: line.start };
}

/**
 * Cuts `line` out of `image`, straightened and scaled to 32 px, averaging where the original is larger and by Catmull-Rom
 * where it is smaller; beyond the image its border repeats. `heightFactor` frames wider (above 1) or tighter; the crop's width stays, so
 * that columns of differently framed crops lie at the same places.
 */
export function cropLine(image: GrayRaster, line: TextLine, heightFactor = 1): LineCrop {
  const { start, end } = line;
  const length = Math.hypot(end.x - start.x, end.y - start.y);
  const along = { x: (end.x - start.x) / length, y: (end.y - start.y) / length };
  const margin = sideMarginPitches * line.pitchPx;
  const framed = line.heightPx * heightRatio;
  const half = (framed * heightFactor) / 2;
  const perPx = (2 * half) / cropHeightPx;
  const widthPx = Math.max(
    16,
    Math.min(widestPx, Math.round((length + 2 * margin) / (framed / cropHeightPx))),
  );
  const across = (length + 2 * margin) / widthPx;
  const corner = (a: number, d: number): Point => ({
    x: start.x + along.x * a - along.y * d,
    y: start.y + along.y * a + along.x * d,
  });
  const quad: Quad = [
    corner(-margin, -half),
    corner(length + margin, -half),
    corner(length + margin, half),
    corner(-margin, half),
  ];
  const data = new Float32Array(widthPx * cropHeightPx);
  const taps = Math.max(1, Math.min(6, Math.round(perPx)));
  const cubic = perPx < 0.9;
  for (let y = 0; y < cropHeightPx; y++) {
    for (let x = 0; x < widthPx; x++) {
      let sum = 0;
      for (let ty = 0; ty < taps; ty++) {
        const d = (y + (ty + 0.5) / taps) * perPx - half;
        for (let tx = 0; tx < taps; tx++) {
          const a = (x + (tx + 0.5) / taps) * across - margin;
          const px = start.x + along.x * a - along.y * d;
          const py = start.y + along.y * a + along.x * d;
          sum += cubic ? catmullRom(image, px, py) : bilinear(image, px, py);
        }
      }
      data[y * widthPx + x] = sum / (taps * taps);
    }
  }
  normalize(data);
  return { widthPx, data, quad, glyphsPx: [margin / across, widthPx - margin / across] };
}

function normalize(data: Float32Array): void {
  let sum = 0;
  for (const value of data) sum += value;
  const mean = sum / data.length;
  let squares = 0;
  for (const value of data) squares += (value - mean) ** 2;
  const divisor = Math.sqrt(squares / data.length) + 8;
  for (let i = 0; i < data.length; i++) data[i] = ((data[i] ?? 0) - mean) / divisor;
}

function bilinear({ width, height, data }: GrayRaster, x: number, y: number): number {
  const cx = Math.min(width - 1, Math.max(0, x));
  const cy = Math.min(height - 1, Math.max(0, y));
  const x0 = Math.min(width - 2, Math.floor(cx));
  const y0 = Math.min(height - 2, Math.floor(cy));
  const [fx, fy] = [cx - x0, cy - y0];
  const at = y0 * width + x0;
  const upper = (data[at] ?? 0) * (1 - fx) + (data[at + 1] ?? 0) * fx;
  const lower = (data[at + width] ?? 0) * (1 - fx) + (data[at + width + 1] ?? 0) * fx;
  return upper * (1 - fy) + lower * fy;
}

function catmullRom({ width, height, data }: GrayRaster, x: number, y: number): number {
  const [x0, y0] = [Math.floor(x), Math.floor(y)];
  const [fx, fy] = [x - x0, y - y0];
  let sum = 0;
  for (let j = -1; j <= 2; j++) {
    const row = Math.min(height - 1, Math.max(0, y0 + j)) * width;
    let across = 0;
    for (let i = -1; i <= 2; i++) {
      across += (data[row + Math.min(width - 1, Math.max(0, x0 + i))] ?? 0) * cubicWeight(fx - i);
    }
    sum += across * cubicWeight(fy - j);
  }
  return Math.min(255, Math.max(0, sum));
}

/** Keys' kernel with a = -0.5. */
function cubicWeight(distance: number): number {
  const d = Math.abs(distance);
  if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
  return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
}
