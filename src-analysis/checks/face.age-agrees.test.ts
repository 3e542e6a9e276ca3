import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aFace, aField, findingOf } from '../testing/builders.ts';
import { faceAgeAgrees } from './face.age-agrees.ts';

const { value: threshold } = policy202611.thresholds.apparentAgeYears;
const on = (apparentYears: number, statedYears: number) =>
  findingOf(faceAgeAgrees, {
    apparentAge: { face: aFace(), apparentYears, statedYears, stated: aField({ name: 'birth-date' }) },
  });

it('passes at the tolerance and warns beyond it, either way, and never fails', () => {
  expect(on(30 + threshold, 30)).toMatchObject({
    status: 'passed',
    score: threshold,
    evidence: [{ kind: 'face' }, { kind: 'field' }],
  });
  expect(on(30.5 + threshold, 30)).toMatchObject({ status: 'warning', reason: 'looks-older', threshold });
  expect(on(60 - threshold - 0.5, 60)).toMatchObject({
    status: 'warning',
    reason: 'looks-younger',
    details: { stated: 60 },
  });
});

it('takes what the net gave of rendered people, the worst 29 years off (44 pictures of 12)', () => {
  expect(on(30, 59).status).toBe('passed');
});
