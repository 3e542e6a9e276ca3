import type { AnalysisProgress } from '#shared/domain/analysis.ts';
import type { Quad } from '#shared/domain/geometry.ts';
import type { CaptureId, SessionId } from '#shared/domain/ids.ts';
import type { LivenessAction, LivenessFrame } from '#shared/domain/liveness.ts';
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

/** One of the frames that answer a challenge, as it was received. */
export interface LivenessFrameInput extends LivenessFrame {
  /** As of a capture. */
  readonly sha256: string;
  readonly bytes: Uint8Array;
}

/** What a person was asked to do before the camera at a liveness step, and what came in answer. */
export interface LivenessChallenge {
  readonly stepId: string;
  readonly actions: readonly LivenessAction[];
  /** Places of actions that the person said they cannot do. */
  readonly skippedActions: readonly number[];
  /** In the order of their times. */
  readonly frames: readonly LivenessFrameInput[];
}

/** Everything an analysis depends on beside the models: the same request gives the same analysis again. */
export interface AnalysisRequest {
  readonly sessionId: SessionId;
  readonly scenario: Scenario;
  /** ISO day against which ages and expiry are computed. */
  readonly referenceDay: string;
  readonly captures: readonly CaptureInput[];
  /** One for each liveness step whose person was challenged; none without a camera page. */
  readonly challenges?: readonly LivenessChallenge[];
}

export interface AnalyzeOptions {
  /** Aborting rejects the promise with the signal's reason and stops the work. */
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: AnalysisProgress) => void;
}
