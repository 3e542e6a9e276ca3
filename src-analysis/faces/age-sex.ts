import { boundsOf, type Point } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { mustGetOutput, type Net } from '../models/pool.ts';
import { meanPoint } from './face-template.ts';
import { cropToSquare, toInterleavedFloats } from './net-input.ts';

const side = 112;

export interface AgeAndSex {
  readonly age: number;
  readonly sex: 'male' | 'female';
  readonly sexConfidence: number;
}

/** Apparent age and sex. The crop is the bounds of the landmarks, a tenth larger on each side, with the head upright. */
export async function estimateAgeAndSex(
  net: Net,
  image: RgbRaster,
  landmarksPx: readonly Point[],
): Promise<AgeAndSex> {
  const left = meanPoint(landmarksPx.slice(36, 42));
  const right = meanPoint(landmarksPx.slice(42, 48));
  const interEye = Math.hypot(right.x - left.x, right.y - left.y) || 1;
  const frame = {
    a: (right.x - left.x) / interEye,
    b: (right.y - left.y) / interEye,
    tx: left.x,
    ty: left.y,
  };
  const upright = landmarksPx.map(({ x, y }) => {
    const [dx, dy] = [x - frame.tx, y - frame.ty];
    return { x: frame.a * dx + frame.b * dy, y: -frame.b * dx + frame.a * dy };
  });
  const { x, y, width, height } = boundsOf(upright);
  const box = { x: x - width / 10, y: y - height / 10, width: width * 1.2, height: height * 1.2 };
  const { square } = cropToSquare(image, frame, box, side);
  const outputs = await net.run({ image: { data: toInterleavedFloats([square]), dims: [1, side, side, 3] } });
  const age = mustGetOutput(outputs, 'age').data[0] ?? 0;
  const male = mustGetOutput(outputs, 'gender').data[0] ?? 0.5;
  return {
    age: Math.max(0, age),
    sex: male >= 0.5 ? 'male' : 'female',
    sexConfidence: Math.max(male, 1 - male),
  };
}
