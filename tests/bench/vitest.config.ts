import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    root: new URL('../..', import.meta.url).pathname,
    // Timings need the machine for themselves: one file at a time, in one process.
    fileParallelism: false,
    benchmark: { include: ['tests/bench/**/*.bench.ts'] },
  },
});
