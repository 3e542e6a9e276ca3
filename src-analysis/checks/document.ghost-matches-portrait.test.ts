import { expect, it } from 'vitest';
import { aCalibration, aFace, findingOf } from '../testing/builders.ts';
import { documentGhostMatchesPortrait } from './document.ghost-matches-portrait.ts';

const on = (distance: number) =>
  findingOf(documentGhostMatchesPortrait, {
    ghostComparison: {
      portrait: aFace({ role: 'document-portrait' }),
      ghost: aFace({ role: 'document-portrait' }),
      distance,
      calibration: aCalibration(),
    },
  });

it('passes as a match of faces does, and shows both (rates counted by a calibration, ISO/IEC 19795-1)', () => {
  const finding = on(0.4);
  expect(finding).toMatchObject({ status: 'passed', score: 1000, threshold: 1000 });
  expect(finding.evidence).toHaveLength(2);
});

it('leaves the band of doubt to a person, both ends', () => {
  expect(on(0.401)).toMatchObject({ status: 'warning', reason: 'uncertain' });
  expect(on(0.6).status).toBe('warning');
});

it('fails beyond it', () => {
  expect(on(0.601)).toMatchObject({ status: 'failed', reason: 'not-alike' });
});
