/** Allows so many a minute to each key; the rest is refused until the minute is over. */
export interface RateLimit {
  /** Whether one more is allowed; counts it. */
  take(key: string): boolean;
}

const windowMs = 60_000;

/** Kept in this process' memory: several processes allow their sum, which is still far from enough to guess anything. */
export function createRateLimit(perMinute: number): RateLimit {
  let counts = new Map<string, number>();
  let began = performance.now();
  return {
    take(key) {
      if (performance.now() - began >= windowMs) {
        counts = new Map();
        began = performance.now();
      }
      const count = (counts.get(key) ?? 0) + 1;
      counts.set(key, count);
      return count <= perMinute;
    },
  };
}
