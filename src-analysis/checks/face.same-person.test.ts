import { missing } from '../features/feature-outcome.ts';
import { aCalibration, aContext, aFace, findingOf } from '../testing/builders.ts';
import { itJudgesLikeness } from '../testing/it-judges-likeness.ts';
import { faceSamePerson } from './face.same-person.ts';

const on = (distance: number) =>
  findingOf(faceSamePerson, {
    liveFaces: [
      { a: aFace(), b: aFace(), distance: 0.2, calibration: aCalibration() },
      { a: aFace({ role: 'selfie-with-document' }), b: aFace(), distance, calibration: aCalibration() },
    ],
  });

itJudgesLikeness(on, () => faceSamePerson.find({ liveFaces: missing('face-too-small') }, aContext()));
