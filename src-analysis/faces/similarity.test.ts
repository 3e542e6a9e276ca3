import { describe, expect, it } from 'vitest';
import { compareFaces, euclideanDistance } from './similarity.ts';

/** A face whose descriptor is `distance` away from the origin's. */
const at = (distance: number, interEyePx = 80) => ({
  embedding: Float32Array.from({ length: 128 }, (_, i) => (i === 0 ? distance : 0)),
  quality: { interEyePx },
});

describe('compareFaces', () => {
  it('calls the same descriptor the same, and strangers’ unlike', () => {
    expect(compareFaces(at(0), at(0))).toEqual({ distance: 0, similarity: 1, comparable: true });
    expect(compareFaces(at(0), at(0.8)).similarity).toBeLessThan(0.1);
    expect(compareFaces(at(0), at(0.575)).similarity).toBeCloseTo(0.5, 2);
  });

  it('is not comparable where a face is too small', () => {
    expect(compareFaces(at(0, 23.9), at(0.3)).comparable).toBe(false);
    expect(compareFaces(at(0, 24), at(0.3, 24)).comparable).toBe(true);
  });
});

it('descriptors of different nets have no distance', () => {
  expect(() => euclideanDistance(new Float32Array(128), new Float32Array(512))).toThrow(RangeError);
});
