import { defineConfig } from 'vitest/config';

/** Benchmarks print ratios against a baseline beside us; nothing here passes or fails by the clock. */
export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    include: ['tests/bench/**/*.bench.ts'],
    // Timings need the machine for themselves: one file at a time.
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 600_000,
    disableConsoleIntercept: true,
  },
});
