import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import type { NoiseDifference } from '../presentation/noise-of-face.ts';
import { scoreNoise } from '../presentation/noise-score.ts';
import { aFace, findingOf } from '../testing/builders.ts';
import { selfieNoiseConsistent } from './selfie.noise-consistent.ts';

const { value: threshold } = policy202611.thresholds.selfieNoise;
const regionPx = { x: 10, y: 20, width: 100, height: 40 };
const beside = (off: number): NoiseDifference => ({
  place: 'forehead',
  regionPx,
  coarse: off,
  middle: off,
  fine: off,
  weight: 60,
});
const at = (differences: readonly NoiseDifference[]) =>
  findingOf(selfieNoiseConsistent, { selfieNoise: { face: aFace(), differences } });

/** The difference at which the score reaches the threshold. */
function limit(): number {
  let [low, high] = [0, 20];
  for (let step = 0; step < 60; step += 1) {
    const off = (low + high) / 2;
    if (scoreNoise([beside(off)]).score < threshold) low = off;
    else high = off;
  }
  return high;
}

it('passes just under the threshold and warns at it, with the face and the skin beside which it differs', () => {
  const most = limit();
  expect(at([beside(most - 0.01)])).toMatchObject({
    status: 'passed',
    threshold,
    evidence: [{ kind: 'face' }],
  });
  expect(at([beside(most)])).toMatchObject({
    status: 'warning',
    reason: 'noise-differs',
    threshold,
    evidence: [{ kind: 'face' }, { kind: 'area', regionPx }],
  });
});

it('warns of more noise in the face as of less', () => {
  expect(at([beside(-2)]).status).toBe('warning');
  expect(at([beside(2)]).status).toBe('warning');
});

it('takes the place that differs most', () => {
  const neckPx = { x: 30, y: 200, width: 60, height: 30 };
  const neck: NoiseDifference = { ...beside(3), place: 'neck', regionPx: neckPx };
  expect(at([beside(0), neck]).evidence).toMatchObject([{ kind: 'face' }, { regionPx: neckPx }]);
});

it('passes what photographs of real people measure (docs/accuracy/presentation-attacks.md: middle and fine grain within 0.2, coarse of few blocks within 0.8)', () => {
  const few = { ...beside(0), weight: 7 };
  expect([
    at([{ ...few, coarse: 0.8, fine: 0.14 }]).status,
    at([{ ...few, coarse: -0.6, middle: -0.15 }]).status,
    at([{ ...beside(0.2), coarse: 0 }]).status,
  ]).toEqual(['passed', 'passed', 'passed']);
});
