import type { Point, Quad } from '#shared/domain/geometry.ts';
import { sampleMap, type OutlineMaps } from './outline-net.ts';
import type { OutlineRegion } from './outline-regions.ts';
import {
  areaOfPolygon,
  crossingOfLines,
  distance,
  lineThrough,
  quadOfLines,
  toQuad,
  type Line,
} from './quad-geometry.ts';

/** The outline of a region. `onFrame` says which sides (from corner k to the next) are the picture's border, the document going on. */
export interface FittedQuad {
  readonly quad: Quad;
  readonly onFrame: readonly [boolean, boolean, boolean, boolean];
}

interface Side {
  readonly line: Line;
  readonly onFrame: boolean;
}

/**
 * Four lines around a region: the hull's sides, of which those are left out, one after the other, whose neighbors cross with the
 * least area added; sides along the picture's border first, where the corner may lie beyond. Then each line is fitted to the map of
 * sides. `undefined` for what has no four sides. In pixels of the picture.
 */
export function fitQuad(region: OutlineRegion, maps: OutlineMaps): FittedQuad | undefined {
  const hull = convexHull(outerPoints(region, maps));
  if (hull.length < 3) return undefined;
  const sides = reduceToFour(hull, maps);
  if (sides === undefined) return undefined;
  const first = quadOfLines(sides.map(({ line }) => line));
  if (first === undefined) return undefined;
  const fitted = fitToSides(sides, first, maps);
  const quad = quadOfLines(fitted.map(({ line }) => line));
  if (quad === undefined) return undefined;
  const flags = fitted.map(({ onFrame }) => onFrame);
  return startAtTopLeft(quad, flags);
}

/** Of each row of cells the leftmost and the rightmost, by their outer corners. */
function outerPoints({ cells }: OutlineRegion, { width, cellPx }: OutlineMaps): Point[] {
  const rows = new Map<number, [number, number]>();
  for (const at of cells) {
    const [x, y] = [at % width, Math.floor(at / width)];
    const row = rows.get(y);
    if (row === undefined) rows.set(y, [x, x]);
    else {
      row[0] = Math.min(row[0], x);
      row[1] = Math.max(row[1], x);
    }
  }
  return [...rows].flatMap(([y, [left, right]]) =>
    [y, y + 1].flatMap((edge) => [
      { x: left * cellPx.x, y: edge * cellPx.y },
      { x: (right + 1) * cellPx.x, y: edge * cellPx.y },
    ]),
  );
}

/** Clockwise on a screen (Andrew's monotone chain). */
export function convexHull(points: readonly Point[]): Point[] {
  const sorted = points.toSorted(byPlace);
  return [...chainOf(sorted), ...chainOf(sorted.toReversed())];
}

const byPlace = (a: Point, b: Point): number => a.x - b.x || a.y - b.y;

/** Half of a hull, less its last point. */
function chainOf(ordered: readonly Point[]): Point[] {
  const kept: Point[] = [];
  for (const point of ordered) {
    for (;;) {
      const [before, last] = [kept.at(-2), kept.at(-1)];
      if (before === undefined || last === undefined || turnOf(before, last, point) > 1e-9) break;
      kept.pop();
    }
    kept.push(point);
  }
  return kept.slice(0, -1);
}

const turnOf = (o: Point, a: Point, b: Point): number =>
  (a.x - o.x) * (b.y - o.y) - (a.y - o.y) * (b.x - o.x);

// The map of sides takes this many cells off a region at the picture's border, where the document ends there.
const frameReachCells = 2;
// A corner cut off by the border costs this part of its area: it is there, though it is not seen.
const frameCost = 0.1;

function reduceToFour(hull: readonly Point[], maps: OutlineMaps): readonly Side[] | undefined {
  const [right, bottom] = [maps.width * maps.cellPx.x, maps.height * maps.cellPx.y];
  const [reachX, reachY] = [frameReachCells * maps.cellPx.x, frameReachCells * maps.cellPx.y];
  const area = areaOfPolygon(hull);
  const sides = hull.map((a, k): Side => {
    const b = hull[(k + 1) % hull.length] ?? a;
    const onFrame =
      Math.max(a.x, b.x) <= reachX ||
      Math.min(a.x, b.x) >= right - reachX ||
      Math.max(a.y, b.y) <= reachY ||
      Math.min(a.y, b.y) >= bottom - reachY;
    return { line: lineThrough(a, b), onFrame };
  });
  const from = [...hull]; // where side k starts
  while (sides.length > 4) {
    let [best, least] = [-1, Infinity];
    for (const [k, side] of sides.entries()) {
      const added = areaWithout(k, sides, from);
      if (added === undefined) continue;
      const cost = added * (side.onFrame ? frameCost : 1);
      if (cost < least) [best, least] = [k, cost];
    }
    if (best < 0 || least > 0.35 * area) return undefined;
    const corner = cornerWithout(best, sides);
    if (corner === undefined) return undefined;
    from[(best + 1) % sides.length] = corner;
    sides.splice(best, 1);
    from.splice(best, 1);
  }
  return sides.length === 4 ? sides : undefined;
}

function cornerWithout(k: number, sides: readonly Side[]): Point | undefined {
  const before = sides[(k + sides.length - 1) % sides.length];
  const after = sides[(k + 1) % sides.length];
  return before === undefined || after === undefined ? undefined : crossingOfLines(before.line, after.line);
}

/** The area of the triangle that leaving a side out adds; `undefined` where its neighbors do not meet beyond it. */
function areaWithout(k: number, sides: readonly Side[], from: readonly Point[]): number | undefined {
  const corner = cornerWithout(k, sides);
  const [a, b, side] = [from[k], from[(k + 1) % from.length], sides[k]];
  if (corner === undefined || a === undefined || b === undefined || side === undefined) return undefined;
  const { normal, offset } = side.line;
  const height = offset - (normal.x * corner.x + normal.y * corner.y);
  return height < -1e-6 ? undefined : (distance(a, b) * height) / 2;
}

// How far from the hull a side is looked for, in cells, and how often: regions end some 0.75 cells before the side.
const windowsCells = [3.5, 2.5, 2];
const acrossStepCells = 0.5;
const alongSamples = 40;
const regionInsetCells = 0.75;
// Of a side's length, what has to be marked: little, as fingers and glare may lie on it; most where it could be the picture's border.
const leastMarkedShare = 0.2;
const leastMarkedOnFrame = 0.6;

function fitToSides(sides: readonly Side[], quad: Quad, maps: OutlineMaps): readonly Side[] {
  const cell = Math.sqrt(maps.cellPx.x * maps.cellPx.y);
  const frame = { x: maps.width * maps.cellPx.x, y: maps.height * maps.cellPx.y };
  return sides.map(({ line, onFrame }, k) => {
    const [a, b] = [quad[k as 0], quad[((k + 1) % 4) as 0]];
    const leastMarked = onFrame ? leastMarkedOnFrame : leastMarkedShare;
    let best: Line | undefined;
    for (const window of windowsCells) {
      const reach = window * cell;
      const fitted = fitLine(best ?? line, a, b, { reach, step: acrossStepCells * cell, leastMarked }, maps);
      if (fitted === undefined) break;
      best = fitted;
    }
    if (best !== undefined) return { line: atBorder(best, a, b, frame, cell) ?? best, onFrame: false };
    if (onFrame) return { line: frameLine(line, frame), onFrame };
    const { normal, offset } = line;
    return { line: { normal, offset: offset - regionInsetCells * cell }, onFrame };
  });
}

// Of a side within this many cells of the picture's border only the inner half of the marks is there.
const borderReachCells = 1.2;

/** The picture's border where the document ends with it, as far as the map can tell. */
function atBorder(line: Line, a: Point, b: Point, frame: Point, cell: number): Line | undefined {
  const border = frameLine(line, frame);
  const away = [a, b].map(({ x, y }) => {
    // Where the line is at this end, and how far that is from the border.
    const off = line.offset - line.normal.x * x - line.normal.y * y;
    const on = { x: x + off * line.normal.x, y: y + off * line.normal.y };
    return Math.abs(border.normal.x * on.x + border.normal.y * on.y - border.offset);
  });
  return Math.max(...away) < borderReachCells * cell ? border : undefined;
}

/** The border of the picture that a line runs along. */
function frameLine({ normal }: Line, frame: Point): Line {
  if (Math.abs(normal.x) > Math.abs(normal.y)) {
    return normal.x > 0
      ? { normal: { x: 1, y: 0 }, offset: 0 }
      : { normal: { x: -1, y: 0 }, offset: -frame.x };
  }
  return normal.y > 0 ? { normal: { x: 0, y: 1 }, offset: 0 } : { normal: { x: 0, y: -1 }, offset: -frame.y };
}

/** Least squares of the marks within `reach` of the line between two points; `undefined` where less of it is marked. */
function fitLine(
  { normal, offset }: Line,
  a: Point,
  b: Point,
  {
    reach,
    step,
    leastMarked,
  }: { readonly reach: number; readonly step: number; readonly leastMarked: number },
  maps: OutlineMaps,
): Line | undefined {
  const frame = { x: maps.width * maps.cellPx.x, y: maps.height * maps.cellPx.y };
  const along = { x: normal.y, y: -normal.x };
  const [start, end] = [a, b].map(({ x, y }) => x * along.x + y * along.y);
  if (start === undefined || end === undefined) return undefined;
  let [weights, st, ss, stt, sts] = [0, 0, 0, 0, 0];
  let [columns, marked] = [0, 0];
  for (let i = 0; i < alongSamples; i += 1) {
    const t = start + ((end - start) * (i + 0.5)) / alongSamples;
    const on = { x: normal.x * offset + along.x * t, y: normal.y * offset + along.y * t };
    if (on.x < 0 || on.y < 0 || on.x > frame.x || on.y > frame.y) continue;
    columns += 1;
    let strongest = 0;
    for (let s = -reach; s <= reach + 1e-9; s += step) {
      const at = { x: on.x + normal.x * s, y: on.y + normal.y * s };
      if (at.x < 0 || at.y < 0 || at.x > frame.x || at.y > frame.y) continue;
      const mark = sampleMap(maps, maps.side, at);
      strongest = Math.max(strongest, mark);
      const weight = mark * mark * mark; // the middle of the band, not its hem
      weights += weight;
      st += weight * t;
      ss += weight * s;
      stt += weight * t * t;
      sts += weight * t * s;
    }
    marked += strongest > 0.4 ? 1 : 0;
  }
  if (columns < 4 || marked < leastMarked * columns || weights < 1e-6) return undefined;
  const [mt, ms] = [st / weights, ss / weights];
  const spread = stt / weights - mt * mt;
  const slope = spread < 1e-9 ? 0 : (sts / weights - mt * ms) / spread;
  const p = (t: number): Point => {
    const s = offset + ms + slope * (t - mt);
    return { x: normal.x * s + along.x * t, y: normal.y * s + along.y * t };
  };
  return lineThrough(p(start), p(end));
}

function startAtTopLeft(quad: Quad, flags: readonly boolean[]): FittedQuad {
  let start = 0;
  for (const [k, { x, y }] of quad.entries()) {
    const current = quad[start as 0];
    if (x + y < current.x + current.y) start = k;
  }
  const turned = [0, 1, 2, 3].map((k) => (k + start) % 4);
  const flag = (k: number): boolean => flags[turned[k] ?? 0] ?? false;
  return {
    quad: toQuad(turned.map((k) => quad[k as 0])),
    onFrame: [flag(0), flag(1), flag(2), flag(3)],
  };
}
