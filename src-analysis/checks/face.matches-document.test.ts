import { expect, it } from 'vitest';
import { describeFinding } from '#shared/domain/describe-finding.ts';
import { missing } from '../features/feature-outcome.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aCalibration, aContext, aFace, findingOf, frontId, selfieId } from '../testing/builders.ts';
import { faceMatchesDocument } from './face.matches-document.ts';

const { faceMatchOneIn, faceDifferentOneIn } = policy202611.thresholds;
const on = (distance: number, calibration = aCalibration()) =>
  findingOf(faceMatchesDocument, {
    faceComparison: [
      { a: aFace({ captureId: frontId, role: 'document-portrait' }), b: aFace(), distance, calibration },
    ],
  });

it('passes where no more strangers look as alike than the policy allows, and shows both faces', () => {
  const finding = on(0.4);
  expect(finding).toMatchObject({
    status: 'passed',
    stepId: null,
    score: faceMatchOneIn.value,
    threshold: faceMatchOneIn.value,
    evidence: [{ captureId: frontId }, { captureId: selfieId }],
  });
  expect(describeFinding(finding, 'en').sentence).toContain('1 in 1,000 pairs of strangers');
});

it('leaves to a person what more strangers reach, up to one in ten', () => {
  expect(on(0.401)).toMatchObject({ status: 'warning', reason: 'uncertain', score: 500 });
  expect(on(0.6)).toMatchObject({ status: 'warning', score: 20, threshold: faceMatchOneIn.value });
});

it('fails where strangers are as alike', () => {
  const finding = on(0.601);
  expect(finding).toMatchObject({ status: 'failed', reason: 'not-alike', score: 5 });
  expect(finding.score).toBeLessThan(faceDifferentOneIn.value);
  expect(on(1.2)).toMatchObject({ status: 'failed', reason: 'not-alike' });
});

it('asks of a small calibration that none of its strangers was as alike, and claims no more', () => {
  const small = aCalibration({ set: { ...aCalibration().set, pairs: 254, peoplePairs: 254 } });
  expect(on(0.4, small)).toMatchObject({ status: 'passed', score: 255, threshold: 255 });
  expect(on(0.45, small).status).toBe('warning');
});

it('is not run on a portrait too small, nor with a net nobody calibrated: that is never "another person"', () => {
  for (const reason of ['portrait-too-small', 'not-calibrated'] as const) {
    const finding = faceMatchesDocument.find({ faceComparison: missing(reason) }, aContext({ step: null }));
    expect(finding).toMatchObject({ status: 'not-run', reason });
  }
});

it('tells findings of its first version, which had a distance, without a rate', () => {
  const { details: _, ...finding } = { ...on(0.4), score: 0.41, threshold: 0.5 };
  expect(describeFinding(finding, 'en').sentence).toBe('The selfie and the portrait show the same person.');
  expect(describeFinding(finding, 'ru').sentence).toBe('На селфи и на портрете один человек.');
});
