import { unreachable } from '../lib/invariant.ts';
import type { Command, CommandRefusal } from './commands.ts';
import { whyNoValue } from './corrections.ts';
import type { Actor, NewEvent } from './events.ts';
import { isConvex, type Quad } from './geometry.ts';
import type { Side } from './scenario.ts';
import { challengeLifetimeMs, mostDraws, needsChallenge } from './liveness.ts';
import { freezesAt, isComplete, type Session, type SessionStatus } from './session.ts';

export type Decided =
  | { readonly ok: true; readonly events: readonly NewEvent[] }
  | { readonly ok: false; readonly code: CommandRefusal };

/** Ten minutes: long enough to notice a slip, too short for a customer to have been told and a case closed on it. */
export const withdrawWindowMs = 10 * 60 * 1000;

function refuse(code: CommandRefusal): Decided {
  return { ok: false, code };
}

const decidable: ReadonlySet<SessionStatus> = new Set(['review', 'failed', 'blocked', 'frozen']);

/** Why nothing can be added to a session at the instant `now`; null while it collects. */
export function whyClosed(
  session: Session,
  now: string,
): 'already-submitted' | 'session-frozen' | 'session-blocked' | null {
  if (session.status === 'blocked') return 'session-blocked';
  if (session.status === 'frozen' || session.purgedAt !== null) return 'session-frozen';
  if (session.status !== 'collecting') return 'already-submitted';
  const end = freezesAt(session);
  // Whether or not somebody has noted it already.
  return end !== null && Date.parse(now) >= Date.parse(end) ? 'session-frozen' : null;
}

/** Why a picture cannot be taken into a session at the instant `now`; null where it can. */
export function whyNotReceived(
  session: Session,
  { stepId, side }: { readonly stepId: string; readonly side: Side },
  now: string,
): 'unknown-step' | 'step-closed' | ReturnType<typeof whyClosed> {
  const step = session.scenario.steps.find(({ id }) => id === stepId);
  if (step?.sides.includes(side) !== true || needsChallenge(session, step)) return 'unknown-step';
  const closed = whyClosed(session, now);
  if (closed !== null) return closed;
  return session.steps.find(({ id }) => id === stepId)?.state === 'open' ? null : 'step-closed';
}

/** Why no challenge is drawn for a step at the instant `now`; null where one is. */
export function whyNotChallenged(
  session: Session,
  stepId: string,
  now: string,
): 'unknown-step' | 'step-closed' | 'challenges-exhausted' | ReturnType<typeof whyClosed> {
  const step = session.scenario.steps.find(({ id }) => id === stepId);
  const known = session.steps.find(({ id }) => id === stepId);
  if (step === undefined || known === undefined || !needsChallenge(session, step)) return 'unknown-step';
  const closed = whyClosed(session, now);
  if (closed !== null) return closed;
  if (known.state !== 'open') return 'step-closed';
  return known.challengesDrawn < mostDraws ? null : 'challenges-exhausted';
}

/** Until when frames are taken into a challenge that is drawn at the instant `now`. */
export function challengeEnd(now: string): string {
  return new Date(Date.parse(now) + challengeLifetimeMs).toISOString();
}

/** Smaller than any document that could be read: a slip of the hand, in pixels of the original. */
const leastCornersSidePx = 16;

/** Whether corners enclose something that could be a document: in order, clockwise, and not all but in one place. */
export function areCorners(quad: Quad): boolean {
  return (
    isConvex(quad) &&
    quad.every((corner, index) => {
      const next = quad[((index + 1) % 4) as 0 | 1 | 2 | 3];
      return Math.hypot(next.x - corner.x, next.y - corner.y) >= leastCornersSidePx;
    })
  );
}

/** Why a person cannot correct a session's fields; null where they can. */
export function whyNotCorrected(session: Session): 'already-decided' | 'not-ready-for-correction' | null {
  if (session.decision !== null) return 'already-decided';
  const isRead = session.analysis !== null && (session.status === 'review' || session.status === 'blocked');
  return isRead ? null : 'not-ready-for-correction';
}

/** Why a person cannot have a session analyzed with other corners; null where they can. */
export function whyNotAnalyzedAnew(session: Session): 'already-decided' | 'not-ready-for-correction' | null {
  if (session.decision !== null) return 'already-decided';
  // Who is blocked can only be declined, whatever the pictures say.
  return session.status === 'review' || session.status === 'failed' ? null : 'not-ready-for-correction';
}

/** What a command makes of a session: the events to append, or why not. Pure; `now` is an ISO instant. */
export function decide(
  session: Session,
  command: Command,
  { actor, now }: { readonly actor: Actor; readonly now: string },
): Decided {
  const accept = (event: Pick<NewEvent, 'type' | 'body'>): Decided => ({
    ok: true,
    events: [{ ...event, actor, at: now } as NewEvent],
  });

  // Nothing of it is there any more that could be decided on.
  if (session.purgedAt !== null) return refuse('session-not-found');

  switch (command.type) {
    case 'step.submit': {
      const closed = whyClosed(session, now);
      if (closed !== null) return refuse(closed);
      const step = session.scenario.steps.find(({ id }) => id === command.stepId);
      const state = session.steps.find(({ id }) => id === command.stepId);
      if (step === undefined || state?.state !== 'open') return refuse('step-closed');
      const { skippedActions } = command;
      if (!isComplete(step, session, skippedActions)) return refuse('captures-missing');
      const attempt = { stepId: step.id, attempt: state.attempts + 1 };
      return accept({
        type: 'step.submitted',
        body: { ...attempt, ...(skippedActions === undefined ? {} : { skippedActions }) },
      });
    }
    case 'session.submit': {
      const closed = whyClosed(session, now);
      if (closed !== null) return refuse(closed);
      // An attempt that is being analyzed may yet have to be made again.
      if (session.steps.some(({ state }) => state === 'submitted')) return refuse('step-closed');
      return session.scenario.steps.every((step) => isComplete(step, session))
        ? accept({ type: 'session.submitted', body: {} })
        : refuse('captures-missing');
    }
    case 'decision.make': {
      if (session.decision !== null) return refuse('already-decided');
      if (!decidable.has(session.status)) return refuse('not-ready-for-decision');
      // Nobody may be approved on an analysis that never came about: absence is never a pass.
      if (session.status !== 'review' && command.outcome === 'approve')
        return refuse('not-ready-for-decision');
      if (command.seenSeq < session.changedSeq) return refuse('changed-since-seen');
      if (command.outcome !== 'approve' && command.reasons.length === 0) return refuse('reason-required');
      const { outcome, reasons, comment } = command;
      return accept({ type: 'decision.made', body: { outcome, reasons: [...new Set(reasons)], comment } });
    }
    case 'decision.withdraw': {
      if (session.decision === null) return refuse('nothing-to-withdraw');
      const { by, at } = session.decision;
      if (by.kind !== actor.kind || by.id !== actor.id) return refuse('not-your-decision');
      if (Date.parse(now) - Date.parse(at) > withdrawWindowMs) return refuse('too-late-to-withdraw');
      return accept({ type: 'decision.withdrawn', body: {} });
    }
    case 'analysis.retry':
      return session.status === 'failed'
        ? accept({ type: 'analysis.requested', body: {} })
        : refuse('nothing-to-retry');
    case 'field.correct': {
      const refused = whyNotCorrected(session);
      if (refused !== null) return refuse(refused);
      const { type: _, ...correction } = command;
      const { stepId, name, value, replaces } = correction;
      const document = session.analysis?.steps.find(({ id }) => id === stepId)?.document ?? null;
      if (document === null) return refuse('nothing-to-correct');
      if (whyNoValue(name, value) !== null) return refuse('invalid-value');
      // It was analyzed anew under the hands of whoever corrects what was read before.
      const isThere = document.fields.some(
        (field) => field.name === name && field.source === replaces?.source && field.value === replaces.value,
      );
      if (replaces !== null && !isThere) return refuse('changed-since-seen');
      return accept({ type: 'field.corrected', body: correction });
    }
    case 'field.restore': {
      const refused = whyNotCorrected(session);
      if (refused !== null) return refuse(refused);
      const { stepId, name } = command;
      return session.corrections.some((other) => other.stepId === stepId && other.name === name)
        ? accept({ type: 'field.restored', body: { stepId, name } })
        : refuse('nothing-to-restore');
    }
    case 'corners.correct': {
      const refused = whyNotAnalyzedAnew(session);
      if (refused !== null) return refuse(refused);
      const { captureId, quadPx } = command;
      const stepId = session.captures.find((capture) => capture.captureId === captureId)?.stepId;
      const type = session.scenario.steps.find(({ id }) => id === stepId)?.type;
      if (type !== 'document' && type !== 'selfie-with-document') return refuse('nothing-to-correct');
      if (quadPx === null && !session.corners.some((other) => other.captureId === captureId))
        return refuse('nothing-to-restore');
      if (quadPx !== null && !areCorners(quadPx)) return refuse('invalid-corners');
      return accept({ type: 'corners.corrected', body: { captureId, quadPx } });
    }
    case 'comment.add':
      return accept({ type: 'comment.added', body: { text: command.text } });
    default:
      return unreachable(command);
  }
}
