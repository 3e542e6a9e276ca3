import { expect, it } from 'vitest';
import { missing } from '../features/feature-outcome.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aContext, aFace, findingOf, selfieId } from '../testing/builders.ts';
import { selfieNeutral } from './selfie.neutral.ts';

const threshold = policy202611.thresholds.mouthOpen.value;
const on = (opening: number) =>
  findingOf(selfieNeutral, { selfieMouth: { captureId: selfieId, face: aFace(), opening } });

it('passes a closed mouth and warns of an open one, on both sides of the boundary', () => {
  expect(on(threshold)).toMatchObject({ status: 'passed', evidence: [{ kind: 'face' }] });
  expect(on(threshold + 0.01)).toMatchObject({ status: 'warning', reason: 'mouth-open', threshold });
});

it('says nothing of a mouth that is hidden', () => {
  const finding = selfieNeutral.find({ selfieMouth: missing('mouth-covered') }, aContext());
  expect(finding).toMatchObject({ status: 'not-run', reason: 'mouth-covered' });
});

it('takes a mouth that is closed (ISO/IEC 19794-5, 7.2.3), and not one that laughs or talks', () => {
  // What rendered people with closed mouths and photographed open ones measure: docs/accuracy/faces.md.
  expect(on(0.125).status).toBe('passed');
  expect(on(0.177).status).toBe('warning');
});
