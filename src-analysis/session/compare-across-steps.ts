import type { AnalyzedFace, FacePair, FacesNotCompared } from '#shared/domain/analysis.ts';
import { falseMatchFacts, type FaceCalibration } from '../faces/calibration.ts';
import { judgeLikeness } from '../faces/judge-likeness.ts';
import { compareFaces } from '../faces/similarity.ts';
import { whyNotMatched } from '../faces/why-not-comparable.ts';
import { compareAllFaces, type SessionFaceFacts } from '../features/compare-all-faces.ts';
import { found, missing, type FeatureOutcome } from '../features/feature-outcome.ts';
import type { ComparedFaces, FaceComparison } from '../features/feature-values.ts';
import type { Policy } from '../policy/policy.ts';
import type { StepFacts } from './step-facts.ts';

interface AcrossSteps {
  readonly outcome: FeatureOutcome<FaceComparison>;
  readonly detected: AnalyzedFace[];
  readonly pairs: FacePair[];
  readonly notCompared: FacesNotCompared[];
}

/** The person beside the document, for the check, and all faces of a session with each other, for the result. */
export function compareAcrossSteps(
  steps: readonly StepFacts[],
  matchPolicy: Policy,
  calibration: FaceCalibration | null,
): AcrossSteps {
  const { thresholds } = matchPolicy;
  const portrait = steps.map(({ document }) => document?.portrait ?? null).find((found) => found !== null);
  const selfie = steps.map(({ selfie: step }) => step?.best ?? null).find((found) => found !== null);
  const detected = steps.flatMap(({ document, selfie: step }) => [
    ...[document?.portrait, document?.ghosts[0]].flatMap((face) => face?.analyzed ?? []),
    ...(step?.detected ?? []),
  ]);
  const all = compareAllFaces(steps.flatMap(facesOf), thresholds, calibration);
  const pairs = all.pairs.map(({ a, b, similarity, distance, calibration: known }): FacePair => ({
    a: a.analyzed.id,
    b: b.analyzed.id,
    similarity,
    distance,
    matched: judgeLikeness(distance, known, thresholds).verdict === 'match',
    ...falseMatchFacts(known, distance),
  }));
  const told = { detected, pairs, notCompared: [...all.notCompared] };
  if (portrait === undefined) return { outcome: missing('no-portrait'), ...told };
  if (selfie === undefined) return { outcome: missing('no-face'), ...told };
  const reason = whyNotMatched(portrait.face, selfie.face, thresholds);
  if (reason !== null) return { outcome: missing(reason), ...told };
  if (calibration === null) return { outcome: missing('not-calibrated'), ...told };
  const { distance } = compareFaces(portrait.face, selfie.face);
  return {
    outcome: found({ portrait: portrait.analyzed, selfie: selfie.analyzed, distance, calibration }),
    ...told,
  };
}

/** People who were there, each picture with each. */
export function liveFacesOf(
  steps: readonly StepFacts[],
  { thresholds }: Policy,
  calibration: FaceCalibration | null,
): FeatureOutcome<readonly ComparedFaces[]> {
  const live = steps.flatMap(({ selfie }) => selfie?.best ?? []);
  if (live.length < 2) return missing('one-live-face');
  const { pairs, notCompared } = compareAllFaces(live, thresholds, calibration);
  const [first] = notCompared;
  if (pairs.length === 0 && first !== undefined) return missing(first.reason);
  return found(pairs.map(({ a, b, ...told }) => ({ ...told, a: a.analyzed, b: b.analyzed })));
}

/** The faces that are compared with each other: of each step what its document or its person shows. */
function facesOf({ document, selfie }: StepFacts): readonly SessionFaceFacts[] {
  const faces = [document?.portrait, document?.ghosts[0], selfie?.best, selfie?.held?.portrait];
  return faces.flatMap((face) => face ?? []);
}
