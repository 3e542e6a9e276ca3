import { expect, it } from 'vitest';
import type { DocumentField, FieldName } from '#shared/domain/analysis.ts';
import type { OcrWord } from '../ocr/ocr.ts';
import { aField, frontId } from '../testing/builders.ts';
import { readFields } from './read-fields.ts';

/** Lines of print, 40 px apart, each character 12 px wide; `*` before a word makes it an unsure one. */
function words(...lines: string[]): OcrWord[] {
  return lines.flatMap((text, line) => {
    let x = 0;
    return text.split(' ').flatMap((marked) => {
      const word = marked.replace(/^\*/, '');
      const at = x;
      x += (word.length + 1) * 12;
      if (word === '') return [];
      const rectPx = { x: at, y: line * 40, width: word.length * 12, height: 20 };
      return [{ text: word, confidence: marked.startsWith('*') ? 0.5 : 0.95, rectPx, line }];
    });
  });
}

const mrzField = (name: FieldName, normalized: string): DocumentField =>
  aField({ name, normalized, value: normalized });
const mrzFields = [
  mrzField('surname', 'ERIKSSON'),
  mrzField('given-names', 'ANNA MARIA'),
  mrzField('document-number', 'L898902C3'),
  mrzField('nationality', 'UTO'),
  mrzField('birth-date', '1974-08-12'),
  mrzField('sex', 'F'),
  mrzField('expiry-date', '2032-04-15'),
];
const read = (...lines: string[]) => readFields({ captureId: frontId, words: words(...lines), mrzFields });
const summary = (...lines: string[]) =>
  Object.fromEntries(
    read(...lines).comparisons.map(({ viz, likeness }) => [viz.name, [viz.value, likeness > 0.85]]),
  );

const page = [
  'Surname / Nom',
  'ERIKSSON',
  'Given names / Prénoms',
  'ANNA MARIA',
  'Nationality Sex',
  'UTOPIAN F',
  'Passport No.',
  'L898902C3',
  'Date of birth Date of expiry',
  '12 AUG 1974 15 APR 2032',
  'Place of birth',
  'ZENITH',
];

it('finds every field that the zone states, and those it does not', () => {
  expect(summary(...page)).toEqual({
    surname: ['ERIKSSON', true],
    'given-names': ['ANNA MARIA', true],
    'document-number': ['L898902C3', true],
    nationality: ['UTOPIAN', true],
    'birth-date': ['12 AUG 1974', true],
    sex: ['F', true],
    'expiry-date': ['15 APR 2032', true],
  });
  expect(read(...page).fields.find(({ name }) => name === 'place-of-birth')).toMatchObject({
    value: 'ZENITH',
    agreement: 'single',
    source: 'viz',
    captureId: frontId,
    regionPx: { x: 0, y: 440, width: 72, height: 20 },
  });
});

it('finds them without any caption too', () => {
  expect(Object.keys(summary('ERIKSSON ANNA MARIA', 'L898902C3', '12.08.1974'))).toEqual([
    'surname',
    'given-names',
    'document-number',
    'birth-date',
  ]);
});

it('points at the captioned word, not at a heading that says the same or begins alike', () => {
  const heading = (...names: FieldName[]) =>
    read('UTOPIA', 'PASSPORT ERIKSSON', '', 'F L898902C3', '', ...page)
      .fields.filter(({ name }) => names.includes(name))
      .map(({ name, value, regionPx }) => [name, value, regionPx.y]);
  expect(heading('nationality', 'surname', 'document-number', 'sex')).toEqual([
    ['surname', 'ERIKSSON', 240],
    ['document-number', 'L898902C3', 480],
    ['nationality', 'UTOPIAN', 400],
    ['sex', 'F', 400],
  ]);
});

it('prefers the captioned word with a misread letter to an exact one elsewhere', () => {
  expect(read('ERIKSSON', '', '', '', 'Surname', 'ERlKSS0N').fields).toMatchObject([
    { name: 'surname', value: 'ERlKSS0N', regionPx: { y: 200 } },
  ]);
});

it('takes no name from the caption of another one where its own caption is seen', () => {
  expect(summary('Surname', 'ANNA MARIA', 'Given names', 'ERIKSSON')).toEqual({
    surname: ['ANNA', false],
    'given-names': ['ERIKSSON', false],
  });
});

it('takes the name of the state for no nationality', () => {
  expect(read('UTOPIA', '', 'PASSPORT').fields).toEqual([]);
});

it('takes a misread letter for the same, and says what was printed', () => {
  expect(summary('Surname', 'ERlKSS0N')).toEqual({ surname: ['ERlKSS0N', true] });
});

it('tells another name under the caption from a misread one', () => {
  const { comparisons, fields } = read('Surname', 'JOHANSSON');
  expect(comparisons).toMatchObject([{ viz: { value: 'JOHANSSON', agreement: 'differs' } }]);
  expect(comparisons[0]?.likeness).toBeLessThan(0.6);
  expect(fields[0]?.agreement).toBe('differs');
});

it('takes a piece of a name for no other name', () => {
  expect(read('Surname', 'KSSON').comparisons).toEqual([]);
});

it('tells another date under the caption from the same one', () => {
  const { comparisons } = read('Date of birth', '12 AUG 1984');
  expect(comparisons).toMatchObject([
    { viz: { name: 'birth-date', normalized: '1984-08-12', agreement: 'differs' } },
  ]);
  expect(comparisons[0]?.likeness).toBeLessThan(0.6);
});

it('takes two figures of a year for the century in which the document can have been issued', () => {
  const issued = (text: string) =>
    read(...page, 'Date of issue', text).fields.find(({ name }) => name === 'issue-date')?.normalized;
  expect(issued('16 APR/AVR 22')).toBe('2022-04-16');
  // Born in 1974: neither century will do.
  expect(issued('16 APR 50')).toBeNull();
});

it('does not take one date for two fields', () => {
  expect(Object.keys(summary('Date of issue', '15 APR 2022'))).toEqual([]);
  expect(read('Date of issue', '15 APR 2022').fields).toMatchObject([
    { name: 'issue-date', normalized: '2022-04-15' },
  ]);
});

it('reads a date whose words Tesseract doubts for the space between them, and says how sure it is', () => {
  const doubted = words('Date of issue', '21 MAY 2024').map((word) =>
    ['21', 'MAY'].includes(word.text) ? { ...word, confidence: 0.01 } : word,
  );
  expect(readFields({ captureId: frontId, words: doubted, mrzFields }).fields).toMatchObject([
    { name: 'issue-date', normalized: '2024-05-21', confidence: 0.01 },
  ]);
});

it('knows that a visa’s zone cuts a long number short', () => {
  expect(summary('Passport Number', 'L898902C312')).toEqual({ 'document-number': ['L898902C312', true] });
});

it('compares nothing that was read unsurely and differs', () => {
  expect(read('Surname', '*JOHANSSON').comparisons).toEqual([]);
});

it('never lets the nationality differ: documents print the name, the zone a code', () => {
  expect(read('Nationality', 'RURITANIAN').comparisons).toEqual([]);
});

it('reads captioned fields of a document without a zone', () => {
  const { fields, comparisons } = readFields({ captureId: frontId, words: words(...page), mrzFields: [] });
  expect(comparisons).toEqual([]);
  expect(Object.fromEntries(fields.map(({ name, value }) => [name, value]))).toMatchObject({
    surname: 'ERIKSSON',
    'document-number': 'L898902C3',
    'place-of-birth': 'ZENITH',
  });
});

it('finds nothing on a blank page', () => {
  expect(read()).toEqual({ fields: [], comparisons: [] });
});
