import { expect, it } from 'vitest';
import type { DocumentField } from '#shared/domain/analysis.ts';
import type { ReadingPair } from '../features/feature-values.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aReadingPair, backId, findingOf, frontId } from '../testing/builders.ts';
import { documentSameHolder } from './document.same-holder.ts';

const { confidentWord, confidentCharacter } = policy202611.thresholds;
const sure = confidentCharacter.value;
const pair = (
  name: DocumentField['name'],
  agreement: ReadingPair['agreement'],
  b: Partial<DocumentField> = { confidence: confidentWord.value },
): ReadingPair => aReadingPair({ a: { name, confidence: sure }, b, agreement });
const on = (...pairs: readonly ReadingPair[]) => findingOf(documentSameHolder, { holderFields: pairs });

it('passes documents that state the same holder, and names what was compared', () => {
  expect(on(pair('surname', 'agrees'), pair('birth-date', 'agrees'))).toMatchObject({
    status: 'passed',
    stepId: null,
    details: { fields: 'surname,birth-date' },
  });
});

it.each([
  ['another birth date', [pair('birth-date', 'differs')]],
  ['another sex', [pair('sex', 'differs')]],
  ['another name, all of it', [pair('surname', 'differs'), pair('given-names', 'differs')]],
])('fails on %s, and shows both places', (_, pairs) => {
  const finding = on(pair('birth-date', 'agrees'), ...pairs);
  expect(finding).toMatchObject({ status: 'failed', reason: 'holder-differs' });
  expect(finding.evidence.map(({ captureId }) => captureId).slice(0, 2)).toEqual([frontId, backId]);
});

// ICAO Doc 9303-3, 3.4: the name is the one that the state holds, which a marriage changes in one document before the other.
it('leaves one other name to a person', () => {
  expect(on(pair('surname', 'differs'), pair('birth-date', 'agrees'))).toMatchObject({
    status: 'warning',
    reason: 'name-differs',
  });
});

it('only warns where one of them was read unsurely, just below the limit', () => {
  const unsure = pair('birth-date', 'differs', { confidence: confidentWord.value - 0.01 });
  expect(on(unsure)).toMatchObject({ status: 'warning', reason: 'field-unsure', confidence: 0.5 });
});
