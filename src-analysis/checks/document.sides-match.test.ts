import { expect, it } from 'vitest';
import type { ReadingPair } from '../features/feature-values.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aReadingPair, aRect, backId, findingOf, frontId } from '../testing/builders.ts';
import { documentSidesMatch } from './document.sides-match.ts';

const { sameSideLikeness, confidentWord, confidentCharacter } = policy202611.thresholds;
const on = (pairs: readonly ReadingPair[], likeness: number | null = 0.1) =>
  findingOf(documentSidesMatch, {
    documentSides: {
      regions: [
        { captureId: frontId, regionPx: aRect() },
        { captureId: backId, regionPx: aRect() },
      ],
      likeness,
      pairs,
    },
  });

it('passes two sides that state the same, and two that state nothing in common', () => {
  expect(on([aReadingPair()])).toMatchObject({ status: 'passed', details: { fields: 'surname' } });
  expect(on([]).status).toBe('passed');
});

it('fails on the same side twice, from the threshold on (measured: docs/accuracy/quality-of-pictures.md)', () => {
  expect(on([], sameSideLikeness.value)).toMatchObject({ status: 'failed', reason: 'same-side-twice' });
  expect(on([], sameSideLikeness.value - 0.001).status).toBe('passed');
});

it('fails where both sides were read surely and differ: they are of two documents', () => {
  const sure = { a: { confidence: confidentCharacter.value }, b: { confidence: confidentWord.value } };
  const finding = on([aReadingPair(), aReadingPair({ ...sure, agreement: 'differs' })]);
  expect(finding).toMatchObject({ status: 'failed', reason: 'field-differs' });
  expect(finding.evidence.map(({ captureId }) => captureId)).toEqual([frontId, backId]);
});

it('only warns where one of them was read unsurely', () => {
  const unsure = aReadingPair({ b: { confidence: confidentWord.value - 0.01 }, agreement: 'differs' });
  expect(on([unsure])).toMatchObject({ status: 'warning', reason: 'field-unsure' });
});
