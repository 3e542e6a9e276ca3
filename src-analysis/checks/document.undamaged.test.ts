import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aRect, backId, findingOf, frontId } from '../testing/builders.ts';
import { documentUndamaged } from './document.undamaged.ts';

const { value: threshold } = policy202611.thresholds.missingMm2;
const on = (...areasMm2: number[]) =>
  findingOf(documentUndamaged, {
    documentDamage: {
      judged: areasMm2.map((missingMm2, index) => ({
        captureId: index === 0 ? frontId : backId,
        regionPx: aRect(),
        missingMm2,
        missingPx: [aRect({ x: 5 })],
      })),
      pictures: 2,
    },
  });

it('passes at the threshold and says how many pictures it could judge (measured: docs/accuracy/damage.md)', () => {
  expect(on(threshold)).toMatchObject({
    status: 'passed',
    score: threshold,
    details: { judged: 1, pictures: 2 },
  });
});

it('warns above the threshold, of the picture where most is missing, with the places', () => {
  expect(on(0, threshold + 0.1)).toMatchObject({
    status: 'warning',
    reason: 'part-missing',
    evidence: [{ captureId: backId, regionPx: aRect({ x: 5 }), kind: 'area' }],
  });
});
