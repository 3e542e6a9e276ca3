import type { Point, Quad } from '#shared/domain/geometry.ts';
import type { GrayRaster } from '../image/raster.ts';
import { evenInk } from './even-ink.ts';
import type { TextLine } from './text-line.ts';

/** Height of what the recognizer is fed. */
export const cropHeightPx = 32;
/** Crop height over capital height; training draws capitals of 14 to 24 px, 19 on average. */
const heightRatio = 1.65;
/** Distance of characters in a crop, as in training: three columns of the net, which is what doubled characters need at least. */
const cropPitchPx = 13;
/** What the locator's pitch may be to the capitals' height: 1.06 as printed (2.54 mm to 2.4 mm), more of fillers and seen askew. */
const pitchPerHeight = { least: 0.7, most: 1.7 } as const;

/** A line ready for the recognizer, and how its pixels lie in the original. */
export interface LineCrop {
  readonly widthPx: number;
  /** `cropHeightPx` rows of `widthPx`, normalized as in training: (luma - mean) / (standard deviation + 8). */
  readonly data: Float32Array;
  /** Where the crop's corners lie, in pixels of the image. */
  readonly quad: Quad;
  /** Where the locator saw the centers of the first and the last glyph, in pixels from the crop's left edge. */
  readonly glyphsPx: readonly [number, number];
  /** Pixels of the image by which each column of the crop was moved down from the quad, to follow a bent line. */
  readonly bends: Float32Array;
}

/** How a line is framed, relative to the usual. */
export interface LineFrame {
  /** Above 1 wider than the usual, below 1 tighter. */
  readonly heightFactor: number;
  /** Above 1 more pixels per character. */
  readonly widthFactor: number;
  /** With ink evened out: see {@link evenInk}. */
  readonly even: boolean;
  /** Characters' room before the first and after the last glyph that was seen. */
  readonly sides: readonly [number, number];
}

/** Room for a glyph that the locator missed. */
const usualSide = 1.8;
export const usualFrame: LineFrame = {
  heightFactor: 1,
  widthFactor: 1,
  even: false,
  sides: [usualSide, usualSide],
};
/** Pixels of a crop: strokes are 2 to 4 wide, letters of stamps as wide as a character; a character's neighbours are within 21. */
const evened = { strokePx: 7, reachPx: 21 } as const;

/** The same line read the other way: for pages that lie upside down. */
export function turned(line: TextLine): TextLine {
  return { ...line, start: line.end, end: line.start, bendPx: -(line.bendPx ?? 0) };
}

/**
 * Cuts `line` out of `image`, straightened and scaled to 32 px in height and 13 px per character, averaging where the original is larger and by Catmull-Rom
 * where it is smaller; beyond the image its border repeats. Columns of crops of one `widthFactor` lie at the same places.
 */
export function cropLine(image: GrayRaster, line: TextLine, frame: LineFrame = usualFrame): LineCrop {
  const { start, end } = line;
  const length = Math.hypot(end.x - start.x, end.y - start.y);
  const along = { x: (end.x - start.x) / length, y: (end.y - start.y) / length };
  const [before, after] = frame.sides.map((side) => side * line.pitchPx) as [number, number];
  const framed = line.heightPx * heightRatio;
  const half = (framed * frame.heightFactor) / 2;
  const perPx = (2 * half) / cropHeightPx;
  const { least, most } = pitchPerHeight;
  const pitch = Math.max(least * line.heightPx, Math.min(most * line.heightPx, line.pitchPx));
  const widthPx = Math.max(
    16,
    Math.round(((before + length + after) / pitch) * cropPitchPx * frame.widthFactor),
  );
  const across = (before + length + after) / widthPx;
  const corner = (a: number, d: number): Point => ({
    x: start.x + along.x * a - along.y * d,
    y: start.y + along.y * a + along.x * d,
  });
  const quad: Quad = [
    corner(-before, -half),
    corner(length + after, -half),
    corner(length + after, half),
    corner(-before, half),
  ];
  const data = new Float32Array(widthPx * cropHeightPx);
  // How far below the straight line each column lies: a parabola through both ends.
  const bends = Float32Array.from({ length: widthPx }, (_, x) =>
    bendAt(line, ((x + 0.5) * across - before) / length),
  );
  if (perPx < 0.9) {
    for (let y = 0; y < cropHeightPx; y++) {
      for (let x = 0; x < widthPx; x++) {
        const d = (y + 0.5) * perPx - half + (bends[x] ?? 0);
        const a = (x + 0.5) * across - before;
        data[y * widthPx + x] = catmullRom(
          image,
          start.x + along.x * a - along.y * d,
          start.y + along.y * a + along.x * d,
        );
      }
    }
  } else {
    sampleMeans(image, corner(-before, -half), along, { across, perPx, widthPx, bends }, data);
  }
  const values = frame.even
    ? evenInk({ width: widthPx, height: cropHeightPx, data }, evened.strokePx, evened.reachPx)
    : data;
  normalize(values);
  return {
    widthPx,
    data: values,
    quad,
    glyphsPx: [before / across, widthPx - after / across],
    bends,
  };
}

/** Pixels by which a bent line lies below its chord at `share` of its length from the start. */
function bendAt({ bendPx = 0 }: TextLine, share: number): number {
  return bendPx * 4 * share * (1 - share);
}

function normalize(data: Float32Array): void {
  // By index, since V8 takes ten times as long by an iterator: a sixth of the reader's own time.
  /* eslint-disable @typescript-eslint/prefer-for-of */
  let sum = 0;
  for (let i = 0; i < data.length; i++) sum += data[i] ?? 0;
  const mean = sum / data.length;
  let squares = 0;
  for (let i = 0; i < data.length; i++) {
    const off = (data[i] ?? 0) - mean;
    squares += off * off;
  }
  /* eslint-enable @typescript-eslint/prefer-for-of */
  const divisor = Math.sqrt(squares / data.length) + 8;
  for (let i = 0; i < data.length; i++) data[i] = ((data[i] ?? 0) - mean) / divisor;
}

interface Steps {
  /** Pixels of the image per pixel of the crop, along and perpendicular to the line. */
  readonly across: number;
  readonly perPx: number;
  readonly widthPx: number;
  /** Pixels of the image by which each column is moved, perpendicular to the line. */
  readonly bends: Float32Array;
}

/** Means of bilinear samples, about one per pixel of the image. One flat loop without calls: half of the reader's own time. */
function sampleMeans(
  { width, height, data }: GrayRaster,
  origin: Point,
  along: Point,
  { across, perPx, widthPx, bends }: Steps,
  out: Float32Array,
): void {
  // No tuples: V8 makes a new array of each, millions for a page.
  const columnTaps = tapsOf(across);
  const rowTaps = tapsOf(perPx);
  const share = 1 / (columnTaps * rowTaps);
  const right = width - 1;
  const bottom = height - 1;
  const stepX = (along.x * across) / columnTaps;
  const stepY = (along.y * across) / columnTaps;
  for (let row = 0; row < cropHeightPx * rowTaps; row++) {
    const d = ((row + 0.5) / rowTaps) * perPx;
    let px = origin.x - along.y * d + stepX / 2;
    let py = origin.y + along.x * d + stepY / 2;
    const to = Math.floor(row / rowTaps) * widthPx;
    for (let x = 0; x < widthPx; x++) {
      let sum = 0;
      const bend = bends[x] ?? 0;
      const bentX = -along.y * bend;
      const bentY = along.x * bend;
      for (let tap = 0; tap < columnTaps; tap++, px += stepX, py += stepY) {
        const qx = px + bentX;
        const qy = py + bentY;
        const cx = qx < 0 ? 0 : qx > right ? right : qx;
        const cy = qy < 0 ? 0 : qy > bottom ? bottom : qy;
        const x0 = cx | 0;
        const y0 = cy | 0;
        const fx = cx - x0;
        const fy = cy - y0;
        const at = y0 * width + x0;
        const next = x0 < right ? 1 : 0;
        const below = y0 < bottom ? at + width : at;
        const upper = (data[at] ?? 0) * (1 - fx) + (data[at + next] ?? 0) * fx;
        const lower = (data[below] ?? 0) * (1 - fx) + (data[below + next] ?? 0) * fx;
        sum += upper * (1 - fy) + lower * fy;
      }
      out[to + x] = (out[to + x] ?? 0) + sum * share;
    }
  }
}

const tapsOf = (step: number): number => Math.max(1, Math.min(6, Math.round(step)));

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
