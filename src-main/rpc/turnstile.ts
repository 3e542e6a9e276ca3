export interface Turnstile {
  /**
   * Resolves with `true` when it is the caller's turn, who must then `leave()` once; with `false`, at once, when the line
   * is full. Rejects with the reason of `signal` when that is aborted in the line.
   */
  enter(signal: AbortSignal): Promise<boolean>;
  leave(): void;
}

/** Lets `mostRunning` in at a time, first come first served, and `mostWaiting` stand in line. */
export function createTurnstile({
  mostRunning,
  mostWaiting,
}: {
  mostRunning: number;
  mostWaiting: number;
}): Turnstile {
  let running = 0;
  const line: (() => void)[] = [];
  return {
    enter(signal) {
      if (running < mostRunning) {
        running += 1;
        return Promise.resolve(true);
      }
      if (line.length >= mostWaiting) return Promise.resolve(false);
      return new Promise((resolve, reject) => {
        const admit = (): void => {
          signal.removeEventListener('abort', giveUp);
          resolve(true);
        };
        const giveUp = (): void => {
          line.splice(line.indexOf(admit), 1);
          reject(signal.reason as Error);
        };
        line.push(admit);
        signal.addEventListener('abort', giveUp, { once: true });
      });
    },
    leave() {
      const next = line.shift();
      if (next === undefined) running -= 1;
      else next();
    },
  };
}
