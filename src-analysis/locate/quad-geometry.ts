import { isConvex, type Point, type Quad } from '#shared/domain/geometry.ts';

/** A line `normal · p = offset`; of a side of a clockwise quadrilateral the unit normal points inward. */
export interface Line {
  readonly normal: Point;
  readonly offset: number;
}

/** The sides of a quadrilateral, from corner k to the next. */
export const sideNumbers = [0, 1, 2, 3] as const;
export type SideNumber = (typeof sideNumbers)[number];

/** The line through two points, its normal to the right of the way from `a` to `b` (y grows down): inward on a clockwise outline. */
export function lineThrough(a: Point, b: Point): Line {
  const length = distance(a, b) || 1;
  const normal = { x: -(b.y - a.y) / length, y: (b.x - a.x) / length };
  return { normal, offset: normal.x * a.x + normal.y * a.y };
}

/** Where two lines cross; `undefined` where they are within 3 degrees of parallel, and the crossing means nothing. */
export function crossingOfLines(a: Line, b: Line): Point | undefined {
  const determinant = a.normal.x * b.normal.y - a.normal.y * b.normal.x;
  if (Math.abs(determinant) < 0.05) return undefined;
  return {
    x: (a.offset * b.normal.y - b.offset * a.normal.y) / determinant,
    y: (b.offset * a.normal.x - a.offset * b.normal.x) / determinant,
  };
}

/** The corners between four lines in order; `undefined` where they bound no convex clockwise area. */
export function quadOfLines(lines: readonly Line[]): Quad | undefined {
  const corners: Point[] = [];
  for (const [k, line] of lines.entries()) {
    const before = lines[(k + lines.length - 1) % lines.length];
    const corner = before === undefined ? undefined : crossingOfLines(before, line);
    if (corner === undefined) return undefined;
    corners.push(corner);
  }
  if (corners.length !== 4) return undefined;
  const quad = toQuad(corners);
  return isConvex(quad) ? quad : undefined;
}

export function toQuad(points: readonly Point[]): Quad {
  return [pick(points, 0), pick(points, 1), pick(points, 2), pick(points, 3)];
}

export function pick(points: readonly Point[], index: number): Point {
  const point = points[index];
  if (point === undefined) throw new RangeError('a quadrilateral has four corners');
  return point;
}

export function nextOf(quad: Quad, index: number): Point {
  return pick(quad, (index + 1) % 4);
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

export function unitVector(from: Point, to: Point): Point {
  const length = distance(from, to) || 1;
  return { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
}

/** Half the cross product of the diagonals. */
export function areaOf([p0, p1, p2, p3]: Quad): number {
  return Math.abs((p2.x - p0.x) * (p3.y - p1.y) - (p3.x - p1.x) * (p2.y - p0.y)) / 2;
}

export function areaOfPolygon(points: readonly Point[]): number {
  let twice = 0;
  for (const [k, point] of points.entries()) {
    const next = points[(k + 1) % points.length] ?? point;
    twice += point.x * next.y - next.x * point.y;
  }
  return Math.abs(twice) / 2;
}

/** Positive on the inner side of an edge of a clockwise quadrilateral. */
export function signedDistance(from: Point, to: Point, point: Point): number {
  const { normal, offset } = lineThrough(from, to);
  return normal.x * point.x + normal.y * point.y - offset;
}

export function contains(quad: Quad, point: Point, slackPx = 0): boolean {
  return quad.every((corner, k) => signedDistance(corner, nextOf(quad, k), point) > -slackPx);
}

/** The corners clockwise, from the one nearest the top left on; `undefined` where they span no convex area. */
export function clockwiseFromTopLeft(points: readonly Point[]): Quad | undefined {
  const center = {
    x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
    y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
  };
  const around = points.toSorted(
    (p, q) => Math.atan2(p.y - center.y, p.x - center.x) - Math.atan2(q.y - center.y, q.x - center.x),
  );
  // atan2 starts at the left and goes clockwise on a screen; the top left corner has the least x + y.
  const start = around.reduce((best, { x, y }, index) => {
    const current = around[best];
    return current === undefined || x + y < current.x + current.y ? index : best;
  }, 0);
  const quad = toQuad([...around.slice(start), ...around.slice(0, start)]);
  return isConvex(quad) ? quad : undefined;
}

/** The convex part that two convex outlines share (Sutherland and Hodgman); both clockwise. */
export function clipPolygon(subject: readonly Point[], clip: readonly Point[]): readonly Point[] {
  let output = subject;
  for (const [k, from] of clip.entries()) {
    const to = clip[(k + 1) % clip.length] ?? from;
    const input = output;
    const kept: Point[] = [];
    for (const [i, point] of input.entries()) {
      const before = input[(i + input.length - 1) % input.length] ?? point;
      const [d0, d1] = [signedDistance(from, to, before), signedDistance(from, to, point)];
      if (d0 < 0 !== d1 < 0) {
        const share = d0 / (d0 - d1);
        kept.push({
          x: before.x + share * (point.x - before.x),
          y: before.y + share * (point.y - before.y),
        });
      }
      if (d1 >= 0) kept.push(point);
    }
    output = kept;
  }
  return output;
}

/** Intersection over union of two clockwise convex quadrilaterals, within `frame` where one is given. */
export function overlapOf(a: Quad, b: Quad, frame?: Quad): number {
  const [p, q] = frame === undefined ? [a, b] : [clipPolygon(a, frame), clipPolygon(b, frame)];
  const shared = areaOfPolygon(clipPolygon(p, q));
  const union = areaOfPolygon(p) + areaOfPolygon(q) - shared;
  return union > 0 ? shared / union : 0;
}

/** The corners of a whole picture, clockwise from the top left. */
export function frameOfSize({ width, height }: { readonly width: number; readonly height: number }): Quad {
  return [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ];
}
