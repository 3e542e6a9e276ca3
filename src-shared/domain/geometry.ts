import { z } from 'zod';

/** A point in pixels of the original image after EXIF orientation; x grows right, y grows down. */
export const pointSchema = z.strictObject({ x: z.number(), y: z.number() });
export type Point = z.infer<typeof pointSchema>;

/** An axis-aligned rectangle in pixels of the original image after EXIF orientation. */
export const rectSchema = z.strictObject({
  x: z.number(),
  y: z.number(),
  width: z.number().nonnegative(),
  height: z.number().nonnegative(),
});
export type Rect = z.infer<typeof rectSchema>;

/** Four corners in reading order: top left, top right, bottom right, bottom left (of the content, not of the image). */
export type Quad = readonly [Point, Point, Point, Point];

/** A {@link Quad} on the wire. */
export const quadSchema = z.tuple([pointSchema, pointSchema, pointSchema, pointSchema]);

/** Whether the corners go clockwise around a convex area (y grows down). */
export function isConvex(quad: Quad): boolean {
  return quad.every((corner, index) => {
    const next = quad[((index + 1) % 4) as 0 | 1 | 2 | 3];
    const after = quad[((index + 2) % 4) as 0 | 1 | 2 | 3];
    const cross = (next.x - corner.x) * (after.y - next.y) - (next.y - corner.y) * (after.x - next.x);
    return cross > 1e-6;
  });
}

/** The smallest rectangle that holds all points; throws on an empty list, which has none. */
export function boundsOf(points: readonly Point[]): Rect {
  if (points.length === 0) throw new RangeError('no points, so no bounds');
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of points) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Intersection over union of two rectangles, 0 (apart) to 1 (the same). */
export function intersectionOverUnion(a: Rect, b: Rect): number {
  const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (a.width * a.height + b.width * b.height - shared);
}
