import type { ScenarioStep, Side } from '#shared/domain/scenario.ts';
import type { AnalysisRequest, CaptureInput } from '../analysis-request.ts';
import type { DefinitionSet } from '../documents/load-definitions.ts';
import type { FaceFinder } from '../faces/face-finder.ts';
import type { CaptureFeatures } from '../features/capture-features.ts';
import { extractDocumentFeatures } from '../features/document-features.ts';
import { missing } from '../features/feature-outcome.ts';
import { measureChallenge, type LivenessStep } from '../features/liveness-features.ts';
import { extractSelfieFeatures } from '../features/selfie-features.ts';
import { mustGetNet, type ModelPool } from '../models/pool.ts';
import { createPrintLineNet } from '../models/print-line-net.ts';
import type { Ocr } from '../ocr/ocr.ts';
import { describeCapture, placementsOf } from './describe-capture.ts';
import type { Progress } from './progress.ts';
import type { StepFacts } from './step-facts.ts';

/** What the steps of one analysis share. */
export interface StepWork {
  readonly request: AnalysisRequest;
  readonly pool: ModelPool;
  readonly ocr: Ocr;
  readonly faceFinder: FaceFinder;
  readonly definitions: DefinitionSet;
  readonly featuresOf: (input: CaptureInput) => CaptureFeatures;
  readonly signal: AbortSignal;
  readonly progress: Progress;
  /** Steps without a document wait for this. */
  readonly zoneSearched: Promise<void>;
  readonly onZoneSearched: () => void;
}

/** Everything expensive of one step, from what was captured at it; nothing is judged here. */
export async function extractStep(
  step: ScenarioStep,
  bySide: ReadonlyMap<Side, CaptureFeatures>,
  work: StepWork,
): Promise<StepFacts> {
  const { request, pool, ocr, faceFinder, definitions, featuresOf, signal, progress } = work;
  const isDocument = step.type === 'document';
  const document = isDocument
    ? await extractDocumentFeatures(step, bySide, {
        ocr,
        printRecognizer: async () => createPrintLineNet(await mustGetNet(pool, 'print-line')),
        definitions: definitions.definitions,
        referenceDay: request.referenceDay,
        signal,
        onDone: progress.done,
        onZoneSearched: work.onZoneSearched,
      })
    : null;
  if (!isDocument) await work.zoneSearched;
  const challenge = request.challenges?.find(({ stepId }) => stepId === step.id);
  const liveness =
    step.type !== 'liveness' || challenge === undefined
      ? null
      : await measureChallenge(challenge, {
          faceFinder,
          signal,
          onDone: () => progress.done('faces'),
        });
  const selfieCapture = liveness === null ? bySide.get('selfie') : selfieOf(liveness, featuresOf);
  // Nobody was challenged, and no picture took the place of that: there is no face to judge.
  const isEmpty = step.type === 'liveness' && liveness === null && selfieCapture === undefined;
  const selfie =
    step.type === 'document' || isEmpty ? null : await extractSelfieFeatures(selfieCapture, step.type);
  return {
    step,
    document,
    selfie,
    liveness,
    captures: await Promise.all(
      [...bySide.values()].map((capture) =>
        describeCapture(capture, document?.placements ?? placementsOf(selfie)),
      ),
    ),
    sameness: missing('held-not-found'),
  };
}

/** The best of a challenge's frames in the place of a selfie; what it shows, or that it shows nobody, checks of selfies judge. */
function selfieOf(
  { best, challenge: { stepId, frames } }: LivenessStep,
  featuresOf: (input: CaptureInput) => CaptureFeatures,
): CaptureFeatures | undefined {
  const chosen = best ?? frames[0];
  if (chosen === undefined) return undefined;
  const { captureId, sha256, bytes } = chosen;
  return featuresOf({ captureId, stepId, side: 'selfie', sha256, bytes });
}
