import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aSelfiePhoto, findingOf } from '../testing/builders.ts';
import { selfieSharp } from './selfie.sharp.ts';

const { value: threshold } = policy202611.thresholds.selfieSharpness;
const on = (sharpness: number) =>
  findingOf(selfieSharp, { selfiePhoto: aSelfiePhoto({ quality: { sharpness } }) });

it('passes at the threshold and fails just under it', () => {
  expect(on(threshold)).toMatchObject({ status: 'passed', score: threshold, evidence: [{ kind: 'face' }] });
  expect(on(threshold - 0.01)).toMatchObject({ status: 'failed', reason: 'blurred', threshold });
});

it('tells faces as taken from faces of 40 px blown up (measureFaceQuality on rendered people: 20 and up, under 8; ISO/IEC 19794-5, 7.3.3)', () => {
  expect([on(20).status, on(8).status]).toEqual(['passed', 'failed']);
});
