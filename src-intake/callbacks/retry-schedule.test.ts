import { expect, it } from 'vitest';
import { createRetrySchedule } from './retry-schedule.ts';

const hourMs = 3_600_000;

it('grows from five seconds to eight hours, a fifth more or less, and makes about seventeen attempts in three days', () => {
  for (const random of [0, 0.5, 1 - Number.EPSILON]) {
    const { delayMsAfter, windowMs } = createRetrySchedule(() => random);
    const spread = 0.8 + 0.4 * random;
    expect([1, 2, 3, 8, 9, 10, 40].map((attempt) => delayMsAfter(attempt) / spread / 1000)).toEqual(
      [5, 15, 45, 10_935, 28_800, 28_800, 28_800].map((seconds) => expect.closeTo(seconds, 2)),
    );
    let attempts = 1;
    for (let ms = delayMsAfter(1); ms <= windowMs; ms += delayMsAfter(attempts)) attempts++;
    expect(windowMs).toBe(72 * hourMs);
    expect(attempts).toBeGreaterThanOrEqual(15);
    expect(attempts).toBeLessThanOrEqual(19);
  }
});
