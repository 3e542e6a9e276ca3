import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aFace, findingOf } from '../testing/builders.ts';
import { selfieNotBlended } from './selfie.not-blended.ts';

const { value: threshold } = policy202611.thresholds.selfieDetail;
const at = (score: number) => findingOf(selfieNotBlended, { selfieDetail: { face: aFace(), score } });

it('passes just under the threshold and warns at it', () => {
  expect(at(threshold - 0.01)).toMatchObject({ status: 'passed', evidence: [{ kind: 'face' }] });
  expect(at(threshold)).toMatchObject({
    status: 'warning',
    reason: 'face-smoother',
    score: threshold,
    threshold,
  });
});

it('passes what genuine pictures measure (docs/accuracy/presentation-attacks.md: real photographs up to 0.5)', () => {
  expect([at(-1.2).status, at(0).status, at(0.5).status]).toEqual(['passed', 'passed', 'passed']);
});
