import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aFace, findingOf } from '../testing/builders.ts';
import { selfieNotFramed } from './selfie.not-framed.ts';

const { value: threshold } = policy202611.thresholds.selfieEdges;
const quadPx = [
  { x: 10, y: 20 },
  { x: 110, y: 20 },
  { x: 110, y: 220 },
  { x: 10, y: 220 },
] as const;
const at = (score: number) =>
  findingOf(selfieNotFramed, { selfieEdges: { face: aFace(), edges: { score, quadPx } } });

it('passes just under the threshold and warns at it, with the place', () => {
  expect(at(threshold - 0.01)).toMatchObject({ status: 'passed', evidence: [{ kind: 'face' }] });
  expect(at(threshold)).toMatchObject({
    status: 'warning',
    reason: 'edges-around',
    score: threshold,
    threshold,
    evidence: [{ kind: 'area', regionPx: { x: 10, y: 20, width: 100, height: 200 } }],
  });
});

it('passes where nothing is around the face', () => {
  expect(findingOf(selfieNotFramed, { selfieEdges: { face: aFace(), edges: null } })).toMatchObject({
    status: 'passed',
    score: 0,
  });
});

it('passes what photographs of real people measure (docs/accuracy/presentation-attacks.md: up to 0.7)', () => {
  expect(at(0.7).status).toBe('passed');
});
