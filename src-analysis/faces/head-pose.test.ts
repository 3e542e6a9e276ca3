import { describe, expect, it } from 'vitest';
import type { Point } from '#shared/domain/geometry.ts';
import { estimateHeadPose } from './head-pose.ts';

/** The points that the pose is fitted to, of a head of the anthropometric means, turned and seen from afar; the rest zero. */
function landmarksOf(yawDeg: number, pitchDeg: number, rollDeg: number): Point[] {
  const head: Record<number, readonly [number, number, number]> = {
    30: [0, 0, 0],
    8: [0, 63, 12],
    36: [-43, -33, 26],
    45: [43, -33, 26],
    39: [-16, -32, 20],
    42: [16, -32, 20],
    48: [-27, 29, 20],
    54: [27, 29, 20],
    27: [0, -35, 8],
  };
  for (const k of [37, 38, 40, 41]) head[k] = [-29.5, -32.5, 23];
  for (const k of [43, 44, 46, 47]) head[k] = [29.5, -32.5, 23];
  const [yaw, pitch, roll] = [yawDeg, pitchDeg, rollDeg].map((degrees) => (degrees * Math.PI) / 180);
  return Array.from({ length: 68 }, (_, index) => {
    const [x, y, z] = head[index] ?? [0, 0, 0];
    // Pitch about the ear-to-ear axis, yaw about the neck, roll in the picture.
    const y1 = y * Math.cos(pitch ?? 0) + z * Math.sin(pitch ?? 0);
    const z1 = -y * Math.sin(pitch ?? 0) + z * Math.cos(pitch ?? 0);
    const x2 = x * Math.cos(yaw ?? 0) - z1 * Math.sin(yaw ?? 0);
    const [c, s] = [Math.cos(roll ?? 0), Math.sin(roll ?? 0)];
    return { x: 300 + 2 * (c * x2 - s * y1), y: 200 + 2 * (s * x2 + c * y1) };
  });
}

describe('estimateHeadPose', () => {
  it.each([
    [0, 0, 0],
    [25, 0, 0],
    [-25, 0, 0],
    [0, 15, 0],
    [0, -15, 0],
    [0, 0, 30],
    [20, 10, -20],
  ])('reads yaw %d, pitch %d, roll %d', (yaw, pitch, roll) => {
    const pose = estimateHeadPose(landmarksOf(yaw, pitch, roll));
    expect(Math.abs(pose.yawDeg - yaw)).toBeLessThan(4);
    expect(Math.abs(pose.pitchDeg - pitch)).toBeLessThan(4);
    expect(Math.abs(pose.rollDeg - roll)).toBeLessThan(4);
  });
});
