import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aContext, aFace, findingOf, selfieId } from '../testing/builders.ts';
import { missing } from '../features/feature-outcome.ts';
import { selfieEyesOpen } from './selfie.eyes-open.ts';

const threshold = policy202611.thresholds.eyeOpening.value;
const on = (opening: number) =>
  findingOf(selfieEyesOpen, { selfieEyes: { captureId: selfieId, face: aFace(), opening } });

it('passes open eyes and warns of closed ones, on both sides of the boundary', () => {
  expect(on(threshold)).toMatchObject({ status: 'passed', evidence: [{ kind: 'face' }] });
  expect(on(threshold - 0.01)).toMatchObject({ status: 'warning', reason: 'eyes-closed', threshold });
});

it('says nothing of eyes that are hidden', () => {
  const finding = selfieEyesOpen.find({ selfieEyes: missing('eyes-covered') }, aContext());
  expect(finding).toMatchObject({ status: 'not-run', reason: 'eyes-covered' });
});

it('takes eyes that are open in the usual way (ISO/IEC 19794-5, 7.2.3), and not lids', () => {
  expect(on(0.9).status).toBe('passed');
  expect(on(0.05).status).toBe('warning');
});
