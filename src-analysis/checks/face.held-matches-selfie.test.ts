import { expect, it } from 'vitest';
import { missing } from '../features/feature-outcome.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aContext, aFace, findingOf } from '../testing/builders.ts';
import { faceHeldMatchesSelfie } from './face.held-matches-selfie.ts';

const { faceMatchDistance, faceDifferentDistance } = policy202611.thresholds;
const on = (distance: number) =>
  findingOf(faceHeldMatchesSelfie, {
    heldAndSelfie: { a: aFace(), b: aFace({ role: 'held-portrait' }), distance },
  });

it('passes up to the match distance, and shows both faces', () => {
  const finding = on(faceMatchDistance.value);
  expect(finding).toMatchObject({ status: 'passed', score: faceMatchDistance.value });
  expect(finding.evidence).toHaveLength(2);
});

it('leaves the band between to a person, both its ends', () => {
  expect(on(faceMatchDistance.value + 0.001)).toMatchObject({ status: 'warning', reason: 'uncertain' });
  expect(on(faceDifferentDistance.value)).toMatchObject({ status: 'warning', reason: 'uncertain' });
});

it('fails beyond it', () => {
  expect(on(faceDifferentDistance.value + 0.001)).toMatchObject({ status: 'failed', reason: 'not-alike' });
});

it('is not run on a face too small: TAR at 0.6 falls to .41 at 40 px (findings on 61 photographs), and that is never "another person"', () => {
  const finding = faceHeldMatchesSelfie.find({ heldAndSelfie: missing('face-too-small') }, aContext());
  expect(finding).toMatchObject({ status: 'not-run', reason: 'face-too-small' });
});
