import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aSelfiePhoto, findingOf } from '../testing/builders.ts';
import { selfieResolution } from './selfie.resolution.ts';

const { value: threshold } = policy202611.thresholds.selfieEyesPx;
const on = (interEyePx: number) =>
  findingOf(selfieResolution, { selfiePhoto: aSelfiePhoto({ quality: { interEyePx } }) });

it('passes at the threshold and fails just under it', () => {
  expect(on(threshold)).toMatchObject({ status: 'passed', score: threshold, evidence: [{ kind: 'face' }] });
  expect(on(threshold - 0.01)).toMatchObject({ status: 'failed', reason: 'too-small', threshold });
});

it('takes what a portrait must have (ISO/IEC 19794-5: 90 px between the eyes), and not a face in the background', () => {
  expect([on(90).status, on(18).status]).toEqual(['passed', 'failed']);
});
