import fc from 'fast-check';
import { expect, it } from 'vitest';
import { headPoints } from '../testing/frames.ts';
import { noseRelief } from './relief.ts';

const degrees = (least: number, most: number): fc.Arbitrary<number> =>
  fc.double({ min: least, max: most, noNaN: true });

it('is the depth of the nose times the sine of the turn, whatever the sign (Koenderink and van Doorn 1991)', () => {
  fc.assert(
    fc.property(degrees(-60, 60), (yawDeg) => {
      // The tip of the plain head lies 20 before eyes and mouth, whose corners are on one plane but for 2; the eyes are 64 apart.
      const expected = (20 / 64) * Math.sin((yawDeg * Math.PI) / 180);
      expect(Math.abs(noseRelief(headPoints(), headPoints(yawDeg)) - expected)).toBeLessThan(0.05);
    }),
  );
});

it('is nothing for what is flat, however it is moved, turned, sheared or scaled', () => {
  const coefficient = fc.double({ min: -0.4, max: 0.4, noNaN: true });
  fc.assert(
    fc.property(fc.tuple(coefficient, coefficient, coefficient, coefficient), ([a, b, c, d]) => {
      const after = headPoints().map(({ x, y }) => ({ x: x + a * x + b * y + 7, y: y + c * x + d * y - 3 }));
      expect(Math.abs(noseRelief(headPoints(), after))).toBeLessThan(1e-6);
    }),
  );
  expect(Math.abs(noseRelief(headPoints(), headPoints(45, 0)))).toBeLessThan(1e-6);
});

it('is nothing where there are no two eyes to measure by', () => {
  const one = headPoints().map(() => ({ x: 1, y: 1 }));
  expect([noseRelief(one, headPoints(30)), noseRelief(headPoints(), one)]).toEqual([0, 0]);
});
