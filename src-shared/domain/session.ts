import type { Analysis, AnalysisFailureCode, Finding } from './analysis.ts';
import type { Actor, DecisionOutcome, DecisionReason, EventBody, StepOutcome } from './events.ts';
import type { ComparedThing, HistoryMatch, ListAnswer } from './history.ts';
import type { DataRight } from './identity.ts';
import type { Quad } from './geometry.ts';
import type { CaptureId, SessionId } from './ids.ts';
import { isAnswered, needsChallenge, type LivenessState } from './liveness.ts';
import type { Scenario, ScenarioStep, Side } from './scenario.ts';

export const sessionStatuses = [
  'collecting',
  'queued',
  'analyzing',
  'failed',
  'review',
  'approved',
  'declined',
  'ask-again',
  'blocked',
  'frozen',
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

/**
 * `open` waits for pictures, `submitted` for the analysis of an attempt, `passed` for nothing; `unanalyzed` is passed on to a person
 * unseen. Sessions whose steps are not tried one by one leave them open.
 */
export type StepState = 'open' | 'submitted' | 'passed' | 'unanalyzed';

export interface SessionStep {
  readonly id: string;
  readonly state: StepState;
  /** Attempts submitted so far. */
  readonly attempts: number;
  /** The last attempt that was analyzed; null before. */
  readonly last: { readonly outcome: StepOutcome; readonly findings: readonly Finding[] } | null;
  readonly documentNumbers: readonly string[];
  /** The last challenge of a liveness step; null before there is one, and for every other step. */
  readonly liveness: LivenessState | null;
  /** Challenges drawn so far, over all attempts: who draws often may be looking for an easy one. */
  readonly challengesDrawn: number;
}

export const blockReasons = [
  'attempts-exhausted',
  'critical-errors',
  'two-documents',
  'same-person-other-data',
  'blacklisted',
] as const;
export type BlockReason = (typeof blockReasons)[number];

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

/** What a person says that a field says; what was read stays beside it. */
export type FieldCorrection = EventBody<'field.corrected'> & { readonly by: Actor; readonly at: string };

/** Corners that a person set, and the analysis takes as they are. */
export interface CornersCorrection {
  readonly captureId: CaptureId;
  readonly quadPx: Quad;
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
  readonly linkId: string | null;
  readonly captures: readonly SessionCapture[];
  /** One for each step of the scenario, in its order. */
  readonly steps: readonly SessionStep[];
  /** Attempts with a failed check of severity `block`, over all steps. */
  readonly criticalErrors: number;
  /** `stepId` is null where the session as a whole was the reason. */
  readonly blocked: {
    readonly reason: BlockReason;
    readonly stepId: string | null;
    readonly at: string;
  } | null;
  /** What earlier sessions say of this one. */
  readonly history: {
    /** What could be looked up among earlier sessions; null where nothing was, as before an analysis. What is not in it was not looked up. */
    readonly compared: readonly ComparedThing[] | null;
    readonly matches: readonly HistoryMatch[];
  };
  /** What the lists that the scenario names answered. A list that is not in it was not asked. */
  readonly lists: readonly ListAnswer[];
  readonly submittedAt: string | null;
  readonly attempts: number;
  readonly failures: readonly {
    readonly code: AnalysisFailureCode;
    readonly at: string;
    readonly attempt: number;
  }[];
  readonly analysis: Analysis | null;
  readonly analyzedAt: string | null;
  /** The corrections that stand, at most one for each field of a step. Earlier ones are in the history. */
  readonly corrections: readonly FieldCorrection[];
  /** At most one for each capture. */
  readonly corners: readonly CornersCorrection[];
  readonly decision: Decision | null;
  readonly comments: readonly Comment[];
  /** What the reader of these events may not read of them. Empty where all is told. */
  readonly withheld: readonly DataRight[];
  /** When its pictures and its key were deleted; whoever keeps a copy of the session must delete it. Nothing follows. */
  readonly purgedAt: string | null;
}

/** A session that the pipeline could not analyze this often waits for a person: a fourth try has no reason to fare better. */
export const maxAnalysisAttempts = 3;

/** When nothing can be added to the session any more; null where its scenario sets no lifetime. */
export function freezesAt({ createdAt, scenario }: Pick<Session, 'createdAt' | 'scenario'>): string | null {
  const { lifetimeMinutes } = scenario.rules;
  return lifetimeMinutes === 0
    ? null
    : new Date(Date.parse(createdAt) + lifetimeMinutes * 60_000).toISOString();
}

/** When the session's pictures and keys are to be deleted; null where its scenario keeps them. */
export function purgesAt({ createdAt, scenario }: Pick<Session, 'createdAt' | 'scenario'>): string | null {
  const { storageDays } = scenario.rules;
  return storageDays === 0
    ? null
    : new Date(Date.parse(createdAt) + storageDays * 24 * 60 * 60_000).toISOString();
}

/**
 * Whether everything that the step asks for is there. A person behind a link answers a liveness step before the camera, giving up the
 * actions at `skippedActions`; without a link, as when an analyst adds pictures by hand, there is nobody to ask, and it takes a picture.
 */
export function isComplete(
  step: ScenarioStep,
  session: Pick<Session, 'captures' | 'steps' | 'linkId'>,
  skippedActions?: readonly number[],
): boolean {
  if (needsChallenge(session, step)) {
    const liveness = session.steps.find(({ id }) => id === step.id)?.liveness ?? null;
    return liveness !== null && isAnswered(liveness, skippedActions ?? liveness.skippedActions);
  }
  return step.sides.every((side) =>
    session.captures.some((capture) => capture.stepId === step.id && capture.side === side),
  );
}
