import { expect, it } from 'vitest';
import { aDocumentPhoto, findingOf } from '../testing/builders.ts';
import { documentFullyVisible } from './document.fully-visible.ts';

const on = (...wholeness: ('whole' | 'cut-off' | 'unclear')[]) =>
  findingOf(documentFullyVisible, {
    documentPhotos: wholeness.map((value) => aDocumentPhoto({ wholeness: value })),
  });

it('passes when every picture has the whole document', () => {
  expect(on('whole', 'whole').status).toBe('passed');
});

it('fails when one picture cuts the document off, whatever the other', () => {
  expect(on('unclear', 'cut-off')).toMatchObject({ status: 'failed', reason: 'cut-off' });
});

it('warns where no edge is seen: that is no proof of a fault', () => {
  expect(on('whole', 'unclear')).toMatchObject({ status: 'warning', reason: 'edges-unclear' });
});

it('shows where the document is', () => {
  expect(on('cut-off').evidence).toMatchObject([{ kind: 'document' }]);
});

it('is about the page as a whole (ICAO Doc 9303-4: nominal size of the data page with its tolerances)', () => {
  expect(on('whole')).not.toHaveProperty('reason');
});
