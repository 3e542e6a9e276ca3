import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aContext, aFace, findingOf } from '../testing/builders.ts';
import { missing } from '../features/feature-outcome.ts';
import { selfieRealToNet } from './selfie.real-to-net.ts';

const { value: threshold } = policy202611.thresholds.selfieRealness;
const at = (score: number) => findingOf(selfieRealToNet, { selfieRealness: { face: aFace(), score } });

it('passes at the threshold and warns just under it', () => {
  expect(at(threshold)).toMatchObject({ status: 'passed', score: threshold, evidence: [{ kind: 'face' }] });
  expect(at(threshold - 0.001)).toMatchObject({ status: 'warning', reason: 'looks-presented', threshold });
});

it('is not run where nobody brought the net, and that is no pass', () => {
  const found = selfieRealToNet.find({ selfieRealness: missing('pack-not-installed') }, aContext());
  expect(found).toMatchObject({ status: 'not-run', reason: 'pack-not-installed' });
});
