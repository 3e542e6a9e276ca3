import { expect, it } from 'vitest';
import type { FaceQuality } from '../faces/face.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aSelfiePhoto, findingOf } from '../testing/builders.ts';
import { selfieFrontal } from './selfie.frontal.ts';

const { selfieYawDeg, selfiePitchDeg, selfieRollDeg } = policy202611.thresholds;
const on = (quality: Partial<FaceQuality>) =>
  findingOf(selfieFrontal, { selfiePhoto: aSelfiePhoto({ quality }) });

it.each([
  ['yawDeg', 'turned', selfieYawDeg.value],
  ['pitchDeg', 'nodded', selfiePitchDeg.value],
  ['rollDeg', 'tilted', selfieRollDeg.value],
] as const)('judges %s either way', (angle, reason, threshold) => {
  for (const side of [1, -1]) {
    expect(on({ [angle]: side * threshold })).toMatchObject({
      status: 'passed',
      evidence: [{ kind: 'face' }],
    });
    expect(on({ [angle]: side * (threshold + 0.1) })).toMatchObject({ status: 'failed', reason, threshold });
  }
});

it('takes the portrait of a passport (ISO/IEC 19794-5: 5° each way), and not a head turned by 30°, which measures 31 and more', () => {
  expect(on({ yawDeg: 5, pitchDeg: -5, rollDeg: 5 }).status).toBe('passed');
  expect(on({ yawDeg: -31 }).status).toBe('failed');
});
