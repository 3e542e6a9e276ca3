import { expect, it } from 'vitest';
import { missing } from '../features/feature-outcome.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aContext, aFace, findingOf, frontId, selfieId } from '../testing/builders.ts';
import { faceMatchesDocument } from './face.matches-document.ts';

const { faceMatchDistance, faceDifferentDistance } = policy202611.thresholds;
const on = (distance: number) =>
  findingOf(faceMatchesDocument, {
    faceComparison: {
      portrait: aFace({ captureId: frontId, role: 'document-portrait' }),
      selfie: aFace(),
      distance,
    },
  });

it('passes up to the match distance, and shows both faces', () => {
  expect(on(faceMatchDistance.value)).toMatchObject({
    status: 'passed',
    stepId: null,
    score: faceMatchDistance.value,
    evidence: [{ captureId: frontId }, { captureId: selfieId }],
  });
});

it('leaves the band between to a person, both its ends', () => {
  expect(on(faceMatchDistance.value + 0.001)).toMatchObject({ status: 'warning', reason: 'uncertain' });
  expect(on(faceDifferentDistance.value)).toMatchObject({ status: 'warning', reason: 'uncertain' });
});

it('fails beyond it', () => {
  expect(on(faceDifferentDistance.value + 0.001)).toMatchObject({ status: 'failed', reason: 'not-alike' });
});

it('is not run on a portrait too small: that is never "another person"', () => {
  const finding = faceMatchesDocument.find(
    { faceComparison: missing('portrait-too-small') },
    aContext({ step: null }),
  );
  expect(finding).toMatchObject({ status: 'not-run', reason: 'portrait-too-small' });
});

it('sends the two look-alikes among 61 photographs of celebrities to a person: 0.557 and 0.570', () => {
  expect([on(0.557).status, on(0.57).status]).toEqual(['warning', 'warning']);
});
