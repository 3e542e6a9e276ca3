import { expect, it } from 'vitest';
import type { DocumentType } from '#shared/domain/scenario.ts';
import { aDocumentStep, aRect, findingOf, frontId } from '../testing/builders.ts';
import { documentTypeAccepted } from './document.type-accepted.ts';

const on = (
  type: DocumentType,
  documentTypes: readonly DocumentType[],
  { state = 'UTO', countries = [] }: { state?: string; countries?: string[] } = {},
) =>
  findingOf(
    documentTypeAccepted,
    { documentType: { type, issuingState: state, captureId: frontId, regionPx: aRect() } },
    { step: aDocumentStep({ documentTypes: [...documentTypes], countries }) },
  );

it('passes one of the accepted types, and any where the step names none', () => {
  expect(on('id-card', ['passport', 'id-card']).status).toBe('passed');
  expect(on('visa', []).status).toBe('passed');
});

it('fails any other, and says what is accepted', () => {
  expect(on('visa', ['passport', 'id-card'])).toMatchObject({
    status: 'failed',
    reason: 'type-not-accepted',
    details: { type: 'visa', accepted: 'passport,id-card' },
  });
});

it('fails a document of a state that the step does not accept, and one whose state was not read', () => {
  expect(on('passport', ['passport'], { state: 'D', countries: ['D', 'UTO'] }).status).toBe('passed');
  expect(on('passport', ['passport'], { state: 'XXX', countries: ['D', 'UTO'] })).toMatchObject({
    status: 'failed',
    reason: 'country-not-accepted',
    details: { country: 'XXX', countries: 'D, UTO' },
  });
  expect(on('passport', [], { state: '', countries: ['D'] }).reason).toBe('country-not-accepted');
});
