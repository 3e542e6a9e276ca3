import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aRect, aSelfieTexture, findingOf } from '../testing/builders.ts';
import { selfieNotPrinted } from './selfie.not-printed.ts';

const { value: threshold } = policy202611.thresholds.selfiePrint;
const on = (texture: Parameters<typeof aSelfieTexture>[0]) =>
  findingOf(selfieNotPrinted, { selfieTexture: aSelfieTexture(texture) });

it('passes just under the threshold and warns at it', () => {
  expect(on({ print: threshold - 0.01 })).toMatchObject({ status: 'passed', confidence: 1 });
  expect(on({ print: threshold })).toMatchObject({ status: 'warning', reason: 'print-seen', threshold });
});

it('shows the patches that say so beside the face', () => {
  const place = aRect({ x: 50 });
  expect(on({ print: 0.9, printPx: [place] }).evidence).toMatchObject([
    { kind: 'face' },
    { kind: 'area', regionPx: place },
  ]);
});

it('is less sure by a single patch, and never refuses by itself (ISO/IEC 30107-3 asks for error rates that nobody measured on real attacks)', () => {
  expect(on({ patches: 1 }).confidence).toBeCloseTo(1 / 6);
  expect(policy202611.severities['selfie.not-printed']).toBe('review');
});
