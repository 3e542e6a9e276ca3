import type { AnalyzedFace, FacePair, FacesNotCompared } from '#shared/domain/analysis.ts';
import { falseMatchFacts, type FaceCalibration } from '../faces/calibration.ts';
import { judgeLikeness } from '../faces/judge-likeness.ts';
import { compareFaces } from '../faces/similarity.ts';
import { whyNotMatched } from '../faces/why-not-comparable.ts';
import { compareAllFaces, type SessionFaceFacts } from '../features/compare-all-faces.ts';
import type { DocumentStep } from '../features/document-features.ts';
import { found, missing, type FeatureOutcome, type MissingReason } from '../features/feature-outcome.ts';
import type { ComparedFaces } from '../features/feature-values.ts';
import type { Policy } from '../policy/policy.ts';
import type { StepFacts } from './step-facts.ts';

interface AcrossSteps {
  readonly outcome: FeatureOutcome<readonly ComparedFaces[]>;
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
  const outcome = besideDocuments(steps, thresholds, calibration);
  return { outcome, detected, pairs, notCompared: [...all.notCompared] };
}

/** The portrait of every document beside the person: two documents with two faces are not one holder's, whatever else they say. */
function besideDocuments(
  steps: readonly StepFacts[],
  thresholds: Policy['thresholds'],
  calibration: FaceCalibration | null,
): FeatureOutcome<readonly ComparedFaces[]> {
  const selfie = steps.flatMap(({ selfie: step }) => step?.best ?? []).at(0);
  const documents = steps.flatMap(({ document }) => document ?? []);
  const portraits = documents.flatMap(({ portrait }) => portrait ?? []);
  if (portraits.length === 0) return missing('no-portrait');
  if (selfie === undefined) return missing('no-face');
  const pairs: ComparedFaces[] = [];
  const reasons: MissingReason[] = documents.some(lacksPortrait) ? ['no-portrait'] : [];
  for (const portrait of portraits) {
    const reason = whyNotMatched(portrait.face, selfie.face, thresholds);
    if (reason !== null) reasons.push(reason);
    else if (calibration === null) reasons.push('not-calibrated');
    else {
      const { distance } = compareFaces(portrait.face, selfie.face);
      pairs.push({ a: portrait.analyzed, b: selfie.analyzed, distance, calibration });
    }
  }
  return ofEvery(pairs, reasons, thresholds);
}

/** Whether a document has no portrait that one of its family must have; of a family that nobody knows it may have to. */
function lacksPortrait({ portrait, definition }: DocumentStep): boolean {
  if (portrait !== null) return false;
  const sides = [definition?.front, definition?.back];
  const regions = sides.flatMap((side) => side?.regions ?? []);
  return definition === null || regions.some(({ kind, mandatory }) => kind === 'portrait' && mandatory);
}

/** What could not be compared is no match, however alike the others are; but a pair that is not alike speaks, whatever else could not be compared. */
function ofEvery(
  pairs: readonly ComparedFaces[],
  [reason]: readonly MissingReason[],
  thresholds: Policy['thresholds'],
): FeatureOutcome<readonly ComparedFaces[]> {
  const allMatch = pairs.every(
    ({ distance, calibration }) => judgeLikeness(distance, calibration, thresholds).verdict === 'match',
  );
  return reason !== undefined && allMatch ? missing(reason) : found(pairs);
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
  return ofEvery(
    pairs.map(({ a, b, ...told }) => ({ ...told, a: a.analyzed, b: b.analyzed })),
    notCompared.map(({ reason }) => reason),
    thresholds,
  );
}

/** The faces that are compared with each other: of each step what its document or its person shows. */
function facesOf({ document, selfie }: StepFacts): readonly SessionFaceFacts[] {
  const faces = [document?.portrait, document?.ghosts[0], selfie?.best, selfie?.held?.portrait];
  return faces.flatMap((face) => face ?? []);
}
