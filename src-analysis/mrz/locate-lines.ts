import type { Point } from '#shared/domain/geometry.ts';
import { must } from '#shared/lib/invariant.ts';
import type { GrayRaster } from '../image/raster.ts';
import { darkMarks, type Marks } from './components.ts';

/** A line of evenly spaced glyphs, in pixels of the image that was searched. */
export interface TextLine {
  /** Centers of the first and of the last glyph, in reading direction (which may be upside down: a line does not tell). */
  readonly start: Point;
  readonly end: Point;
  /** Height of the capitals, perpendicular to the line. */
  readonly heightPx: number;
  /** Distance between neighbouring glyphs along the line. */
  readonly pitchPx: number;
}

/** Lines that may be one machine readable zone, top to bottom as they read, all with the same extent. */
export interface LineBlock {
  readonly lines: readonly TextLine[];
  /** How many glyphs stand where they should; only comparable between blocks of one search. */
  readonly score: number;
}

/** Lengths of lines that exist, with what may be lost to stamps (or added by marks beside the line). */
const fewestGlyphs = 20;
const mostGlyphs = 54;
/** Search size: at 1100 px a full-width line of 44 has glyphs of 20 px, one of a card in half the picture 9 px. */
export const searchSizePx = 1100;
/** Larger pictures are searched again at this size when nothing was found: small cards on A4 scans. */
export const fineSearchSizePx = 2000;

interface Glyph {
  readonly u: number;
  readonly v: number;
  readonly h: number;
}

interface Chain {
  glyphs: readonly Glyph[];
  /** v = slope * u + offset in the rotated frame. */
  slope: number;
  offset: number;
  first: number;
  last: number;
  h: number;
  pitch: number;
  /** Share of steps that are whole pitches, within a fifth; 0.4 by chance, 0.9 in fixed-pitch print. */
  regularity: number;
}

/** The dark marks of an image, found once and searched for lines at several skews. */
export interface LineSearch {
  /** Search pixels per image pixel. */
  readonly scale: number;
  readonly marks: Marks;
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
      const [y0, fy] = [Math.floor(sy), sy - Math.floor(sy)];
      const [upper, lower] = [y0 * image.width, Math.min(image.height - 1, y0 + 1) * image.width];
      for (let x = 0; x < width; x++) {
        const sx = Math.min(image.width - 1, Math.max(0, (x + 0.5) / scale - 0.5));
        const [x0, fx] = [Math.floor(sx), sx - Math.floor(sx)];
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
    const lines = members.map(({ slope, offset, h, pitch }) => ({
      start: toPoint(first, slope * first + offset),
      end: toPoint(last, slope * last + offset),
      // A line of fillers alone has low marks: its capitals are as tall as its neighbours'.
      heightPx: Math.max(h, 0.8 * tallest) / scale,
      pitchPx: (pitch * Math.hypot(1, slope)) / scale,
    }));
    return { lines: completed(lines), score };
  });
}

/** Rows of the grid that makes neighbours cheap to find; no less than the reach across of the tallest glyph (0.36 of 75 px). */
const gridRowPx = 28;

/** Neighbours in reading direction, as lists of glyphs. `glyphs` are sorted by u. */
function linked(glyphs: readonly Glyph[]): Glyph[][] {
  const n = glyphs.length;
  const us = Float64Array.from(glyphs, ({ u }) => u);
  const vs = Float64Array.from(glyphs, ({ v }) => v);
  const hs = Float64Array.from(glyphs, ({ h }) => h);
  const parent = new Int32Array(n);
  let lowest = Infinity;
  for (let i = 0; i < n; i++) {
    parent[i] = i;
    lowest = Math.min(lowest, vs[i] ?? 0);
  }
  const rows: { members: number[]; from: number }[] = [];
  const rowOf = (v: number): number => Math.floor((v - lowest) / gridRowPx) + 1;
  for (let i = 0; i < n; i++) {
    const row = rowOf(vs[i] ?? 0);
    while (rows.length < row + 2) rows.push({ members: [], from: 0 });
    rows[row]?.members.push(i);
  }
  const find = (i: number): number => {
    let at = i;
    while ((parent[at] ?? at) !== at) {
      parent[at] = parent[parent[at] ?? at] ?? at;
      at = parent[at] ?? at;
    }
    return at;
  };
  for (let i = 0; i < n; i++) {
    const u = us[i] ?? 0;
    const v = vs[i] ?? 0;
    const h = hs[i] ?? 0;
    const reach = 2.6 * Math.max(h, 10);
    let best = Infinity;
    let bestAt = -1;
    const own = rowOf(v);
    for (let r = own - 1; r <= own + 1; r++) {
      const row = rows[r];
      if (row === undefined) continue;
      const { members } = row;
      while (row.from < members.length && (us[members[row.from] ?? 0] ?? 0) <= u) row.from++;
      for (let m = row.from; m < members.length; m++) {
        const j = members[m] ?? 0;
        const du = (us[j] ?? 0) - u;
        if (du >= reach) break;
        const dv = Math.abs((vs[j] ?? 0) - v);
        const other = hs[j] ?? 0;
        const taller = Math.max(h, other);
        if (dv >= 0.36 * taller || du <= 0.25 * taller || taller > 2.2 * Math.min(h, other)) continue;
        const distance = du + 2 * dv;
        if (distance < best) {
          best = distance;
          bestAt = j;
        }
      }
    }
    if (bestAt >= 0) parent[find(bestAt)] = find(i);
  }
  const groups = new Map<number, Glyph[]>();
  for (const [i, glyph] of glyphs.entries()) {
    const root = find(i);
    const group = groups.get(root);
    if (group === undefined) groups.set(root, [glyph]);
    else group.push(glyph);
  }
  return [...groups.values()].filter((group) => group.length >= 5);
}

interface Fit {
  slope: number;
  offset: number;
}

function fitted(glyphs: readonly Glyph[]): Fit {
  let [su, sv, suu, suv] = [0, 0, 0, 0];
  const n = glyphs.length;
  for (const { u, v } of glyphs) {
    su += u;
    sv += v;
    suu += u * u;
    suv += u * v;
  }
  const spread = suu - (su * su) / n;
  const slope = spread > 0 ? (suv - (su * sv) / n) / spread : 0;
  return { slope, offset: (sv - slope * su) / n };
}

const median = (values: readonly number[]): number => quantile(values, 0.5);

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

/** Joins pieces of a line that a stamp or a fold has parted: collinear, of like height, at most 16 glyphs apart. */
function joined(pieces: Glyph[][]): Glyph[][] {
  const open = pieces
    .map((glyphs) => ({ glyphs, fit: fitted(glyphs), h: median(glyphs.map(({ h }) => h)), start: 0, end: 0 }))
    .map((piece) => ({ ...piece, start: piece.glyphs[0]?.u ?? 0, end: piece.glyphs.at(-1)?.u ?? 0 }))
    .sort((a, b) => a.start - b.start);
  const out: typeof open = [];
  for (const piece of open) {
    const host = out.find((other) => {
      const gap = piece.start - other.end;
      const taller = Math.max(piece.h, other.h);
      if (gap < 0 || gap > 16 * taller || taller > 1.5 * Math.min(piece.h, other.h)) return false;
      // Either piece's own line, prolonged, must meet the other: the longer one says where the line goes.
      const guide = other.glyphs.length >= piece.glyphs.length ? other : piece;
      const target = guide === other ? piece : other;
      const middle = (target.start + target.end) / 2;
      const there = target.fit.slope * middle + target.fit.offset;
      return Math.abs(guide.fit.slope * middle + guide.fit.offset - there) < 0.4 * taller;
    });
    if (host === undefined) {
      out.push(piece);
    } else {
      host.glyphs = [...host.glyphs, ...piece.glyphs];
      host.end = piece.end;
      host.fit = fitted(host.glyphs);
    }
  }
  return out.map(({ glyphs }) => glyphs).filter((glyphs) => glyphs.length >= 12);
}

function toChain(glyphs: readonly Glyph[]): Chain | undefined {
  const rough = fitted(glyphs);
  const height = median(glyphs.map(({ h }) => h));
  const kept = glyphs.filter(({ u, v }) => Math.abs(v - rough.slope * u - rough.offset) < 0.5 * height);
  if (kept.length < 12) return undefined;
  const { slope, offset } = fitted(kept);
  const us = kept.map(({ u }) => u).sort((a, b) => a - b);
  const steps = us.slice(1).map((u, i) => u - (us[i] ?? u));
  const pitch = median(steps);
  if (pitch <= 0) return undefined;
  const even = steps.filter((step) => Math.abs(step / pitch - Math.round(step / pitch)) < 0.2).length;
  return {
    glyphs: kept,
    slope,
    offset,
    first: us[0] ?? 0,
    last: us.at(-1) ?? 0,
    h: quantile(
      kept.map(({ h }) => h),
      0.8,
    ),
    pitch,
    regularity: even / steps.length,
  };
}

/** Groups of one to three neighbouring lines that belong together, scored by how many glyphs are in step. */
function grouped(chains: readonly Chain[]): { chains: Chain[]; score: number }[] {
  const groups: { chains: Chain[]; score: number }[] = [];
  for (const anchor of chains) {
    const length = anchor.last - anchor.first;
    const middle = (anchor.first + anchor.last) / 2;
    const at = ({ slope, offset }: Chain): number => slope * middle + offset;
    const like = chains
      .filter((other) => {
        const common = Math.min(anchor.last, other.last) - Math.max(anchor.first, other.first);
        return (
          Math.abs(other.pitch / anchor.pitch - 1) < 0.14 &&
          common > 0.5 * length &&
          Math.abs(other.slope - anchor.slope) < 0.06 &&
          other.h < 1.55 * anchor.h &&
          anchor.h < 1.55 * other.h
        );
      })
      .sort((a, b) => at(a) - at(b));
    const place = like.indexOf(anchor);
    // Runs of neighbours around the anchor, parted where the gap is more than any format has.
    for (const [before, after] of [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
      [0, 2],
      [2, 0],
    ] as const) {
      const run = like.slice(place - before, place + after + 1);
      if (place < before || run.length !== before + after + 1) continue;
      const apart = run.slice(1).map((chain, i) => at(chain) - at(must(run[i], 'the line above')));
      if (apart.some((gap) => gap < 0.9 * anchor.h || gap > 5.2 * anchor.h)) continue;
      const [least, most] = [Math.min(...apart), Math.max(...apart)];
      if (run.length === 3 && most > 1.5 * least) continue;
      groups.push({ chains: run, score: zoneLikeness(run) });
    }
  }
  return groups;
}

/**
 * How much `run` looks like a machine readable zone rather than rows of other print: glyphs in step, no spaces between words, both
 * margins flush, pitch about the capitals' height (2.54 mm both, ICAO Doc 9303-3, 4.4), two or three lines.
 */
function zoneLikeness(run: readonly Chain[]): number {
  const first = Math.min(...run.map((chain) => chain.first));
  const last = Math.max(...run.map((chain) => chain.last));
  let score = 0;
  for (const chain of run) {
    const places = (last - first) / chain.pitch + 1;
    const filled = Math.min(1, chain.glyphs.length / places);
    const ratio = chain.pitch / chain.h;
    const spacing = Math.min(
      1,
      Math.max(0.3, 1 - 2.5 * (0.82 - ratio)),
      Math.max(0.3, 1 - 1.5 * (ratio - 1.4)),
    );
    score +=
      Math.min(chain.glyphs.length, places) *
      Math.max(0.05, (chain.regularity - 0.4) / 0.6) *
      filled *
      filled *
      spacing;
  }
  return run.length === 1 ? score / 2 : score;
}

/** Line pitch over character pitch: 4.233 mm over 2.54 mm (ICAO Doc 9303-3, 4.4, and figures of parts 4 to 6). */
const linePitchRatio = 1.667;

/**
 * Adds the places of lines that the search may have missed: of one line, those above and below (two either way where its length
 * is a card's); of two short lines, the one above and the one below.
 */
function completed(lines: readonly TextLine[]): TextLine[] {
  const [first] = lines;
  const last = lines.at(-1);
  if (first === undefined || last === undefined || lines.length >= 3) return [...lines];
  const length = Math.hypot(first.end.x - first.start.x, first.end.y - first.start.y);
  const short = length / first.pitchPx + 1 < 34;
  if (lines.length === 2 && !short) return [...lines];
  const down = { x: -(first.end.y - first.start.y) / length, y: (first.end.x - first.start.x) / length };
  const gap =
    lines.length === 2
      ? (last.start.x - first.start.x) * down.x + (last.start.y - first.start.y) * down.y
      : linePitchRatio * first.pitchPx;
  const moved = (line: TextLine, by: number): TextLine => ({
    ...line,
    start: { x: line.start.x + by * down.x, y: line.start.y + by * down.y },
    end: { x: line.end.x + by * down.x, y: line.end.y + by * down.y },
  });
  if (lines.length === 2) return [moved(first, -gap), ...lines, moved(last, gap)];
  const reach = short ? [-2, -1, 0, 1, 2] : [-1, 0, 1];
  return reach.map((steps) => moved(first, steps * gap));
}

/**
 * The best blocks, at most `limit`, each adding something: one whose lines were all in a better one is dropped (the decoder
 * tries every run of lines), one that shares lines with better ones counts for less.
 */
function distinct(blocks: readonly LineBlock[], limit: number): LineBlock[] {
  const kept: LineBlock[] = [];
  const open = blocks.map((block) => ({ block, score: block.score }));
  while (kept.length < limit && open.length > 0) {
    open.sort((a, b) => b.score - a.score);
    const next = open.shift();
    if (next === undefined) break;
    kept.push(next.block);
    for (const other of open) {
      const shared = other.block.lines.filter((line) =>
        next.block.lines.some((taken) => isSameLine(line, taken)),
      ).length;
      const share = shared / other.block.lines.length;
      other.score = share === 1 ? 0 : Math.min(other.score, other.block.score * (1 - 0.6 * share));
    }
    for (let i = open.length - 1; i >= 0; i--) if (open[i]?.score === 0) open.splice(i, 1);
  }
  return kept;
}

/** Whether two lines run through each other along most of their length. */
export function isSameLine(a: TextLine, b: TextLine): boolean {
  const length = Math.hypot(b.end.x - b.start.x, b.end.y - b.start.y);
  const along = { x: (b.end.x - b.start.x) / length, y: (b.end.y - b.start.y) / length };
  const from = (point: Point): { along: number; off: number } => {
    const [dx, dy] = [point.x - b.start.x, point.y - b.start.y];
    return { along: dx * along.x + dy * along.y, off: Math.abs(dy * along.x - dx * along.y) };
  };
  const [start, end] = [from(a.start), from(a.end)];
  const near = 0.5 * b.heightPx;
  const beyond = 3 * b.pitchPx;
  return (
    start.off < near &&
    end.off < near &&
    start.along > -beyond &&
    end.along < length + beyond &&
    end.along - start.along > 0.6 * length
  );
}
