import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aFace, findingOf } from '../testing/builders.ts';
import { documentGhostMatchesPortrait } from './document.ghost-matches-portrait.ts';

const { faceMatchDistance, faceDifferentDistance } = policy202611.thresholds;
const on = (distance: number) =>
  findingOf(documentGhostMatchesPortrait, {
    ghostComparison: {
      portrait: aFace({ role: 'document-portrait' }),
      ghost: aFace({ role: 'document-portrait' }),
      distance,
    },
  });

it('passes to the threshold of a match, and shows both (distances counted by models/face-calibration.json)', () => {
  const finding = on(faceMatchDistance.value);
  expect(finding).toMatchObject({ status: 'passed', score: faceMatchDistance.value });
  expect(finding.evidence).toHaveLength(2);
});

it('leaves the band of doubt to a person, both ends', () => {
  expect(on(faceMatchDistance.value + 1e-6)).toMatchObject({ status: 'warning', reason: 'uncertain' });
  expect(on(faceDifferentDistance.value).status).toBe('warning');
});

it('fails beyond it', () => {
  expect(on(faceDifferentDistance.value + 1e-6)).toMatchObject({ status: 'failed', reason: 'not-alike' });
});
