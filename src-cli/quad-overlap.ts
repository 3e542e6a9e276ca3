import type { Point, Quad } from '#shared/domain/geometry.ts';

/**
 * Intersection over union of two convex quadrilaterals within a picture, 0 (apart) to 1 (the same). What lies beyond the picture's
 * edge counts for neither: nobody can see there. Quadrilaterals without area overlap nothing.
 */
export function quadOverlap(
  a: Quad,
  b: Quad,
  picture: { readonly width: number; readonly height: number },
): number {
  const frame: Point[] = [
    { x: 0, y: 0 },
    { x: picture.width, y: 0 },
    { x: picture.width, y: picture.height },
    { x: 0, y: picture.height },
  ];
  const [one, other] = [clip(clockwise(a), frame), clip(clockwise(b), frame)];
  const shared = areaOf(clip(one, other));
  const union = areaOf(one) + areaOf(other) - shared;
  return union <= 0 ? 0 : shared / union;
}

/** Sutherland and Hodgman (1974): the part of a polygon inside a convex one that goes clockwise with y downwards. */
function clip(polygon: readonly Point[], window: readonly Point[]): Point[] {
  let inside = [...polygon];
  window.forEach((from, index) => {
    const to = window[(index + 1) % window.length] ?? from;
    const side = ({ x, y }: Point): number => (to.x - from.x) * (y - from.y) - (to.y - from.y) * (x - from.x);
    const kept: Point[] = [];
    inside.forEach((point, i) => {
      const next = inside[(i + 1) % inside.length] ?? point;
      const [here, there] = [side(point), side(next)];
      if (here >= 0) kept.push(point);
      if (here >= 0 !== there >= 0) {
        const share = here / (here - there);
        kept.push({ x: point.x + (next.x - point.x) * share, y: point.y + (next.y - point.y) * share });
      }
    });
    inside = kept;
  });
  return inside;
}

function clockwise(quad: Quad): readonly Point[] {
  return signedArea(quad) < 0 ? quad.toReversed() : quad;
}

function signedArea(polygon: readonly Point[]): number {
  return polygon.reduce((sum, { x, y }, i) => {
    const next = polygon[(i + 1) % polygon.length] ?? { x, y };
    return sum + (x * next.y - next.x * y) / 2;
  }, 0);
}

const areaOf = (polygon: readonly Point[]): number => Math.abs(signedArea(polygon));
