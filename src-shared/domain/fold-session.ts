import { unreachable } from '../lib/invariant.ts';
import { whyBlockedByOthers } from './block-by-history.ts';
import type { DecisionOutcome, EventBody, SessionEvent } from './events.ts';
import type { ComparedThing } from './history.ts';
import { whyFramesNotReceived } from './liveness.ts';
import {
  maxAnalysisAttempts,
  type BlockReason,
  type Session,
  type SessionStatus,
  type SessionStep,
  type StepState,
} from './session.ts';

/** A history that no intake can have written: a bug or tampering, never bad input. */
export class InvalidHistoryError extends Error {
  override readonly name = 'InvalidHistoryError';
  readonly seq: number;

  constructor(seq: number, problem: string) {
    super(`event ${seq.toString()}: ${problem}`);
    this.seq = seq;
  }
}

/** The events that the fold needs: the feed's, or new ones laid on top of them (the optimistic overlay). */
export type FoldableEvent = Pick<
  SessionEvent,
  'sessionId' | 'seq' | 'type' | 'at' | 'actor' | 'hash' | 'body' | 'withheld'
>;

const statusOf: Record<DecisionOutcome, SessionStatus> = {
  approve: 'approved',
  decline: 'declined',
  'ask-again': 'ask-again',
};

function stepOf(session: Session, seq: number, stepId: string, state: StepState): SessionStep {
  const step = session.steps.find(({ id }) => id === stepId);
  if (step === undefined) throw new InvalidHistoryError(seq, 'of a step that the scenario lacks');
  if (step.state !== state) throw new InvalidHistoryError(seq, `the step is ${step.state}, not ${state}`);
  return step;
}

function withStep(session: Session, step: SessionStep): readonly SessionStep[] {
  return session.steps.map((other) => (other.id === step.id ? step : other));
}

/** What the scenario's rules make of an analyzed attempt. */
function afterAttempt(
  session: Session,
  before: SessionStep,
  { outcome, findings, documentNumber, compared }: EventBody<'step.analyzed'>,
  at: string,
): Session {
  const { attemptsPerStep, criticalErrors: mostErrors, blockTwoDocuments } = session.scenario.rules;
  const documentNumbers =
    documentNumber === null || before.documentNumbers.includes(documentNumber)
      ? before.documentNumbers
      : [...before.documentNumbers, documentNumber];
  const step: SessionStep = {
    ...before,
    state: outcome === 'passed' ? 'passed' : 'open',
    last: { outcome, findings },
    documentNumbers,
  };
  const criticalErrors = session.criticalErrors + (outcome === 'critical' ? 1 : 0);
  const byOthers = whyBlockedByOthers(session);
  const reason: BlockReason | null =
    byOthers?.reason ??
    (blockTwoDocuments && documentNumbers.length > 1
      ? 'two-documents'
      : criticalErrors >= mostErrors
        ? 'critical-errors'
        : outcome !== 'passed' && step.attempts >= attemptsPerStep
          ? 'attempts-exhausted'
          : null);
  const next: Session = {
    ...session,
    steps: withStep(session, step),
    criticalErrors,
    history: withCompared(session, compared),
  };
  if (reason !== null) {
    const stepId = byOthers === null ? step.id : byOthers.stepId;
    return { ...next, status: 'blocked', blocked: { reason, stepId, at } };
  }
  if (outcome === 'passed') return next;
  // The next attempt asks for all of its pictures anew, and for a challenge of its own; these stay in the history.
  return {
    ...next,
    steps: withStep(session, { ...step, liveness: null }),
    captures: session.captures.filter(({ stepId }) => stepId !== step.id),
  };
}

/** Steps are looked up one by one, and the session once more. */
function withCompared({ history }: Session, compared: readonly ComparedThing[] = []): Session['history'] {
  if (compared.length === 0) return history;
  return { ...history, compared: [...new Set([...(history.compared ?? []), ...compared])] };
}

/** A challenge takes the place of the one before, whose frames stay in the history. */
function afterChallenge(
  step: SessionStep,
  { challengeId, attempt, actions, expiresAt }: EventBody<'liveness.challenged'>,
  at: string,
): SessionStep {
  return {
    ...step,
    liveness: {
      challengeId,
      attempt,
      actions,
      drawnAt: at,
      expiresAt,
      frames: [],
      skippedActions: [],
    },
    challengesDrawn: step.challengesDrawn + 1,
  };
}

/** A session whose analysis is there waits for a person, who can only decline one that is blocked. */
function afterAnalysis(
  session: Session,
  { analysis, compared }: EventBody<'session.analyzed'>,
  at: string,
): Session {
  const block = whyBlockedByOthers(session);
  const next = { ...session, analysis, analyzedAt: at, history: withCompared(session, compared) };
  return block === null
    ? { ...next, status: 'review' }
    : { ...next, status: 'blocked', blocked: { ...block, at } };
}

/** What is found in an analysis is told right before it. */
function expectAnalysisOf(
  { status, steps }: Session,
  { seq, type }: Pick<FoldableEvent, 'seq' | 'type'>,
): void {
  const isAwaited =
    status === 'analyzing' || (status === 'collecting' && steps.some(({ state }) => state === 'submitted'));
  if (!isAwaited) throw new InvalidHistoryError(seq, `${type} without an analysis`);
}

/** The corrections without the one of this field. */
function otherCorrections(
  { corrections }: Session,
  { stepId, name }: EventBody<'field.restored'>,
): Session['corrections'] {
  return corrections.filter((other) => other.stepId !== stepId || other.name !== name);
}

/** What was found so far is in the history; what stands is what is found with these corners, and until then nothing. */
function afterCorners(
  session: Session,
  { captureId, quadPx }: EventBody<'corners.corrected'>,
  { actor: by, at }: Pick<FoldableEvent, 'actor' | 'at'>,
): Session {
  const others = session.corners.filter((other) => other.captureId !== captureId);
  return {
    ...session,
    status: 'queued',
    attempts: 0,
    analysis: null,
    analyzedAt: null,
    corners: quadPx === null ? others : [...others, { captureId, quadPx, by, at }],
  };
}

/** What the session was before somebody decided on it. */
function undecidedStatusOf({ analysis, blocked, submittedAt }: Session): SessionStatus {
  if (blocked !== null) return 'blocked';
  if (submittedAt === null) return 'frozen';
  return analysis === null ? 'failed' : 'review';
}

/**
 * The state after one more event. `session` is undefined before the first. Pure; folding from any prefix's state gives
 * what folding from the start gives. Throws {@link InvalidHistoryError} for an event that cannot follow.
 */
export function applyEvent(session: Session | undefined, foldable: FoldableEvent): Session {
  // Type and body of a stored event always belong together (sessionEventSchema); Pick loses that.
  const event = foldable as SessionEvent;
  if (session === undefined) {
    if (event.type !== 'session.created')
      throw new InvalidHistoryError(event.seq, `${event.type} before session.created`);
    if (event.seq !== 0) throw new InvalidHistoryError(event.seq, 'a history begins with 0');
    return {
      id: event.sessionId,
      scenario: event.body.scenario,
      source: event.body.source,
      clientKey: event.body.clientKey,
      linkId: event.body.linkId,
      createdAt: event.at,
      status: 'collecting',
      lastSeq: 0,
      changedSeq: 0,
      lastAt: event.at,
      lastHash: event.hash,
      captures: [],
      steps: event.body.scenario.steps.map(({ id }) => ({
        id,
        state: 'open',
        attempts: 0,
        last: null,
        documentNumbers: [],
        liveness: null,
        challengesDrawn: 0,
      })),
      criticalErrors: 0,
      blocked: null,
      history: { compared: null, matches: [] },
      lists: [],
      submittedAt: null,
      attempts: 0,
      failures: [],
      analysis: null,
      analyzedAt: null,
      corrections: [],
      corners: [],
      decision: null,
      comments: [],
      withheld: [],
      purgedAt: null,
    };
  }
  if (event.sessionId !== session.id) throw new InvalidHistoryError(event.seq, 'of another session');
  if (event.seq !== session.lastSeq + 1) {
    throw new InvalidHistoryError(event.seq, `expected event ${(session.lastSeq + 1).toString()}`);
  }
  if (session.purgedAt !== null) throw new InvalidHistoryError(event.seq, 'after the session was purged');
  const expect = (...statuses: readonly SessionStatus[]): void => {
    if (!statuses.includes(session.status))
      throw new InvalidHistoryError(event.seq, `${event.type} while ${session.status}`);
  };
  const expectAttempt = (attempt: number, expected: number): void => {
    if (attempt !== expected) {
      throw new InvalidHistoryError(
        event.seq,
        `attempt ${attempt.toString()} instead of ${expected.toString()}`,
      );
    }
  };
  const withheld = (event.withheld ?? []).filter((right) => !session.withheld.includes(right));
  const seen = {
    ...session,
    lastSeq: event.seq,
    lastAt: event.at,
    lastHash: event.hash,
    ...(withheld.length > 0 && { withheld: [...session.withheld, ...withheld] }),
  };
  const next = event.type === 'comment.added' ? seen : { ...seen, changedSeq: event.seq };

  switch (event.type) {
    case 'session.created':
      throw new InvalidHistoryError(event.seq, 'a second session.created');
    case 'capture.received': {
      expect('collecting');
      const { captureId, stepId, side, sha256, byteLength, mediaType } = event.body;
      stepOf(session, event.seq, stepId, 'open');
      // A newer picture of the same side takes the older one's place; the older event stays in the history.
      const others = session.captures.filter((capture) => capture.stepId !== stepId || capture.side !== side);
      return {
        ...next,
        captures: [
          ...others,
          { captureId, stepId, side, sha256, byteLength, mediaType, receivedAt: event.at },
        ],
      };
    }
    case 'liveness.challenged': {
      expect('collecting');
      const step = stepOf(session, event.seq, event.body.stepId, 'open');
      expectAttempt(event.body.attempt, step.attempts + 1);
      return { ...next, steps: withStep(session, afterChallenge(step, event.body, event.at)) };
    }
    case 'liveness.received': {
      expect('collecting');
      const { stepId, challengeId, frames } = event.body;
      const step = stepOf(session, event.seq, stepId, 'open');
      if (
        whyFramesNotReceived(step.liveness, challengeId, frames, event.at) !== null ||
        step.liveness === null
      )
        throw new InvalidHistoryError(event.seq, 'frames that answer no challenge');
      const liveness = { ...step.liveness, frames: [...step.liveness.frames, ...frames] };
      return { ...next, steps: withStep(session, { ...step, liveness }) };
    }
    case 'step.submitted': {
      expect('collecting');
      const { stepId, attempt, skippedActions = [] } = event.body;
      const step = stepOf(session, event.seq, stepId, 'open');
      expectAttempt(attempt, step.attempts + 1);
      const liveness = step.liveness === null ? null : { ...step.liveness, skippedActions };
      return {
        ...next,
        steps: withStep(session, { ...step, state: 'submitted', attempts: attempt, liveness }),
      };
    }
    case 'step.analyzed': {
      expect('collecting');
      const step = stepOf(session, event.seq, event.body.stepId, 'submitted');
      expectAttempt(event.body.attempt, step.attempts);
      return afterAttempt(next, step, event.body, event.at);
    }
    case 'step.unanalyzed': {
      expect('collecting');
      const { stepId, attempt } = event.body;
      const step = stepOf(session, event.seq, stepId, 'submitted');
      expectAttempt(attempt, step.attempts);
      return { ...next, steps: withStep(session, { ...step, state: 'unanalyzed' }) };
    }
    case 'session.frozen':
      expect('collecting');
      return { ...next, status: 'frozen' };
    case 'session.purged':
      return { ...next, purgedAt: event.at };
    case 'session.submitted':
      expect('collecting');
      if (session.steps.some(({ state }) => state === 'submitted'))
        throw new InvalidHistoryError(event.seq, 'submitted while an attempt is analyzed');
      return { ...next, status: 'queued', submittedAt: event.at };
    case 'analysis.started':
      // `analyzing` too: the agent before may have died without a word.
      expect('queued', 'analyzing');
      expectAttempt(event.body.attempt, session.attempts + 1);
      return { ...next, status: 'analyzing', attempts: event.body.attempt };
    case 'session.analyzed':
      expect('analyzing');
      // An agent that lost its lease has no say any more.
      expectAttempt(event.body.attempt, session.attempts);
      return afterAnalysis(next, event.body, event.at);
    case 'history.matched':
      expectAnalysisOf(session, event);
      return { ...next, history: { ...session.history, matches: [...session.history.matches, event.body] } };
    case 'list.matched':
    case 'list.clear':
    case 'list.not-run':
      expectAnalysisOf(session, event);
      return {
        ...next,
        lists: [
          ...session.lists,
          event.type === 'list.matched'
            ? { status: 'matched', ...event.body }
            : event.type === 'list.clear'
              ? { status: 'clear', ...event.body }
              : { status: 'not-run', ...event.body },
        ],
      };
    case 'analysis.failed': {
      expect('analyzing');
      const { code, attempt } = event.body;
      expectAttempt(attempt, session.attempts);
      return {
        ...next,
        status: attempt >= maxAnalysisAttempts ? 'failed' : 'queued',
        failures: [...session.failures, { code, attempt, at: event.at }],
      };
    }
    case 'analysis.released':
      expect('analyzing');
      expectAttempt(event.body.attempt, session.attempts);
      return { ...next, status: 'queued', attempts: session.attempts - 1 };
    case 'analysis.requested':
      expect('failed');
      return { ...next, status: 'queued', attempts: 0 };
    case 'field.corrected': {
      expect('review', 'blocked');
      const correction = { ...event.body, by: event.actor, at: event.at };
      if (!session.scenario.steps.some(({ id }) => id === correction.stepId))
        throw new InvalidHistoryError(event.seq, 'of a step that the scenario lacks');
      return { ...next, corrections: [...otherCorrections(session, event.body), correction] };
    }
    case 'field.restored': {
      expect('review', 'blocked');
      const corrections = otherCorrections(session, event.body);
      if (corrections.length === session.corrections.length)
        throw new InvalidHistoryError(event.seq, 'a correction taken back that does not stand');
      return { ...next, corrections };
    }
    case 'corners.corrected': {
      expect('review', 'failed');
      if (!session.captures.some(({ captureId }) => captureId === event.body.captureId))
        throw new InvalidHistoryError(event.seq, 'corners of a picture that is not there');
      return afterCorners(next, event.body, event);
    }
    case 'decision.made': {
      const { outcome, reasons, comment } = event.body;
      // Nobody may be approved on an analysis that never came about.
      if (outcome === 'approve') expect('review');
      else expect('review', 'failed', 'blocked', 'frozen');
      return {
        ...next,
        status: statusOf[outcome],
        decision: { outcome, reasons, comment, by: event.actor, at: event.at },
      };
    }
    case 'decision.withdrawn':
      expect('approved', 'declined', 'ask-again');
      return { ...next, status: undecidedStatusOf(session), decision: null };
    case 'comment.added':
      return {
        ...next,
        comments: [...session.comments, { text: event.body.text, by: event.actor, at: event.at }],
      };
    default:
      return unreachable(event);
  }
}

/**
 * A session's state from its events, in order of `seq` from 0. The only place where the rules of a session's life are
 * written: the intake validates with it, the replica, the overlay and an auditor's replay are built with it.
 */
export function foldSession(events: readonly FoldableEvent[]): Session {
  let session: Session | undefined;
  for (const event of events) session = applyEvent(session, event);
  if (session === undefined) throw new InvalidHistoryError(0, 'an empty history');
  return session;
}
