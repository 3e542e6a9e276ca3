import { expect, it } from 'vitest';
import type { Repetition } from '../liveness/repeated-frames.ts';
import { findingOf } from '../testing/builders.ts';
import { aFrame } from '../testing/frames.ts';
import { livenessNotReplayed } from './liveness.not-replayed.ts';

const on = (repetition: Partial<Repetition>) =>
  findingOf(livenessNotReplayed, { livenessRepetition: { same: null, loop: null, ...repetition } });

// ISO/IEC 30107-3 counts a file that is played in the camera's place as an attack of its own kind (injection, CEN/TS 18099).
it.each([
  ['same-frame', { same: [aFrame(3, 0), aFrame(6, 0)] as const }],
  ['loop', { loop: [aFrame(3, 0), aFrame(6, 0)] as const }],
])('fails for %s, and shows both places', (reason, repetition) => {
  expect(on(repetition)).toMatchObject({
    status: 'failed',
    reason,
    details: { first: 1, seconds: 2 },
    evidence: [{}, {}],
  });
});

it('passes where nothing came again', () => {
  expect(on({}).status).toBe('passed');
});
