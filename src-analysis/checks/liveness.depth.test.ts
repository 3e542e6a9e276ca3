import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { findingOf } from '../testing/builders.ts';
import { aFrame } from '../testing/frames.ts';
import { livenessDepth } from './liveness.depth.ts';

const limit = policy202611.thresholds.livenessRelief.value;
const on = (relief: number) =>
  findingOf(livenessDepth, { livenessDepth: { frame: aFrame(3, 0), relief, turnedDeg: -29.6 } });

// Koenderink and van Doorn 1991: of a plane, an affine map leaves no parallax. Measured: docs/accuracy/liveness.md.
it('takes a nose that moves for a head, and warns of what is flat', () => {
  expect(on(limit)).toMatchObject({ status: 'passed', score: limit, details: { degrees: 30 } });
  expect(on(limit - 0.01)).toMatchObject({ status: 'warning', reason: 'flat', threshold: limit });
  expect(on(0)).toMatchObject({ status: 'warning', evidence: [{ kind: 'face' }] });
});
