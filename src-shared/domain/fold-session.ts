import { unreachable } from '../lib/invariant.ts';
import type { DecisionOutcome, SessionEvent } from './events.ts';
import { maxAnalysisAttempts, type Session, type SessionStatus } from './session.ts';

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
  'sessionId' | 'seq' | 'type' | 'at' | 'actor' | 'hash' | 'body'
>;

const statusOf: Record<DecisionOutcome, SessionStatus> = {
  approve: 'approved',
  decline: 'declined',
  'ask-again': 'ask-again',
};

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
      createdAt: event.at,
      status: 'collecting',
      lastSeq: 0,
      changedSeq: 0,
      lastAt: event.at,
      lastHash: event.hash,
      captures: [],
      submittedAt: null,
      attempts: 0,
      failures: [],
      analysis: null,
      analyzedAt: null,
      decision: null,
      comments: [],
    };
  }
  if (event.sessionId !== session.id) throw new InvalidHistoryError(event.seq, 'of another session');
  if (event.seq !== session.lastSeq + 1) {
    throw new InvalidHistoryError(event.seq, `expected event ${(session.lastSeq + 1).toString()}`);
  }
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
  const seen = { ...session, lastSeq: event.seq, lastAt: event.at, lastHash: event.hash };
  const next = event.type === 'comment.added' ? seen : { ...seen, changedSeq: event.seq };

  switch (event.type) {
    case 'session.created':
      throw new InvalidHistoryError(event.seq, 'a second session.created');
    case 'capture.received': {
      expect('collecting');
      const { captureId, stepId, side, sha256, byteLength, mediaType } = event.body;
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
    case 'session.submitted':
      expect('collecting');
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
      else expect('review', 'failed');
      return {
        ...next,
        status: statusOf[outcome],
        decision: { outcome, reasons, comment, by: event.actor, at: event.at },
      };
    }
    case 'decision.withdrawn':
      expect('approved', 'declined', 'ask-again');
      return { ...next, status: session.analysis === null ? 'failed' : 'review', decision: null };
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
