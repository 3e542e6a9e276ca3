import type { AnalyzedCapture } from '#shared/domain/analysis.ts';
import type { ScenarioStep } from '#shared/domain/scenario.ts';
import type { DocumentStep } from '../features/document-features.ts';
import type { FeatureOutcome } from '../features/feature-outcome.ts';
import type { FeatureValues } from '../features/feature-values.ts';
import type { LivenessStep } from '../features/liveness-features.ts';
import type { SelfieStep } from '../features/selfie-features.ts';

/** All that was extracted from what came at one step, before anything is judged. */
export interface StepFacts {
  readonly step: ScenarioStep;
  readonly document: DocumentStep | null;
  readonly selfie: SelfieStep | null;
  /** `null` at other steps, and where nobody was challenged. */
  readonly liveness: LivenessStep | null;
  readonly captures: readonly AnalyzedCapture[];
  /** Of a selfie with a document: what says that it is the document of the document step. */
  readonly sameness: FeatureOutcome<FeatureValues['heldSameness']>;
}
