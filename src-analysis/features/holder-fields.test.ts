import { expect, it } from 'vitest';
import type { DocumentField, DocumentReading } from '#shared/domain/analysis.ts';
import { aField } from '../testing/builders.ts';
import { holderFieldsOf } from './holder-fields.ts';

const reading = (source: DocumentField['source'], values: Partial<Record<DocumentField['name'], string>>) =>
  ({
    type: 'passport',
    country: null,
    format: null,
    side: 'front',
    fields: Object.entries(values).map(([name, normalized]) =>
      aField({ name: name as DocumentField['name'], value: normalized, normalized, source }),
    ),
    mrz: null,
    ocr: null,
    identification: null,
    regions: [],
    barcodes: [],
    crossChecks: [],
  }) satisfies DocumentReading;

const passport = reading('mrz', {
  surname: 'SHCHEGLOV',
  'given-names': 'IURII',
  'birth-date': '1980-02-03',
  sex: 'M',
});
const compared = (other: DocumentReading | null) => {
  const outcome = holderFieldsOf([passport, other]);
  return outcome.ok
    ? Object.fromEntries(outcome.value.map(({ name, agreement }) => [name, agreement]))
    : outcome.reason;
};

it('holds a passport in Latin against a licence in Cyrillic', () => {
  const licence = reading('viz', {
    surname: 'ЩЕГЛОВ',
    'given-names': 'ЮРИЙ СЕРГЕЕВИЧ',
    'birth-date': '1980-02-04',
  });
  expect(compared(licence)).toEqual({ surname: 'agrees', 'given-names': 'agrees', 'birth-date': 'differs' });
});

it('tells other people’s names', () => {
  expect(compared(reading('viz', { surname: 'ПЕТРЕНКО', 'given-names': 'АННА' }))).toEqual({
    surname: 'differs',
    'given-names': 'differs',
  });
});

it('compares nothing where one document was not read', () => {
  expect(compared(null)).toBe('no-common-field');
  expect(compared(reading('viz', { authority: 'PASSPORT OFFICE' }))).toBe('no-common-field');
});
