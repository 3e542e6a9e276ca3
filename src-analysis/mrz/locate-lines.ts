import type { Point } from '#shared/domain/geometry.ts';
import type { GrayRaster } from '../image/raster.ts';
import { darkMarks, type Marks } from './components.ts';
import { evenInk } from './even-ink.ts';
import { acrossAt, type Glyph, joined, linked, toChain } from './glyph-chains.ts';
import { completed, distinct, grouped } from './line-blocks.ts';
import type { LineBlock } from './text-line.ts';

/** Lengths of lines that exist, with what may be lost to stamps (or added by marks beside the line). */
const fewestGlyphs = 20;
const mostGlyphs = 54;
/** Search size: at 1100 px a full-width line of 44 has glyphs of 20 px, one of a card in half the picture 9 px. */
export const searchSizePx = 1100;
/** Larger pictures are searched again at this size when nothing was found: small cards on A4 scans. */
export const fineSearchSizePx = 2000;

/** The dark marks of an image, found once and searched for lines at several skews. */
export interface LineSearch {
  /** Search pixels per image pixel. */
  readonly scale: number;
  readonly marks: Marks;
}

/** As {@link createLineSearch}, of thin strokes alone: under stamps, in glare and in shadow, where dark marks run into each other. */
export function createStrokeSearch(image: GrayRaster, sizePx: number): LineSearch {
  const scale = sizePx / Math.max(image.width, image.height);
  const small = resized(image, scale);
  // Strokes of glyphs are 2 to 5 px wide at this size; a stroke half as dark as its neighbours is one.
  const even = Uint8Array.from(evenInk(small, 11, 31));
  return { scale, marks: darkMarks({ ...small, data: even }, 31, 50, 8) };
}

/** Finds the dark marks of `image`, scaled to `sizePx` on its longer side. */
export function createLineSearch(image: GrayRaster, sizePx: number): LineSearch {
  const scale = sizePx / Math.max(image.width, image.height);
  // A window of 31 holds a glyph of 20 px with paper around it; 10 levels are what faint print on tinted paper still has; marks of
  // fewer than 8 px are noise.
  return { scale, marks: darkMarks(resized(image, scale), 31, 10, 8) };
}

/**
 * Blocks of two or three parallel, evenly spaced lines of dark glyphs (or one line with places where others may be), best
 * first, at most `limit`. Searches upright and sideways, at each of `skewsDeg` and about 9 degrees to either side of it, without
 * needing the document's edges. Which way up a block reads is left to the recognizer.
 */
export function locateLines(
  { scale, marks }: LineSearch,
  skewsDeg: readonly number[],
  limit: number,
): LineBlock[] {
  const found: LineBlock[] = [];
  for (const sideways of [false, true]) {
    const boxes = glyphBoxes(marks, sideways);
    for (const skewDeg of skewsDeg) {
      const angle = ((skewDeg + (sideways ? 90 : 0)) * Math.PI) / 180;
      found.push(...blocksAt(boxes, angle, (skewDeg * Math.PI) / 180, scale));
    }
  }
  return distinct(found, limit);
}

/** Area average when shrinking, bilinear when enlarging. */
function resized(image: GrayRaster, scale: number): GrayRaster {
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const data = new Uint8Array(width * height);
  const source = image.data;
  if (scale >= 1) {
    for (let y = 0; y < height; y++) {
      const sy = Math.min(image.height - 1, Math.max(0, (y + 0.5) / scale - 0.5));
      const y0 = sy | 0;
      const fy = sy - y0;
      const upper = y0 * image.width;
      const lower = Math.min(image.height - 1, y0 + 1) * image.width;
      for (let x = 0; x < width; x++) {
        const sx = Math.min(image.width - 1, Math.max(0, (x + 0.5) / scale - 0.5));
        const x0 = sx | 0;
        const fx = sx - x0;
        const x1 = Math.min(image.width - 1, x0 + 1);
        const a = (source[upper + x0] ?? 0) * (1 - fx) + (source[upper + x1] ?? 0) * fx;
        const b = (source[lower + x0] ?? 0) * (1 - fx) + (source[lower + x1] ?? 0) * fx;
        data[y * width + x] = a * (1 - fy) + b * fy + 0.5;
      }
    }
    return { width, height, channels: 1, data };
  }
  const edges = Int32Array.from({ length: width + 1 }, (_, x) =>
    Math.min(image.width, Math.round(x / scale)),
  );
  const sums = new Uint32Array(width);
  for (let y = 0; y < height; y++) {
    const from = Math.min(image.height - 1, Math.round(y / scale));
    const to = Math.max(from + 1, Math.min(image.height, Math.round((y + 1) / scale)));
    sums.fill(0);
    for (let sy = from; sy < to; sy++) {
      const row = sy * image.width;
      for (let x = 0; x < width; x++) {
        let sum = 0;
        const end = edges[x + 1] ?? 0;
        for (let sx = edges[x] ?? 0; sx < end; sx++) sum += source[row + sx] ?? 0;
        sums[x] = (sums[x] ?? 0) + sum;
      }
    }
    for (let x = 0; x < width; x++) {
      const area = Math.max(1, (edges[x + 1] ?? 0) - (edges[x] ?? 0)) * (to - from);
      data[y * width + x] = (sums[x] ?? 0) / area;
    }
  }
  return { width, height, channels: 1, data };
}

/** A mark that may be a glyph: center and size, `along` and `across` the reading direction. */
interface Box {
  readonly x: number;
  readonly y: number;
  readonly along: number;
  readonly across: number;
}

/** Marks of the size and shape of glyphs; a mark as wide as several (glyphs that touch) counts as that many. */
function glyphBoxes(marks: Marks, sideways: boolean): Box[] {
  const boxes: Box[] = [];
  for (let i = 0; i < marks.count; i++) {
    const [w, h] = [marks.width[i] ?? 0, marks.height[i] ?? 0];
    const x = (marks.left[i] ?? 0) + w / 2 - 0.5;
    const y = (marks.top[i] ?? 0) + h / 2 - 0.5;
    const [along, across] = sideways ? [h, w] : [w, h];
    if (across < 6 || across > 75 || along < 2 || across > 9 * along) continue;
    if (along <= 1.75 * across) {
      boxes.push({ x, y, along, across });
    } else if (along <= 14 * across) {
      const parts = Math.round(along / across);
      for (let part = 0; part < parts; part++) {
        const shift = ((part + 0.5) / parts - 0.5) * along;
        boxes.push(
          sideways
            ? { x, y: y + shift, along: along / parts, across }
            : { x: x + shift, y, along: along / parts, across },
        );
      }
    }
  }
  return boxes;
}

function blocksAt(boxes: readonly Box[], angle: number, skew: number, scale: number): LineBlock[] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  // A box around a glyph that is turned by the skew is taller than the glyph: undo that.
  const [c, s] = [Math.cos(skew), Math.abs(Math.sin(skew))];
  const glyphs: Glyph[] = boxes.map(({ x, y, along, across }) => ({
    u: x * cos + y * sin,
    v: -x * sin + y * cos,
    h: Math.max(0.6 * across, (across * c - along * s) / (c * c - s * s)),
  }));
  glyphs.sort((a, b) => a.u - b.u);
  const chains = joined(linked(glyphs))
    .map(toChain)
    .filter((chain) => chain !== undefined)
    .filter(({ first, last, pitch, regularity }) => {
      const count = (last - first) / pitch + 1;
      return regularity > 0.45 && count >= fewestGlyphs && count <= mostGlyphs;
    });
  const toPoint = (u: number, v: number): Point => ({
    x: (u * cos - v * sin + 0.5) / scale - 0.5,
    y: (u * sin + v * cos + 0.5) / scale - 0.5,
  });
  return grouped(chains).map(({ chains: members, score }) => {
    const first = Math.min(...members.map((chain) => chain.first));
    const last = Math.max(...members.map((chain) => chain.last));
    const tallest = Math.max(...members.map(({ h }) => h));
    const lines = members.map((chain) => {
      const [top, middle, end] = [first, (first + last) / 2, last].map((u) => acrossAt(chain, u)) as [
        number,
        number,
        number,
      ];
      return {
        start: toPoint(first, top),
        end: toPoint(last, end),
        // A line of fillers alone has low marks: its capitals are as tall as its neighbours'.
        heightPx: Math.max(chain.h, 0.8 * tallest) / scale,
        pitchPx: (chain.pitch * Math.hypot(1, chain.slope)) / scale,
        bendPx: (middle - (top + end) / 2) / scale,
      };
    });
    return { lines: completed(lines), score };
  });
}
