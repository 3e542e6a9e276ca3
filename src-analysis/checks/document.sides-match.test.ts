import { expect, it } from 'vitest';
import type { ReadingPair } from '../features/feature-values.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aReadingPair, backId, findingOf, frontId } from '../testing/builders.ts';
import { documentSidesMatch } from './document.sides-match.ts';

const { confidentWord, confidentCharacter } = policy202611.thresholds;
const on = (pairs: readonly ReadingPair[]) => findingOf(documentSidesMatch, { sharedFields: pairs });

it('passes two sides that state the same', () => {
  expect(on([aReadingPair()])).toMatchObject({ status: 'passed', details: { fields: 'surname' } });
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
