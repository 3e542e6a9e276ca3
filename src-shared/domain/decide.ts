import { unreachable } from '../lib/invariant.ts';
import type { Command, CommandRefusal } from './commands.ts';
import type { Actor, NewEvent } from './events.ts';
import type { Session } from './session.ts';

export type Decided =
  | { readonly ok: true; readonly events: readonly NewEvent[] }
  | { readonly ok: false; readonly code: CommandRefusal };

/** Ten minutes: long enough to notice a slip, too short for a customer to have been told and a case closed on it. */
export const withdrawWindowMs = 10 * 60 * 1000;

function refuse(code: CommandRefusal): Decided {
  return { ok: false, code };
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

  switch (command.type) {
    case 'session.submit': {
      if (session.status !== 'collecting') return refuse('already-submitted');
      const complete = session.scenario.steps.every((step) =>
        step.sides.every((side) =>
          session.captures.some((capture) => capture.stepId === step.id && capture.side === side),
        ),
      );
      return complete ? accept({ type: 'session.submitted', body: {} }) : refuse('captures-missing');
    }
    case 'decision.make': {
      if (session.decision !== null) return refuse('already-decided');
      if (session.status !== 'review' && session.status !== 'failed') return refuse('not-ready-for-decision');
      // Nobody may be approved on an analysis that never came about: absence is never a pass.
      if (session.status === 'failed' && command.outcome === 'approve')
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
    case 'comment.add':
      return accept({ type: 'comment.added', body: { text: command.text } });
    default:
      return unreachable(command);
  }
}
