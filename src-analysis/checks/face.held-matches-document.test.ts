import { expect, it } from 'vitest';
import { missing } from '../features/feature-outcome.ts';
import { aCalibration, aContext, aFace, findingOf } from '../testing/builders.ts';
import { faceHeldMatchesDocument } from './face.held-matches-document.ts';

const on = (distance: number) =>
  findingOf(faceHeldMatchesDocument, {
    heldAndDocument: {
      a: aFace(),
      b: aFace({ role: 'held-portrait' }),
      distance,
      calibration: aCalibration(),
    },
  });

it('passes as far as the policy’s rate of false matches, and shows both faces', () => {
  const finding = on(0.4);
  expect(finding).toMatchObject({ status: 'passed', score: 1000 });
  expect(finding.evidence).toHaveLength(2);
});

it('leaves the band between to a person, both its ends', () => {
  expect(on(0.401)).toMatchObject({ status: 'warning', reason: 'uncertain' });
  expect(on(0.6)).toMatchObject({ status: 'warning', reason: 'uncertain' });
});

it('fails beyond it', () => {
  expect(on(0.601)).toMatchObject({ status: 'failed', reason: 'not-alike' });
});

it('is not run on a face too small: TAR at 0.6 falls to .41 at 40 px (findings on 61 photographs), and that is never "another person"', () => {
  const finding = faceHeldMatchesDocument.find({ heldAndDocument: missing('face-too-small') }, aContext());
  expect(finding).toMatchObject({ status: 'not-run', reason: 'face-too-small' });
});
