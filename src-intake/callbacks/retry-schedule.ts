/** When an attempt is repeated, and when no more. */
export interface RetrySchedule {
  /** Milliseconds to wait after the given attempt, counted from 1, has failed. */
  delayMsAfter(attempt: number): number;
  /** No attempt begins later than so many milliseconds after the first could. */
  readonly windowMs: number;
}

const secondMs = 1000;
const hourMs = 3600 * secondMs;
// A receiver that restarts is back in seconds; three times longer each time reaches the longest wait with the ninth.
const firstDelayMs = 5 * secondMs;
const factor = 3;
/** Whoever mends a receiver in the morning gets what it missed within the working day. */
const longestDelayMs = 8 * hourMs;
/** Receivers that failed together are not called together again. */
const jitter = 0.2;

/**
 * 5 s, 15 s, 45 s, 2 min, 7 min, 20 min, 1 h, 3 h, then every 8 h, each ±20 %, over three days: about seventeen attempts. `random` is in
 * [0, 1).
 */
export function createRetrySchedule(random: () => number = Math.random): RetrySchedule {
  return {
    delayMsAfter: (attempt) =>
      Math.round(
        Math.min(firstDelayMs * factor ** (attempt - 1), longestDelayMs) *
          (1 - jitter + 2 * jitter * random()),
      ),
    windowMs: 72 * hourMs,
  };
}
