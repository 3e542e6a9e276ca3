import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aFace, findingOf } from '../testing/builders.ts';
import { selfieNotMask } from './selfie.not-mask.ts';

const { value: threshold } = policy202611.thresholds.selfieHead;
const at = (score: number) =>
  findingOf(selfieNotMask, {
    selfieHead: { face: aFace(), odds: { genuine: 1 - score, cutOut: score / 4, mask: (3 * score) / 4 } },
  });

it('passes just under the threshold and warns at it, whichever of the two it looks like', () => {
  expect(at(threshold - 0.01)).toMatchObject({ status: 'passed', evidence: [{ kind: 'face' }] });
  expect(at(threshold + 1e-9)).toMatchObject({ status: 'warning', reason: 'mask-or-cut-out', threshold });
});

it('never refuses: no real mask was measured (docs/accuracy/presentation-attacks.md)', () => {
  expect(at(1).status).toBe('warning');
});
