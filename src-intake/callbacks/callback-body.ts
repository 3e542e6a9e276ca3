import type { CallbackBody, CallbackType } from '#shared/domain/callback.ts';
import type { SessionEvent } from '#shared/domain/events.ts';
import { foldSession } from '#shared/domain/fold-session.ts';
import { toResult } from '#shared/domain/to-result.ts';
import { must } from '#shared/lib/invariant.ts';

/**
 * What a callback says: the session as it was after event `seq`, whatever has happened since, so that every attempt says the same.
 * `events` is the session's history, whole or at least up to that event.
 */
export function toCallbackBody(
  events: readonly SessionEvent[],
  { type, seq }: { readonly type: CallbackType; readonly seq: number },
): CallbackBody {
  const session = foldSession(events.slice(0, seq + 1));
  const event = must(events[seq], 'a callback tells of an event of its session');
  const { scenario, blocked } = session;
  return {
    type,
    timestamp: event.at,
    data: {
      sessionId: session.id,
      seq,
      scenarioId: scenario.id,
      scenarioVersion: scenario.version,
      clientKey: session.clientKey,
      linkId: session.linkId,
      status: session.status,
      ...(type === 'step.analyzed' &&
        event.type === 'step.analyzed' && {
          step: { id: event.body.stepId, attempt: event.body.attempt, outcome: event.body.outcome },
        }),
      ...(type === 'session.blocked' &&
        blocked !== null && { blocked: { reason: blocked.reason, stepId: blocked.stepId } }),
      ...(!scenario.notifications.statusesOnly && { result: toResult(session) }),
    },
  };
}
