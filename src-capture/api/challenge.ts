import type { LivenessAction } from '#shared/domain/liveness.ts';
import type { PersonChallenge } from './person-client.ts';

const actions: Record<LivenessAction, true> = {
  'turn-left': true,
  'turn-right': true,
  'look-up': true,
  blink: true,
  smile: true,
};

/** Whether an answer is a challenge, as far as this page goes by it; see `isPersonView`. */
export function isChallenge(value: unknown): value is PersonChallenge {
  if (typeof value !== 'object' || value === null) return false;
  const { actions: asked, leftMs } = value as { readonly actions?: unknown; readonly leftMs?: unknown };
  return (
    typeof leftMs === 'number' &&
    Array.isArray(asked) &&
    asked.length > 0 &&
    asked.every(
      (action) => typeof action === 'string' && Object.prototype.hasOwnProperty.call(actions, action),
    )
  );
}
