import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aRect, backId, findingOf, frontId } from '../testing/builders.ts';
import { documentSidesDiffer } from './document.sides-differ.ts';

const { sameSideLikeness } = policy202611.thresholds;
const on = (likeness: number) =>
  findingOf(documentSidesDiffer, {
    sidesLikeness: {
      regions: [
        { captureId: frontId, regionPx: aRect() },
        { captureId: backId, regionPx: aRect() },
      ],
      likeness,
    },
  });

it('fails on the same side twice, from the threshold on (measured: docs/accuracy/quality-of-pictures.md)', () => {
  const twice = on(sameSideLikeness.value);
  expect(twice).toMatchObject({ status: 'failed', reason: 'same-side-twice' });
  expect(twice.evidence.map(({ captureId }) => captureId)).toEqual([frontId, backId]);
  expect(on(sameSideLikeness.value - 0.001).status).toBe('passed');
});
