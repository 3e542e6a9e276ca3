import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aSelfiePhoto } from '../testing/builders.ts';
import type { FaceQuality } from './face.ts';
import { whyNotComparable, whyNotMatched } from './why-not-comparable.ts';

const { thresholds } = policy202611;
const { comparedYawDeg, comparedCover, portraitSharpness, selfieSharpness } = thresholds;
const ofSelfie = (quality: Partial<FaceQuality>) =>
  whyNotComparable(aSelfiePhoto({ quality }), 'selfie', thresholds);
const ofPortrait = (quality: Partial<FaceQuality>) =>
  whyNotComparable(aSelfiePhoto({ quality }), 'document-portrait', thresholds);

it('compares a clear face', () => {
  expect([ofSelfie({}), ofPortrait({})]).toEqual([null, null]);
});

it('says which face is too small or too blurred', () => {
  expect([ofSelfie({ interEyePx: 23.9 }), ofSelfie({ interEyePx: 24 })]).toEqual(['too-small', null]);
  expect([ofPortrait({ interEyePx: 23.9 }), ofPortrait({ interEyePx: 24 })]).toEqual(['too-small', null]);
  expect(ofSelfie({ sharpness: selfieSharpness.value - 0.1 })).toBe('unclear');
  expect(ofPortrait({ sharpness: portraitSharpness.value - 0.1 })).toBe('unclear');
});

it('compares no selfie that is turned away or covered, on both sides of each boundary', () => {
  for (const side of [1, -1]) {
    expect(ofSelfie({ yawDeg: side * comparedYawDeg.value })).toBeNull();
    expect(ofSelfie({ yawDeg: side * (comparedYawDeg.value + 0.1) })).toBe('turned');
  }
  expect(ofSelfie({ lowerFaceCovered: comparedCover.value, eyesCovered: comparedCover.value })).toBeNull();
  expect(ofSelfie({ lowerFaceCovered: comparedCover.value + 0.01 })).toBe('covered');
  expect(ofSelfie({ eyesCovered: comparedCover.value + 0.01 })).toBe('eyes-covered');
});

it('does not hold against a face that nobody looked at its parts, nor against a portrait what was never learned of print', () => {
  expect(ofSelfie({ eyesCovered: null, lowerFaceCovered: null, eyeOpening: null })).toBeNull();
  expect(ofPortrait({ lowerFaceCovered: 1, eyesCovered: 1, yawDeg: 60 })).toBeNull();
});

it('says of a pair which of the two is too poor, the portrait first', () => {
  const face = aSelfiePhoto({});
  const small = aSelfiePhoto({ quality: { interEyePx: 20 } });
  const turned = aSelfiePhoto({ quality: { yawDeg: comparedYawDeg.value + 1 } });
  expect(whyNotMatched(face, face, thresholds)).toBeNull();
  expect(whyNotMatched(small, turned, thresholds)).toBe('portrait-too-small');
  expect(whyNotMatched(face, turned, thresholds)).toBe('selfie-turned');
});
