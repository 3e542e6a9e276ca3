import { setTimeout as sleep } from 'node:timers/promises';

export interface Backoff {
  /** Waits: longer each time, up to a limit, with jitter so that many don't come back at once. Rejects when aborted. */
  wait(signal: AbortSignal): Promise<void>;
  /** After a success: the next wait is the shortest again. */
  reset(): void;
}

/** Doubles from `firstMs` to `longestMs`; each wait is between half and the whole of that. */
export function createBackoff({ firstMs, longestMs }: { firstMs: number; longestMs: number }): Backoff {
  let nextMs = firstMs;
  return {
    async wait(signal) {
      const waitMs = nextMs * (0.5 + Math.random() / 2);
      nextMs = Math.min(longestMs, nextMs * 2);
      await sleep(waitMs, undefined, { signal });
    },
    reset() {
      nextMs = firstMs;
    },
  };
}
