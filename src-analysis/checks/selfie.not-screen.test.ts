import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aRect, aSelfieTexture, findingOf } from '../testing/builders.ts';
import { selfieNotScreen } from './selfie.not-screen.ts';

const { value: threshold } = policy202611.thresholds.selfieScreen;
const on = (texture: Parameters<typeof aSelfieTexture>[0]) =>
  findingOf(selfieNotScreen, { selfieTexture: aSelfieTexture(texture) });

it('passes just under the threshold and warns at it', () => {
  expect(on({ screen: threshold - 0.01 })).toMatchObject({ status: 'passed', confidence: 1 });
  expect(on({ screen: threshold })).toMatchObject({ status: 'warning', reason: 'screen-seen', threshold });
});

it('shows the patches that say so beside the face', () => {
  const place = aRect({ x: 50 });
  expect(on({ screen: 0.9, screenPx: [place] }).evidence).toMatchObject([
    { kind: 'face' },
    { kind: 'area', regionPx: place },
  ]);
});

it('is less sure by a single patch, and never refuses by itself (ISO/IEC 30107-3 asks for error rates that nobody measured on real attacks)', () => {
  expect(on({ patches: 1 }).confidence).toBeCloseTo(1 / 6);
  expect(policy202611.severities['selfie.not-screen']).toBe('review');
});
