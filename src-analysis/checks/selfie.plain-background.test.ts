import { expect, it } from 'vitest';
import { missing } from '../features/feature-outcome.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aContext, aFace, findingOf, selfieId } from '../testing/builders.ts';
import { selfiePlainBackground } from './selfie.plain-background.ts';

const threshold = policy202611.thresholds.groundBusy.value;
const on = (busyShare: number) =>
  findingOf(selfiePlainBackground, { selfieGround: { captureId: selfieId, face: aFace(), busyShare } });

it('passes a plain ground and warns of a busy one, on both sides of the boundary', () => {
  expect(on(threshold)).toMatchObject({ status: 'passed', evidence: [{ kind: 'face' }] });
  expect(on(threshold + 0.01)).toMatchObject({ status: 'warning', reason: 'background-busy', threshold });
});

it('says nothing where too little is seen around the head', () => {
  const finding = selfiePlainBackground.find({ selfieGround: missing('ground-not-seen') }, aContext());
  expect(finding).toMatchObject({ status: 'not-run', reason: 'ground-not-seen' });
});

it('takes a plain wall (ISO/IEC 19794-5, 7.2.6), and not a room', () => {
  // What rendered portraits before a wall and selfies in rooms measure: docs/accuracy/faces.md.
  expect(on(0).status).toBe('passed');
  expect(on(0.24).status).toBe('warning');
});
