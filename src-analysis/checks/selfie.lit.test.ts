import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aSelfiePhoto, findingOf } from '../testing/builders.ts';
import { selfieLit } from './selfie.lit.ts';

const { faceDarkLuma, faceBrightLuma, faceImbalance } = policy202611.thresholds;
const on = (quality: { brightness?: number; imbalance?: number }) =>
  findingOf(selfieLit, { selfiePhoto: aSelfiePhoto({ quality }) });

it('passes an evenly lit face', () => {
  expect(on({})).toMatchObject({ status: 'passed', evidence: [{ kind: 'face' }] });
});

it('fails beyond either end of the light, and not at it', () => {
  expect(on({ brightness: faceDarkLuma.value }).status).toBe('passed');
  expect(on({ brightness: faceDarkLuma.value - 1 })).toMatchObject({ status: 'failed', reason: 'too-dark' });
  expect(on({ brightness: faceBrightLuma.value }).status).toBe('passed');
  expect(on({ brightness: faceBrightLuma.value + 1 })).toMatchObject({
    status: 'failed',
    reason: 'too-bright',
  });
});

it('fails where half the face lies in shadow, and not at the threshold', () => {
  expect(on({ imbalance: faceImbalance.value }).status).toBe('passed');
  expect(on({ imbalance: faceImbalance.value + 0.01 })).toMatchObject({ status: 'failed', reason: 'uneven' });
});

it('accepts the dark skin of our rendered people in room light (measured: 81; ISO/IEC 19794-5, 7.2.7)', () => {
  expect(on({ brightness: 81 }).status).toBe('passed');
});
