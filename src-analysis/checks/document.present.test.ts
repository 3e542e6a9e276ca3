import { expect, it } from 'vitest';
import { refusalSentences, type RefusalCode } from '#shared/domain/refusal-sentences.ts';
import { aDocumentCapture, findingOf, frontId } from '../testing/builders.ts';
import { documentPresent } from './document.present.ts';

const on = (...captures: Parameters<typeof aDocumentCapture>[0][]) =>
  findingOf(documentPresent, { documentCaptures: captures.map(aDocumentCapture) });

it('passes with any sign of a document on every picture', () => {
  expect(on({ signs: ['outline'] }).status).toBe('passed');
  expect(on({ signs: ['portrait'] }, { side: 'back', signs: ['mrz'] }).status).toBe('passed');
});

it('fails on a picture without a sign, and shows the picture', () => {
  expect(on({ signs: ['mrz'] }, { side: 'back', signs: [] })).toMatchObject({
    status: 'failed',
    reason: 'no-document',
    evidence: [{ captureId: frontId, regionPx: { x: 0, y: 0, width: 2000, height: 1500 }, kind: 'area' }],
  });
});

it('fails on a side that nobody took', () => {
  expect(on({}, { side: 'back', captureId: null, framePx: null })).toMatchObject({
    reason: 'side-missing',
    details: { side: 'back' },
  });
});

it.each(Object.keys(refusalSentences.en) as RefusalCode[])(
  'fails with the refusal of a picture: %s',
  (refusal) => {
    expect(on({ refusal, signs: [], framePx: null })).toMatchObject({ status: 'failed', reason: refusal });
  },
);

it('counts a data page by its zone alone (ICAO Doc 9303-4: the zone is mandatory on the data page)', () => {
  expect(on({ signs: ['mrz'] }).status).toBe('passed');
});
