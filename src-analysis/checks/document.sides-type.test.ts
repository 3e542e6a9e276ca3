import { expect, it } from 'vitest';
import { missing } from '../features/feature-outcome.ts';
import { aContext, aRect, backId, findingOf, frontId } from '../testing/builders.ts';
import { documentSidesType } from './document.sides-type.ts';

const regions = [
  { captureId: frontId, regionPx: aRect() },
  { captureId: backId, regionPx: aRect() },
];

it('passes sides that may be of one type', () => {
  expect(findingOf(documentSidesType, { sideTypes: { types: null, regions } })).toMatchObject({
    status: 'passed',
  });
});

// ICAO Doc 9303-5, 4.1: the back of a TD1 card bears the zone of the document whose front bears its data.
it('warns of a front of one type with the back of another, and shows both', () => {
  const finding = findingOf(documentSidesType, {
    sideTypes: { types: ['driving-licence', 'id-card'], regions },
  });
  expect(finding).toMatchObject({
    status: 'warning',
    reason: 'types-differ',
    details: { front: 'driving-licence', back: 'id-card' },
  });
  expect(finding.evidence.map(({ captureId }) => captureId)).toEqual([frontId, backId]);
});

it('is not run where there is one picture', () => {
  expect(documentSidesType.find({ sideTypes: missing('not-applicable') }, aContext())).toMatchObject({
    status: 'not-run',
  });
});
