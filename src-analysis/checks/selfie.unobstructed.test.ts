import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aFace, findingOf, selfieId } from '../testing/builders.ts';
import { selfieUnobstructed } from './selfie.unobstructed.ts';

const { faceCovered, eyesCovered } = policy202611.thresholds;
const on = (eyes: number, lowerFace: number) =>
  findingOf(selfieUnobstructed, { selfieCover: { captureId: selfieId, face: aFace(), eyes, lowerFace } });

it('passes a free face up to the boundary', () => {
  expect(on(0, 0)).toMatchObject({ status: 'passed', evidence: [{ kind: 'face' }] });
  expect(on(eyesCovered.value, faceCovered.value)).toMatchObject({
    status: 'passed',
    score: faceCovered.value,
    threshold: faceCovered.value,
  });
});

it('warns of hidden eyes (dark glasses: ISO/IEC 19794-5, 7.2.11)', () => {
  const hidden = eyesCovered.value + 0.01;
  expect(on(hidden, 0)).toMatchObject({
    status: 'warning',
    reason: 'eyes-covered',
    score: hidden,
    threshold: eyesCovered.value,
  });
  // So much says nothing of a mouth.
  expect(on(0, hidden).status).toBe('passed');
});

it('warns of a hidden nose or mouth first', () => {
  expect(on(0, faceCovered.value + 0.01)).toMatchObject({ status: 'warning', reason: 'face-covered' });
  expect(on(1, 1)).toMatchObject({ status: 'warning', reason: 'face-covered', score: 1 });
});
