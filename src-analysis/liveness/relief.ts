import type { Point } from '#shared/domain/geometry.ts';
import { fivePointsOf, pointAt } from '../faces/face-template.ts';

/** The inner corners of the eyes and the corners of the mouth: near to one plane, some 2 cm behind the tip of the nose. */
const plane = [39, 42, 48, 54] as const;
const noseTip = 30;

/**
 * How far the tip of the nose moved against the plane of eyes and mouth between two pictures of a face, along the line of the eyes and as a share of
 * their distance: the parallax of its depth. Of something flat, however it is held, turned or tilted, an affine map takes all points with it
 * and nothing is left (Koenderink and van Doorn, Affine structure from motion, 1991). A head turned by 30 degrees gives 0.2 and more.
 */
export function noseRelief(before: readonly Point[], after: readonly Point[]): number {
  const map = fitAffine(
    plane.map((index) => pointAt(before, index)),
    plane.map((index) => pointAt(after, index)),
  );
  if (map === null) return 0;
  const expected = map(pointAt(before, noseTip));
  const found = pointAt(after, noseTip);
  const [left, right] = fivePointsOf(after).slice(0, 2) as [Point, Point];
  const [dx, dy] = [right.x - left.x, right.y - left.y];
  const length = Math.hypot(dx, dy);
  const eyesBefore = fivePointsOf(before).slice(0, 2) as [Point, Point];
  const eyesPx = Math.hypot(eyesBefore[1].x - eyesBefore[0].x, eyesBefore[1].y - eyesBefore[0].y);
  if (length === 0 || eyesPx === 0) return 0;
  return ((found.x - expected.x) * dx + (found.y - expected.y) * dy) / length / eyesPx;
}

/** The affine map of least squares; `null` where the points lie on one line. */
function fitAffine(from: readonly Point[], to: readonly Point[]): ((point: Point) => Point) | null {
  const n = from.length;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / n;
  const [fx, fy] = [mean(from.map(({ x }) => x)), mean(from.map(({ y }) => y))];
  const [tx, ty] = [mean(to.map(({ x }) => x)), mean(to.map(({ y }) => y))];
  let [xx, xy, yy, ux, uy, vx, vy] = [0, 0, 0, 0, 0, 0, 0];
  from.forEach(({ x, y }, index) => {
    const target = to[index] ?? { x: tx, y: ty };
    const [dx, dy, du, dv] = [x - fx, y - fy, target.x - tx, target.y - ty];
    xx += dx * dx;
    xy += dx * dy;
    yy += dy * dy;
    ux += dx * du;
    uy += dy * du;
    vx += dx * dv;
    vy += dy * dv;
  });
  const determinant = xx * yy - xy * xy;
  if (determinant <= 1e-9 * xx * yy) return null;
  const [a, b] = [(ux * yy - uy * xy) / determinant, (uy * xx - ux * xy) / determinant];
  const [c, d] = [(vx * yy - vy * xy) / determinant, (vy * xx - vx * xy) / determinant];
  return ({ x, y }) => ({
    x: tx + a * (x - fx) + b * (y - fy),
    y: ty + c * (x - fx) + d * (y - fy),
  });
}
