import type { Hint } from './choose-hint.ts';

/** A person reads a hint, and a screen reader speaks it, before the next one comes. */
const leastMs = 1000;

/**
 * Turns the hint of each picture into hints that can be followed: one is shown when two pictures in a row agree on it, and stays for a
 * second at least. Answers the hint to show; `nowMs` is any clock that does not go back.
 */
export function createSteadyHint(): (hint: Hint, nowMs: number) => Hint | undefined {
  let shown: Hint | undefined;
  let shownAtMs = -leastMs;
  let last: Hint | undefined;
  return (hint, nowMs) => {
    const isAgreed = hint === last;
    last = hint;
    if (isAgreed && hint !== shown && nowMs - shownAtMs >= leastMs) {
      shown = hint;
      shownAtMs = nowMs;
    }
    return shown;
  };
}
