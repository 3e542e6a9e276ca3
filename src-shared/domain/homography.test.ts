import { describe, expect, it } from 'vitest';
import { isConvex, type Quad } from './geometry.ts';
import { homographyToQuad, invertHomography, mapPoint } from './homography.ts';

const quad: Quad = [
  { x: 20, y: 10 },
  { x: 90, y: 22 },
  { x: 84, y: 70 },
  { x: 12, y: 61 },
];

describe('homographyToQuad', () => {
  it('sends the corners of the rectangle to those of the quadrilateral, and its inverse back', () => {
    const homography = homographyToQuad(200, 100, quad);
    if (homography === undefined) throw new Error('convex');
    const inverse = invertHomography(homography);
    if (inverse === undefined) throw new Error('invertible');
    const corners = [
      { x: 0, y: 0 },
      { x: 200, y: 0 },
      { x: 200, y: 100 },
      { x: 0, y: 100 },
    ];
    corners.forEach((corner, index) => {
      const mapped = mapPoint(homography, corner);
      expect(mapped.x).toBeCloseTo(quad[index as 0].x, 6);
      expect(mapped.y).toBeCloseTo(quad[index as 0].y, 6);
      expect(mapPoint(inverse, mapped).x).toBeCloseTo(corner.x, 6);
    });
  });

  it('refuses corners that cross or lie on a line', () => {
    const [a, b, c, d] = quad;
    expect(homographyToQuad(10, 10, [a, c, b, d])).toBeUndefined();
    expect(homographyToQuad(10, 10, [a, a, b, c])).toBeUndefined();
    expect(isConvex([d, c, b, a])).toBe(false);
  });
});
