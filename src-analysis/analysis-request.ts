import type { AnalysisProgress } from '#shared/domain/analysis.ts';
import type { Quad } from '#shared/domain/geometry.ts';
import type { CaptureId, SessionId } from '#shared/domain/ids.ts';
import type { Scenario, Side } from '#shared/domain/scenario.ts';

/** One picture of a session, as it was received. */
export interface CaptureInput {
  readonly captureId: CaptureId;
  readonly stepId: string;
  readonly side: Side;
  /** What the intake recorded; an analysis of other bytes is refused as `capture-changed`. */
  readonly sha256: string;
  readonly bytes: Uint8Array;
  /** Where a person says that the document lies: taken as it is, in pixels of the original. */
  readonly givenQuadPx?: Quad;
}

/** Everything an analysis depends on beside the models: the same request gives the same analysis again. */
export interface AnalysisRequest {
  readonly sessionId: SessionId;
  readonly scenario: Scenario;
  /** ISO day against which ages and expiry are computed. */
  readonly referenceDay: string;
  readonly captures: readonly CaptureInput[];
}

export interface AnalyzeOptions {
  /** Aborting rejects the promise with the signal's reason and stops the work. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: AnalysisProgress) => void;
}
