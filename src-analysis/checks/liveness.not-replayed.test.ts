import { expect, it } from 'vitest';
import type { Repetition } from '../liveness/repeated-frames.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { findingOf } from '../testing/builders.ts';
import { aFrame } from '../testing/frames.ts';
import { livenessNotReplayed } from './liveness.not-replayed.ts';

const limit = policy202611.thresholds.livenessChangedBits.value;
const on = (repetition: Partial<Repetition>) =>
  findingOf(livenessNotReplayed, {
    livenessRepetition: { same: null, mostBits: 28, isTurnAsked: true, ...repetition },
  });

// ISO/IEC 30107-3 counts a file that is played in the camera's place as an attack of its own kind (injection, CEN/TS 18099).
it('fails for bytes that came twice', () => {
  expect(on({ same: [aFrame(3, 0), aFrame(6, 0)] })).toMatchObject({
    status: 'failed',
    reason: 'same-frame',
    details: { first: 1, seconds: 2 },
    evidence: [{}, {}],
  });
});

it('warns where nothing changes though the head was to turn', () => {
  expect(on({ mostBits: limit }).status).toBe('passed');
  expect(on({ mostBits: limit - 1 })).toMatchObject({ status: 'warning', reason: 'still-picture' });
  expect(on({ mostBits: limit - 1, isTurnAsked: false }).status).toBe('passed');
});
