import type { Point } from '#shared/domain/geometry.ts';
import { meanPoint, pointAt } from './face-template.ts';

/** Rough head pose; signs as in `FaceQuality`. */
export interface HeadPose {
  readonly yawDeg: number;
  readonly pitchDeg: number;
  readonly rollDeg: number;
}

type Vector = readonly [number, number, number];

// A generic head in millimeters, x to the right of the picture, y down, z away from the camera; the usual six points of
// anthropometric means, the eye corners inner and outer.
const model: readonly { readonly indices: readonly number[]; readonly at: Vector }[] = [
  { indices: [30], at: [0, 0, 0] }, // tip of the nose
  { indices: [8], at: [0, 63, 12] }, // chin
  { indices: [36], at: [-43, -33, 26] },
  { indices: [45], at: [43, -33, 26] },
  { indices: [39], at: [-16, -32, 20] },
  { indices: [42], at: [16, -32, 20] },
  { indices: [48], at: [-27, 29, 20] },
  { indices: [54], at: [27, 29, 20] },
  { indices: [27], at: [0, -35, 8] }, // bridge
];

/**
 * Fits the model to the landmarks under scaled orthography: the least-squares affine camera's two rows, made orthonormal, are
 * the first two rows of the rotation (POSIT's first step; DeMenthon and Davis 1995).
 */
export function estimateHeadPose(landmarksPx: readonly Point[]): HeadPose {
  const targets = model.map(({ indices }) => meanPoint(indices.map((index) => pointAt(landmarksPx, index))));
  const center = meanPoint(targets);
  const count = model.length;
  const middle = [0, 1, 2].map((axis) => model.reduce((sum, { at }) => sum + (at[axis] ?? 0), 0) / count);
  const moments = new Float64Array(9);
  const rowX = new Float64Array(3);
  const rowY = new Float64Array(3);
  model.forEach(({ at }, k) => {
    const target = targets[k] ?? center;
    const point = at.map((value, axis) => value - (middle[axis] ?? 0));
    for (let i = 0; i < 3; i += 1) {
      const value = point[i] ?? 0;
      rowX[i] = (rowX[i] ?? 0) + value * (target.x - center.x);
      rowY[i] = (rowY[i] ?? 0) + value * (target.y - center.y);
      for (let j = 0; j < 3; j += 1) moments[i * 3 + j] = (moments[i * 3 + j] ?? 0) + value * (point[j] ?? 0);
    }
  });
  const inverse = invert3(moments);
  const [i, j] = orthonormal(multiply(inverse, rowX), multiply(inverse, rowY));
  const k = cross(i, j);
  // The face's forward axis is -z of the model; its image is the third column, negated.
  const forward: Vector = [-i[2], -j[2], -k[2]];
  const degrees = 180 / Math.PI;
  const left = meanPoint(landmarksPx.slice(36, 42));
  const right = meanPoint(landmarksPx.slice(42, 48));
  const roll = Math.atan2(right.y - left.y, right.x - left.x);
  // Turned back by the roll, so that a tilted head's pitch does not read as yaw.
  const sideways = Math.cos(roll) * forward[0] + Math.sin(roll) * forward[1];
  const downward = -Math.sin(roll) * forward[0] + Math.cos(roll) * forward[1];
  return {
    yawDeg: degrees * Math.asin(Math.max(-1, Math.min(1, sideways))),
    pitchDeg: -degrees * Math.asin(Math.max(-1, Math.min(1, downward))),
    rollDeg: degrees * roll,
  };
}

function invert3(m: Float64Array): Float64Array {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0, i = 0] = m;
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  return Float64Array.of(
    e * i - f * h,
    c * h - b * i,
    b * f - c * e,
    f * g - d * i,
    a * i - c * g,
    c * d - a * f,
    d * h - e * g,
    b * g - a * h,
    a * e - b * d,
  ).map((value) => value / determinant);
}

function multiply(m: Float64Array, [x = 0, y = 0, z = 0]: Float64Array): Vector {
  const row = (at: number): number => (m[at] ?? 0) * x + (m[at + 1] ?? 0) * y + (m[at + 2] ?? 0) * z;
  return [row(0), row(3), row(6)];
}

/** The two vectors at unit length and right angles, each moved equally. */
function orthonormal(a: Vector, b: Vector): readonly [Vector, Vector] {
  const [u, v] = [unit(a), unit(b)];
  const sum = unit([u[0] + v[0], u[1] + v[1], u[2] + v[2]]);
  const difference = unit([u[0] - v[0], u[1] - v[1], u[2] - v[2]]);
  return [
    unit([sum[0] + difference[0], sum[1] + difference[1], sum[2] + difference[2]]),
    unit([sum[0] - difference[0], sum[1] - difference[1], sum[2] - difference[2]]),
  ];
}

function unit([x, y, z]: Vector): Vector {
  const length = Math.hypot(x, y, z) || 1;
  return [x / length, y / length, z / length];
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
