import type { Point } from '#shared/domain/geometry.ts';

/** Where eyes, nose tip and corners of the mouth of a mean face are, in a unit square: means of dlib's mean shape. */
export const meanFivePoints: readonly Point[] = [
  { x: 0.225492, y: 0.21599 },
  { x: 0.754761, y: 0.21599 },
  { x: 0.490127, y: 0.515625 },
  { x: 0.254149, y: 0.780233 },
  { x: 0.726104, y: 0.780233 },
];

/** dlib's five-point template in a unit square (shape_predictor_5_face_landmarks), and the 68-scheme points it pairs with. */
export const dlibFivePoints: readonly { readonly index: number; readonly point: Point }[] = [
  { index: 45, point: { x: 0.8595674595992, y: 0.2134981538014 } },
  { index: 42, point: { x: 0.6460604764104, y: 0.2289674387677 } },
  { index: 36, point: { x: 0.1205750620789, y: 0.2137274526848 } },
  { index: 39, point: { x: 0.3340850613712, y: 0.2290642403242 } },
  { index: 33, point: { x: 0.4901123135679, y: 0.6277975316475 } },
];

/** A point of a unit template in a square of `side` pixels with `padding` of the template's size on each side. */
export function placeTemplatePoint({ x, y }: Point, padding: number, side: number): Point {
  const scale = side / (2 * padding + 1);
  return { x: (x + padding) * scale, y: (y + padding) * scale };
}

/** The mean of some points; of none it is undefined. */
export function meanPoint(points: readonly Point[]): Point {
  if (points.length === 0) throw new RangeError('no points, so no mean');
  const sum = points.reduce((total, { x, y }) => ({ x: total.x + x, y: total.y + y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

/** Eye centers, nose tip and corners of the mouth from the 68 points. */
export function fivePointsOf(landmarks: readonly Point[]): Point[] {
  return [
    meanPoint(landmarks.slice(36, 42)),
    meanPoint(landmarks.slice(42, 48)),
    pointAt(landmarks, 30),
    pointAt(landmarks, 48),
    pointAt(landmarks, 54),
  ];
}

/** The landmark of that index in the 68-point scheme; throws where the list is shorter, a bug. */
export function pointAt(landmarks: readonly Point[], index: number): Point {
  const point = landmarks[index];
  if (point === undefined) throw new RangeError(`no landmark ${String(index)}`);
  return point;
}
