import { missing } from '../features/feature-outcome.ts';
import { aCalibration, aContext, aFace, findingOf } from '../testing/builders.ts';
import { itJudgesLikeness } from '../testing/it-judges-likeness.ts';
import { faceHeldMatchesSelfie } from './face.held-matches-selfie.ts';

const on = (distance: number) =>
  findingOf(faceHeldMatchesSelfie, {
    heldAndSelfie: { a: aFace(), b: aFace({ role: 'held-portrait' }), distance, calibration: aCalibration() },
  });

itJudgesLikeness(on, () =>
  faceHeldMatchesSelfie.find({ heldAndSelfie: missing('face-too-small') }, aContext()),
);
