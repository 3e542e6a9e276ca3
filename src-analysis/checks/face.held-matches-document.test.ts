import { missing } from '../features/feature-outcome.ts';
import { aCalibration, aContext, aFace, findingOf } from '../testing/builders.ts';
import { itJudgesLikeness } from '../testing/it-judges-likeness.ts';
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

itJudgesLikeness(on, () =>
  faceHeldMatchesDocument.find({ heldAndDocument: missing('face-too-small') }, aContext()),
);
