import { expect, it } from 'vitest';
import fc from 'fast-check';
import { patchPx, placePatches } from './texture-patches.ts';

it('has no patch in a picture smaller than one', () => {
  expect(placePatches({ x: 10, y: 10, width: 40, height: 40 }, { width: 95, height: 400 })).toEqual([]);
});

it('looks at a small face once, and at a large one sixteen times', () => {
  const picture = { width: 960, height: 1280 };
  expect(placePatches({ x: 400, y: 400, width: 60, height: 70 }, picture)).toHaveLength(1);
  expect(placePatches({ x: 300, y: 300, width: 400, height: 500 }, picture)).toHaveLength(16);
});

it('stays within the picture, wherever the face is', () => {
  const side = fc.integer({ min: patchPx, max: 3000 });
  const place = fc.integer({ min: -500, max: 3500 });
  const length = fc.integer({ min: 1, max: 3000 });
  fc.assert(
    fc.property(side, side, place, place, length, length, (width, height, x, y, faceWidth, faceHeight) => {
      const patches = placePatches({ x, y, width: faceWidth, height: faceHeight }, { width, height });
      expect(patches.length).toBeGreaterThan(0);
      expect(patches.length).toBeLessThanOrEqual(16);
      for (const patch of patches) {
        expect(Number.isInteger(patch.x) && Number.isInteger(patch.y)).toBe(true);
        expect(patch.x >= 0 && patch.y >= 0).toBe(true);
        expect(patch.x + patchPx <= width && patch.y + patchPx <= height).toBe(true);
      }
    }),
  );
});
