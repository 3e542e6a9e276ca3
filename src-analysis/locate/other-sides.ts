import type { Point, Quad } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { isOnBorder } from './judge-outline.ts';
import { sampleMap, type OutlineMaps } from './outline-net.ts';
import {
  areaOf,
  distance,
  lineThrough,
  nextOf,
  overlapOf,
  quadOfLines,
  sideNumbers,
  type Line,
} from './quad-geometry.ts';
import type { RefinedQuad } from './refine-sides.ts';
import { edgesAlong, spreadAcross } from './side-edges.ts';
import { cutStrip, partOf, type SideStrip, type StripPlan } from './side-strip.ts';

// Where the map is misled, by a checked cloth, a finger or a neighbor, sides are off by up to an eighth of the outline's size.
const reach = 0.12;
const plan: Omit<StripPlan, 'reachPx' | 'archPx'> = {
  rows: 48,
  columns: 48,
  from: -0.25,
  to: 1.25,
  samplesPerColumn: 6,
};
// Lines tried for each side besides the one it has: a card's print, its true side, the pattern it lies on, and what lies beside it.
const mostLines = 5;
// Lines whose ends are within this many rows together are one.
const sameLineRows = 4;
// What an edge counts where the map has no side, against where it is sure of one.
const offMap = 0.5;
// Of a line beyond its corners, what is nearer than the first share may be the corner's blur, and beyond the second another thing.
const [cornerShare, beyondShare] = [0.04, 0.2];
const fewestColumns = 4;
const [leastArea, mostArea] = [0.6, 1.7];
const [mostOutlines, sameOutline] = [4, 0.97];

interface SideLine {
  readonly line: Line;
  /** Evidence for each column of the strip; NaN where the line is not in the picture there. */
  readonly along: Float32Array;
}

/**
 * The best outlines of other lines near an outline's sides, best first: of every line that shows along a side the best four by how
 * surely edges run along them from corner to corner, and not beyond. Sides on the picture's border stay.
 */
export function otherOutlines(image: RgbRaster, outline: RefinedQuad, maps: OutlineMaps): Quad[] {
  const { quad, onFrame } = outline;
  const area = areaOf(quad);
  const reachPx = reach * Math.sqrt(area);
  const sides = sideNumbers.map((k) => {
    const [a, b] = [quad[k], nextOf(quad, k)];
    if (onFrame[k] || isOnBorder(a, b, image))
      return { a, b, lines: [{ line: lineThrough(a, b), along: new Float32Array(0) }] };
    const strip = cutStrip(image, a, b, { ...plan, reachPx, archPx: 0 });
    return { a, b, lines: linesIn(strip, maps) };
  });
  const [s0, s1, s2, s3] = sides;
  if (s0 === undefined || s1 === undefined || s2 === undefined || s3 === undefined) return [];
  const scored: { quad: Quad; score: number }[] = [];
  for (const l0 of s0.lines) {
    for (const l1 of s1.lines) {
      for (const l2 of s2.lines) {
        for (const l3 of s3.lines) {
          const lines = [l0, l1, l2, l3];
          const other = quadOfLines(lines.map(({ line }) => line));
          if (other === undefined) continue;
          const size = areaOf(other) / area;
          if (size < leastArea || size > mostArea) continue;
          const looks = sides.map(({ a, b }, k) => evidenceBetween(lines[k], partsOf(other, k, a, b)));
          const visible = looks.filter((look) => look !== undefined);
          if (visible.length === 0) continue;
          const seen = visible.map((look) => look.seen);
          const beyond = visible.reduce((sum, look) => sum + look.beyond, 0) / visible.length;
          const mean = seen.reduce((sum, value) => sum + value, 0) / seen.length;
          scored.push({ quad: other, score: mean + 0.3 * Math.min(...seen) - 0.6 * beyond });
        }
      }
    }
  }
  const kept: Quad[] = [];
  for (const { quad: other } of scored.toSorted((p, q) => q.score - p.score)) {
    if (kept.every((one) => overlapOf(one, other) < sameOutline)) kept.push(other);
    if (kept.length === mostOutlines) break;
  }
  return kept;
}

/** Where along the old side the new one begins and ends, in parts of the old one's length. */
function partsOf(quad: Quad, k: number, a: Point, b: Point): readonly [number, number] {
  const squared = distance(a, b) ** 2;
  const part = ({ x, y }: Point): number =>
    ((x - a.x) * (b.x - a.x) + (y - a.y) * (b.y - a.y)) / Math.max(1, squared);
  return [part(quad[k as 0]), part(nextOf(quad, k))];
}

function evidenceBetween(
  side: SideLine | undefined,
  [start, end]: readonly [number, number],
): { readonly seen: number; readonly beyond: number } | undefined {
  if (side === undefined || side.along.length === 0) return undefined;
  let [seen, columns, beyond, columnsBeyond] = [0, 0, 0, 0];
  for (let column = 0; column < plan.columns; column += 1) {
    const value = side.along[column] ?? Number.NaN;
    if (Number.isNaN(value)) continue;
    const part = partOf(column, { ...plan, reachPx: 0, archPx: 0 });
    const off = Math.max(start - part, part - end);
    if (off <= 0) {
      seen += value;
      columns += 1;
    } else if (off > cornerShare && off < beyondShare) {
      beyond += value;
      columnsBeyond += 1;
    }
  }
  if (columns < fewestColumns) return undefined;
  return { seen: seen / columns, beyond: columnsBeyond === 0 ? 0 : beyond / columnsBeyond };
}

/** The side's own line, then the lines with most edge, each unlike the ones before. */
function linesIn(strip: SideStrip, maps: OutlineMaps): SideLine[] {
  const { rows, columns } = plan;
  const edges = edgesAlong(strip);
  for (let at = 0; at < edges.length; at += 1) {
    const mark = sampleMap(
      maps,
      maps.side,
      strip.at(Math.floor(at / columns), partOf(at % columns, strip.plan)),
    );
    edges[at] = (edges[at] ?? 0) * (offMap + (1 - offMap) * mark);
  }
  const near = spreadAcross(edges, columns);
  const inside = Array.from({ length: columns }, (_, column) => ({
    column,
    part: partOf(column, strip.plan),
  })).filter(({ part }) => part >= 0 && part <= 1);
  const sums = new Float32Array(rows * rows);
  for (let start = 0; start < rows; start += 1) {
    for (let end = 0; end < rows; end += 1) {
      let sum = 0;
      for (const { column, part } of inside)
        sum += near[Math.round(start + (end - start) * part) * columns + column] ?? 0;
      sums[start * rows + end] = sum;
    }
  }
  const middle = (rows - 1) / 2;
  const lines = [sideLine(strip, near, middle, middle)];
  while (lines.length <= mostLines) {
    let best = 0;
    for (let at = 1; at < sums.length; at += 1) if ((sums[at] ?? 0) > (sums[best] ?? 0)) best = at;
    if ((sums[best] ?? 0) === 0) break;
    const [start, end] = [Math.floor(best / rows), best % rows];
    lines.push(sideLine(strip, near, start, end));
    for (let s = Math.max(0, start - sameLineRows); s <= Math.min(rows - 1, start + sameLineRows); s += 1) {
      for (let e = Math.max(0, end - sameLineRows); e <= Math.min(rows - 1, end + sameLineRows); e += 1)
        if (Math.abs(s - start + e - end) <= sameLineRows) sums[s * rows + e] = 0;
    }
  }
  return lines;
}

function sideLine(strip: SideStrip, near: Float32Array, start: number, end: number): SideLine {
  const { rows, columns } = plan;
  const along = Float32Array.from({ length: columns }, (_, column) => {
    const row = Math.round(start + (end - start) * partOf(column, strip.plan));
    if (row < 1 || row >= rows - 1) return 0;
    return strip.inPicture[row * columns + column] === 1 ? (near[row * columns + column] ?? 0) : Number.NaN;
  });
  return { line: lineThrough(strip.at(start, 0), strip.at(end, 1)), along };
}
