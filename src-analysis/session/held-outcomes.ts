import type { NotRunReason } from '#shared/domain/not-run-sentences.ts';
import type { FeatureOutcomes } from '../checks/check.ts';
import type { FaceCalibration } from '../faces/calibration.ts';
import { compareTwo, type SessionFaceFacts } from '../features/compare-all-faces.ts';
import { found, missing, type FeatureOutcome } from '../features/feature-outcome.ts';
import type { ComparedFaces } from '../features/feature-values.ts';
import { decidable, measureSameness } from '../features/held-sameness.ts';
import type { Ocr } from '../ocr/ocr.ts';
import type { Policy } from '../policy/policy.ts';
import type { StepFacts } from './step-facts.ts';

/** What of a held document is held against the document step needs both steps. */
export async function withSameness(
  all: readonly StepFacts[],
  work: { readonly ocr: Ocr; readonly signal: AbortSignal },
): Promise<StepFacts[]> {
  const document = all.find((step) => step.document !== null)?.document ?? null;
  return Promise.all(
    all.map(async (facts) =>
      facts.step.type === 'selfie-with-document'
        ? { ...facts, sameness: await measureSameness(facts.selfie?.held ?? null, document, work) }
        : facts,
    ),
  );
}

/** Of a selfie with a document: its printed face beside the person, and beside the portrait of the document step; and whether it is that document. */
export function heldOutcomesOf(
  { selfie, sameness }: StepFacts,
  steps: readonly StepFacts[],
  { thresholds }: Policy,
  calibration: FaceCalibration | null,
): FeatureOutcomes {
  const held = selfie?.held?.portrait ?? null;
  const portrait = steps.map(({ document }) => document?.portrait ?? null).find((face) => face !== null);
  const beside = (
    face: SessionFaceFacts | null | undefined,
    reason: NotRunReason,
  ): FeatureOutcome<ComparedFaces> => {
    if (held === null) return missing('held-portrait-not-found');
    if (face === null || face === undefined) return missing(reason);
    const told = compareTwo(face, held, thresholds, calibration);
    return 'reason' in told ? missing(told.reason) : found({ ...told, a: face.analyzed, b: held.analyzed });
  };
  return {
    heldSameness: decidable(sameness, { thresholds }),
    heldAndSelfie: beside(selfie?.best, 'no-face'),
    heldAndDocument: beside(portrait, 'no-portrait'),
  };
}
