import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aFace, findingOf, selfieId } from '../testing/builders.ts';
import { selfieUnobstructed } from './selfie.unobstructed.ts';

const threshold = policy202611.thresholds.faceCovered.value;
const on = (eyes: number, lowerFace: number) =>
  findingOf(selfieUnobstructed, { selfieCover: { captureId: selfieId, face: aFace(), eyes, lowerFace } });

it('passes a free face up to the boundary', () => {
  expect(on(0, 0)).toMatchObject({ status: 'passed', evidence: [{ kind: 'face' }] });
  expect(on(threshold, threshold).status).toBe('passed');
});

it('warns of hidden eyes (dark glasses: ISO/IEC 19794-5, 7.2.11)', () => {
  expect(on(threshold + 0.01, 0)).toMatchObject({ status: 'warning', reason: 'eyes-covered', threshold });
});

it('warns of a hidden nose or mouth first', () => {
  expect(on(0, threshold + 0.01)).toMatchObject({ status: 'warning', reason: 'face-covered' });
  expect(on(1, 1)).toMatchObject({ status: 'warning', reason: 'face-covered', score: 1 });
});
