import type { Quad } from '#shared/domain/geometry.ts';

/**
 * Corners in the reading order of content that is turned by `rotationDeg` clockwise. The quadrilateral as given begins anywhere;
 * it is first put into the picture's own order (the corner nearest the picture's top left first).
 */
export function turnQuad(quad: Quad, rotationDeg: 0 | 90 | 180 | 270): Quad {
  const upright = quad.reduce((best, { x, y }, index) => {
    const corner = quad[best as 0 | 1 | 2 | 3];
    return x + y < corner.x + corner.y ? index : best;
  }, 0);
  // Turned clockwise by a quarter, the content's top left corner is the picture's top right one.
  const first = upright + rotationDeg / 90;
  const at = (offset: number) => quad[((first + offset) % 4) as 0 | 1 | 2 | 3];
  return [at(0), at(1), at(2), at(3)];
}
