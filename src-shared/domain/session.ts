import type { Analysis, AnalysisFailureCode } from './analysis.ts';
import type { Actor, DecisionOutcome, DecisionReason, EventBody } from './events.ts';
import type { CaptureId, SessionId } from './ids.ts';
import type { Scenario, Side } from './scenario.ts';

export const sessionStatuses = [
  'collecting',
  'queued',
  'analyzing',
  'failed',
  'review',
  'approved',
  'declined',
  'ask-again',
] as const;
export type SessionStatus = (typeof sessionStatuses)[number];

export interface SessionCapture {
  readonly captureId: CaptureId;
  readonly stepId: string;
  readonly side: Side;
  readonly sha256: string;
  readonly byteLength: number;
  readonly mediaType: string;
  readonly receivedAt: string;
}

export interface Decision {
  readonly outcome: DecisionOutcome;
  readonly reasons: readonly DecisionReason[];
  readonly comment: string;
  readonly by: Actor;
  readonly at: string;
}

export interface Comment {
  readonly text: string;
  readonly by: Actor;
  readonly at: string;
}

/** A session's state: what its events say, and nothing else. Made only by `foldSession`. */
export interface Session {
  readonly id: SessionId;
  readonly scenario: Scenario;
  readonly source: EventBody<'session.created'>['source'];
  readonly clientKey: string | null;
  readonly createdAt: string;
  readonly status: SessionStatus;
  /** `seq` of the last event folded. */
  readonly lastSeq: number;
  /** `seq` of the last event that changed more than the comments: a decision must have seen it. */
  readonly changedSeq: number;
  readonly lastAt: string;
  readonly lastHash: string;
  readonly captures: readonly SessionCapture[];
  readonly submittedAt: string | null;
  readonly attempts: number;
  readonly failures: readonly {
    readonly code: AnalysisFailureCode;
    readonly at: string;
    readonly attempt: number;
  }[];
  readonly analysis: Analysis | null;
  readonly analyzedAt: string | null;
  readonly decision: Decision | null;
  readonly comments: readonly Comment[];
}

/** A session that the pipeline could not analyze this often waits for a person: a fourth try has no reason to fare better. */
export const maxAnalysisAttempts = 3;
