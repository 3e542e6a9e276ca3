import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aFace, aField, findingOf } from '../testing/builders.ts';
import { faceSexAgrees } from './face.sex-agrees.ts';

const { value: threshold } = policy202611.thresholds.apparentSex;
const on = (apparent: 'M' | 'F', confidence: number) =>
  findingOf(faceSexAgrees, {
    apparentSex: { face: aFace(), apparent, confidence, statedSex: 'F', stated: aField({ name: 'sex' }) },
  });

it('warns of the other sex from the threshold on, and never fails', () => {
  expect(on('M', threshold)).toMatchObject({
    status: 'warning',
    reason: 'looks-other',
    evidence: [{ kind: 'face' }, { kind: 'field' }],
  });
  expect(on('M', threshold - 0.001).status).toBe('passed');
  expect(on('F', 1).status).toBe('passed');
});

it('holds nothing against a woman whom the net takes for a man with 0.96 (p10 of the rendered people, all three pictures)', () => {
  expect(on('M', 0.96).status).toBe('passed');
});
