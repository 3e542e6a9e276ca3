import type { PersonView } from '#shared/domain/person-view.ts';
import type { Side } from '#shared/domain/scenario.ts';

export type PersonStep = PersonView['steps'][number];

/** What the page does next. */
export type Task =
  | { readonly kind: 'ask-consent' }
  | { readonly kind: 'capture'; readonly step: PersonStep; readonly side: Side }
  /** The last attempt has to be repeated, and the person was not told yet. */
  | { readonly kind: 'explain'; readonly step: PersonStep }
  | { readonly kind: 'submit'; readonly step: PersonStep; readonly attempt: number }
  | { readonly kind: 'wait'; readonly step: PersonStep }
  | { readonly kind: 'liveness'; readonly step: PersonStep }
  | { readonly kind: 'finish' }
  | { readonly kind: 'end'; readonly how: 'finished' | 'blocked' | 'expired' };

/**
 * What comes next, by what the intake says and by which attempts the person was told of (`toldAttempts`, by step). Nothing else is
 * remembered, so that a reload goes on where the person was.
 */
export function planNext(view: PersonView, toldAttempts: ReadonlyMap<string, number>): Task {
  const { status, steps } = view;
  if (status === 'consent') return { kind: 'ask-consent' };
  if (status !== 'collecting') return { kind: 'end', how: status };
  const checking = steps.find(({ state }) => state === 'checking');
  if (checking !== undefined) return { kind: 'wait', step: checking };
  const step = steps.find(({ state }) => state === 'open');
  if (step === undefined) return { kind: 'finish' };
  const isTold = step.attempts <= (toldAttempts.get(step.id) ?? 0);
  // A challenge is answered in one go: after a reload there is a new one.
  if (step.type === 'liveness') return { kind: isTold ? 'liveness' : 'explain', step };
  const missing = step.sides.find(({ received }) => !received);
  if (missing === undefined) return { kind: 'submit', step, attempt: step.attempts + 1 };
  const isAnew = step.sides.every(({ received }) => !received);
  if (isAnew && !isTold) return { kind: 'explain', step };
  return { kind: 'capture', step, side: missing.side };
}
