import type { Point } from '#shared/domain/geometry.ts';
import { fivePointsOf, pointAt } from '../faces/face-template.ts';
import type { FrameFaceMeasures } from './frame.ts';

const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);

/** How wide and how far open a mouth is, by its landmarks. */
export function measureMouth(
  landmarksPx: readonly Point[],
): Pick<FrameFaceMeasures, 'mouthOpening' | 'mouthWidth'> {
  const five = fivePointsOf(landmarksPx);
  const width = distance(pointAt(landmarksPx, 48), pointAt(landmarksPx, 54));
  const eyes = distance(pointAt(five, 0), pointAt(five, 1));
  return {
    mouthOpening: distance(pointAt(landmarksPx, 62), pointAt(landmarksPx, 66)) / Math.max(width, 1),
    mouthWidth: width / Math.max(eyes, 1),
  };
}
