import { expect, it } from 'vitest';
import { otherPersonOneIn } from '#shared/domain/pair-likeness.ts';
import { policy202611 } from './policy-2026-11.ts';

it('states unit, reason and source of every number', () => {
  for (const { value, unit, reason, source } of Object.values(policy202611.thresholds)) {
    expect(value).toBeGreaterThan(0);
    for (const text of [unit, reason, source]) expect(text.length).toBeGreaterThan(3);
  }
});

it('calls faces different people’s where the screen does, which knows pairs and no policy', () => {
  expect(policy202611.thresholds.faceDifferentOneIn.value).toBe(otherPersonOneIn);
});
