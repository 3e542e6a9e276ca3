import { expect, it } from 'vitest';
import type { FieldName } from '#shared/domain/analysis.ts';
import { isLabelText, knownLabels, withoutLabels } from './field-labels.ts';

const value = (text: string, name: FieldName): string =>
  withoutLabels(
    text.split(' ').map((word) => ({ text: word })),
    name,
  )
    .map((word) => word.text)
    .join(' ');

it.each([
  'Marital Status',
  'Signature du titulaire',
  'de naissance/',
  'Date of b1rth',
  'Asmens kodas',
  'Прізвище',
])('knows the caption %s', (text) => {
  expect(isLabelText(text)).toBe(true);
});

it.each(['UTOPIAN', 'ZENITH', 'JANE', 'NAME', 'PASSPORT OFFICE', 'TAILLEFER', 'ADI'])(
  'takes %s for no caption',
  (text) => {
    expect(isLabelText(text)).toBe(false);
  },
);

it('ends a value at the next caption, and begins it after one', () => {
  expect(value('DEPARTAMENTS 12. Signature du titulaire', 'authority')).toBe('DEPARTAMENTS');
  expect(value('Lieu de naissance Geburtsort ZENITH', 'place-of-birth')).toBe('ZENITH');
  expect(value('Marital Status', 'nationality')).toBe('');
});

it('leaves a value the words of its own caption', () => {
  expect(value('PASSPORT AUTHORITY LUMEN', 'authority')).toBe('PASSPORT AUTHORITY LUMEN');
});

it('has no caption that leads to two fields', () => {
  const names = new Map<string, FieldName | null>();
  for (const { key, name } of knownLabels()) {
    expect([key, names.get(key) ?? name]).toEqual([key, name]);
    names.set(key, name);
  }
});
