import { unreachable } from '../lib/invariant.ts';
import type { DecisionOutcome, EventBody, SessionEvent } from './events.ts';
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
  { outcome, findings, documentNumber }: EventBody<'step.analyzed'>,
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
  const reason: BlockReason | null =
    blockTwoDocuments && documentNumbers.length > 1
      ? 'two-documents'
      : criticalErrors >= mostErrors
        ? 'critical-errors'
        : outcome !== 'passed' && step.attempts >= attemptsPerStep
          ? 'attempts-exhausted'
          : null;
  const next: Session = { ...session, steps: withStep(session, step), criticalErrors };
  if (reason !== null) return { ...next, status: 'blocked', blocked: { reason, stepId: step.id, at } };
  if (outcome === 'passed') return next;
  // The next attempt asks for all of its pictures anew; these stay in the history.
  return { ...next, captures: session.captures.filter(({ stepId }) => stepId !== step.id) };
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
      })),
      criticalErrors: 0,
      blocked: null,
      submittedAt: null,
      attempts: 0,
      failures: [],
      analysis: null,
      analyzedAt: null,
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
    case 'step.submitted': {
      expect('collecting');
      const { stepId, attempt } = event.body;
      const step = stepOf(session, event.seq, stepId, 'open');
      expectAttempt(attempt, step.attempts + 1);
      return { ...next, steps: withStep(session, { ...step, state: 'submitted', attempts: attempt }) };
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
      return { ...next, status: 'review', analysis: event.body.analysis, analyzedAt: event.at };
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
