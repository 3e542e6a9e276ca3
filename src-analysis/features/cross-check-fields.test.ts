import { expect, it } from 'vitest';
import type { DocumentField } from '#shared/domain/analysis.ts';
import { aField } from '../testing/builders.ts';
import { compareFields, crossCheckFields, type SourcedField } from './cross-check-fields.ts';

const of = (field: Partial<DocumentField>, days: readonly string[] = []): SourcedField => ({
  field: aField({ value: field.normalized ?? '', ...field }),
  days,
});
const compared = (name: DocumentField['name'], a: string, b: string) => {
  const { agreement, by } = compareFields(
    of({ name, normalized: a }),
    of({ name, normalized: b, source: 'viz' }),
  );
  return [agreement, by];
};

it.each([
  ['surname', 'ERIKSSON', 'Eriksson', ['agrees', 'equal']],
  ['surname', 'MUELLER', 'MÜLLER', ['agrees', 'transliteration']],
  ['surname', 'SHCHEGLOV', 'ЩЕГЛОВ', ['agrees', 'transliteration']],
  // Passports before 2014 wrote YU where ICAO Doc 9303-3 writes IU.
  ['surname', 'YUDIN', 'ЮДИН', ['agrees', 'transliteration']],
  // Of letters that the standard leaves a choice for, each its own way.
  ['given-names', 'AASA MULLER', 'Åsa Müller', ['agrees', 'transliteration']],
  ['surname', 'MUELLER LUEDENS', 'MÜLLER-LÜDENSCHEIDT', ['agrees', 'truncation']],
  ['surname', 'SHCHEGLOU', 'ЩЕГЛОВ', ['agrees', 'spelling']],
  ['surname', 'PETRENKO', 'ЩЕГЛОВ', ['differs', null]],
  // What is left of JÖRG where the accented letter was lost.
  ['given-names', 'JOERG', 'RG', ['unclear', null]],
  ['given-names', 'ANNA MAR', 'ANNA MARIA LOUISE', ['agrees', 'truncation']],
  ['surname', 'ERIKSSON', 'ERLKSS0N', ['agrees', 'spelling']],
  ['surname', 'ERIKSSON', 'JOHANSSON', ['differs', null]],
  ['document-number', 'L898902C3', 'L898902C312', ['agrees', 'truncation']],
  ['document-number', 'L898902C3', 'L898902C4', ['unclear', null]],
  ['sex', 'M', 'F', ['differs', null]],
  ['nationality', 'UTO', 'UTOPIAN', ['agrees', 'truncation']],
  ['nationality', 'DEU', 'GERMAN', ['unclear', null]],
  ['expiry-date', '2032-04-15', '2032-04-16', ['differs', null]],
  ['birth-date', '1974-08', '1974-08-12', ['agrees', 'truncation']],
] as const)('%s: %s and %s', (name, a, b, expected) => {
  expect(compared(name, a, b)).toEqual(expected);
});

it('resolves the order of a date by the source that agrees with one of its meanings', () => {
  const zone = of({ name: 'birth-date', normalized: '1974-08-12' });
  const print = of({ name: 'birth-date', source: 'viz', value: '08/12/1974', normalized: null }, [
    '1974-12-08',
    '1974-08-12',
  ]);
  const { fields, crossChecks } = crossCheckFields([zone, print]);
  expect(crossChecks).toEqual([
    { name: 'birth-date', a: 'mrz', b: 'viz', agreement: 'agrees', by: 'date-order' },
  ]);
  expect(fields[1]).toMatchObject({ normalized: '1974-08-12', agreement: 'agrees' });
});

it('is surer of what two sources say, and less sure of what they dispute', () => {
  const three = (barcode: string) =>
    crossCheckFields([
      of({ name: 'sex', normalized: 'F', confidence: 0.9 }),
      of({ name: 'sex', normalized: barcode, source: 'barcode', confidence: 0.9 }),
    ]).fields;
  expect(three('F').map(({ confidence }) => confidence)).toEqual([
    expect.closeTo(0.99),
    expect.closeTo(0.99),
  ]);
  expect(three('M').map(({ confidence, agreement }) => [confidence, agreement])).toEqual([
    [expect.closeTo(0.5), 'differs'],
    [expect.closeTo(0.5), 'differs'],
  ]);
});

it('takes a guess for no difference', () => {
  const unsure = of({ name: 'surname', normalized: 'JOHANSSON', source: 'viz', confidence: 0.4 });
  expect(compareFields(of({ name: 'surname', normalized: 'ERIKSSON' }), unsure).agreement).toBe('unclear');
});

it('takes a shorter name for another one where its source says that it was not cut', () => {
  const print = of({ name: 'surname', normalized: 'SAMPLETON', source: 'viz' });
  const coded = of({ name: 'surname', normalized: 'SAMPLE', source: 'barcode' });
  expect(compareFields(print, coded)).toEqual({ agreement: 'agrees', by: 'truncation' });
  expect(compareFields(print, { ...coded, isWhole: true }).agreement).toBe('unclear');
  // What print lacks the barcode may have.
  const short = of({ name: 'surname', normalized: 'SAMP', source: 'viz' });
  expect(compareFields(short, { ...coded, isWhole: true }).agreement).toBe('agrees');
});

it('never takes a name in the place of another for a part of it', () => {
  const zone = of({ name: 'surname', normalized: 'IVANOV' });
  const print = of({ name: 'surname', normalized: 'IVAN', source: 'viz' });
  expect(compareFields(zone, print).agreement).toBe('agrees');
  expect(compareFields(zone, { ...print, isMisplaced: true }).agreement).toBe('differs');
});

it('lets the zone say which characters of a printed number are figures', () => {
  const { fields } = crossCheckFields([
    of({ name: 'document-number', normalized: 'PA0940409' }),
    of({ name: 'document-number', normalized: 'PAO94O409', source: 'viz', alternatives: ['PA0940409'] }),
  ]);
  expect(fields[1]).toMatchObject({ value: 'PAO94O409', normalized: 'PA0940409', agreement: 'agrees' });
  expect(fields[1]).not.toHaveProperty('alternatives');
});

it('offers no other reading of what two sources say alike, and still one where they do not', () => {
  const offered = (printed: string, zone: string) =>
    crossCheckFields([
      of({ name: 'document-number', normalized: zone, alternatives: ['U31F56MB2'] }),
      of({ name: 'document-number', normalized: printed, source: 'viz', alternatives: ['U3IF56M82'] }),
    ]).fields.map(({ alternatives }) => alternatives);
  expect(offered('U31F56M82', 'U31F56M82')).toEqual([undefined, undefined]);
  expect(offered('U31F56M82', 'U31F56MB2')).toEqual([['U31F56MB2'], ['U3IF56M82']]);
});
