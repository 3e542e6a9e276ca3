import { isConvex, type Point, type Quad } from './geometry.ts';

/**
 * Maps target pixels to source pixels, both measured from the top left corner of the image (a pixel's center is at
 * half-integers): `x' = (m0 x + m1 y + m2) / w`, `y' = (m3 x + m4 y + m5) / w`, `w = m6 x + m7 y + 1`.
 */
export type Homography = readonly [number, number, number, number, number, number, number, number];

/** The mapping of a `width` by `height` rectangle onto the quadrilateral; `undefined` where that has no area or is not convex. */
export function homographyToQuad(width: number, height: number, quad: Quad): Homography | undefined {
  if (!isConvex(quad)) return undefined;
  const [p0, p1, p2, p3] = quad;
  // Unit square to quadrilateral in closed form (Heckbert 1989, §2.3.2).
  const [dx1, dx2, dx3] = [p1.x - p2.x, p3.x - p2.x, p0.x - p1.x + p2.x - p3.x];
  const [dy1, dy2, dy3] = [p1.y - p2.y, p3.y - p2.y, p0.y - p1.y + p2.y - p3.y];
  const determinant = dx1 * dy2 - dx2 * dy1;
  const g = (dx3 * dy2 - dx2 * dy3) / determinant;
  const h = (dx1 * dy3 - dx3 * dy1) / determinant;
  return [
    (p1.x - p0.x + g * p1.x) / width,
    (p3.x - p0.x + h * p3.x) / height,
    p0.x,
    (p1.y - p0.y + g * p1.y) / width,
    (p3.y - p0.y + h * p3.y) / height,
    p0.y,
    g / width,
    h / height,
  ];
}

/** Where the mapping sends a target point. */
export function mapPoint([m0, m1, m2, m3, m4, m5, m6, m7]: Homography, { x, y }: Point): Point {
  const w = m6 * x + m7 * y + 1;
  return { x: (m0 * x + m1 * y + m2) / w, y: (m3 * x + m4 * y + m5) / w };
}

/** The mapping back, source to target; `undefined` for one that flattens the plane. */
export function invertHomography([a, b, c, d, e, f, g, h]: Homography): Homography | undefined {
  const adjugate = [
    e - f * h,
    c * h - b,
    b * f - c * e,
    f * g - d,
    a - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ] as const;
  const scale = adjugate[8];
  if (Math.abs(scale) < 1e-12) return undefined;
  const [i0, i1, i2, i3, i4, i5, i6, i7] = adjugate;
  return [i0 / scale, i1 / scale, i2 / scale, i3 / scale, i4 / scale, i5 / scale, i6 / scale, i7 / scale];
}
