import type { CallbackType } from '#shared/domain/callback.ts';
import type { SessionEvent } from '#shared/domain/events.ts';
import type { Session } from '#shared/domain/session.ts';

/** What an event is told as, in the order in which it is told; most are told to nobody. */
function typesOf(type: SessionEvent['type'], after: Session): readonly CallbackType[] {
  switch (type) {
    case 'session.created':
    case 'session.frozen':
      return [type];
    case 'step.analyzed':
    case 'session.analyzed':
      // Nothing of a session that is blocked is analyzed: one that is blocked now was not before.
      return after.status === 'blocked' ? [type, 'session.blocked'] : [type];
    case 'decision.made':
      return ['session.decided'];
    default:
      return [];
  }
}

const finalTypes: readonly CallbackType[] = ['session.decided', 'session.blocked', 'session.frozen'];

/** The callbacks that an event makes by the settings of its session's scenario. `after` is the session with the event folded in. */
export function callbacksOf(type: SessionEvent['type'], after: Session): readonly CallbackType[] {
  const { callbackUrl, onlyFinal } = after.scenario.notifications;
  if (callbackUrl === null) return [];
  return typesOf(type, after).filter((callback) => !onlyFinal || finalTypes.includes(callback));
}
