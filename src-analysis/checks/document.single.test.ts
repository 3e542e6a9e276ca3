import { expect, it } from 'vitest';
import { aRect, backId, findingOf, frontId } from '../testing/builders.ts';
import { documentSingle } from './document.single.ts';

const on = (...counts: number[]) =>
  findingOf(documentSingle, {
    otherDocuments: counts.map((count, index) => ({
      captureId: index === 0 ? frontId : backId,
      regionsPx: Array.from({ length: count }, () => aRect()),
    })),
  });

it('passes where each picture shows one document', () => {
  expect(on(0, 0).status).toBe('passed');
});

it('fails on a second one in either picture, and shows it (one image of one document: ICAO Doc 9303-3 describes the page, not the table)', () => {
  expect(on(0, 1)).toMatchObject({
    status: 'failed',
    reason: 'several-documents',
    details: { count: 2 },
    evidence: [{ captureId: backId, kind: 'document' }],
  });
});
