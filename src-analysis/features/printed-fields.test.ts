import { expect, it } from 'vitest';
import { documentDefinitionSchema, type FieldDefinition } from '../documents/definition.ts';
import type { OcrWord } from '../ocr/ocr.ts';
import { readLayout } from './printed-fields.ts';

/** Words with a height of 20 px and 12 px a letter, at columns and rows in pixels. */
function words(...texts: readonly (readonly [text: string, x: number, y: number])[]): OcrWord[] {
  return texts.flatMap(([text, left, y], line) => {
    let x = left;
    return text.split(' ').map((word) => {
      const rectPx = { x, y, width: word.length * 12, height: 20 };
      x += (word.length + 1) * 12;
      return { text: word, confidence: 0.95, rectPx, line };
    });
  });
}

function fieldsOf(...fields: readonly Record<string, unknown>[]): readonly FieldDefinition[] {
  return documentDefinitionSchema.parse({
    id: 'test',
    version: 1,
    title: { en: 'test', ru: 'test' },
    type: 'id-card',
    countries: null,
    sizeMm: { width: 85.6, height: 53.98 },
    mrz: null,
    front: { fields },
  }).front.fields;
}

const readAll = (print: OcrWord[], ...fields: readonly Record<string, unknown>[]) =>
  readLayout({
    words: print,
    fields: fieldsOf(...fields),
    page: { width: 1250, height: 788 },
    toPage: ({ leftMm, topMm, widthMm, heightMm }) => ({
      x: leftMm * 14.6,
      y: topMm * 14.6,
      width: widthMm * 14.6,
      height: heightMm * 14.6,
    }),
    values: { dateOrders: ['dmy'], referenceDay: '2026-11-26' },
  });

const read = (print: OcrWord[], ...fields: readonly Record<string, unknown>[]) => {
  const { fields: found, missed } = readAll(print, ...fields);
  return {
    found: Object.fromEntries(found.map(({ name, normalized }) => [name, normalized])),
    missed: missed.map(({ field }) => field.name),
  };
};

it('reads numbered fields, several on one line and two behind one number', () => {
  const print = words(
    ['1.', 450, 150],
    ['ERIKSSON', 520, 150],
    ['3.', 450, 290],
    ['16.10.1980 KESTREL BAY', 520, 288],
    ['4a.', 450, 360],
    ['01.06.2021', 520, 358],
    ['4c.', 850, 360],
    ['ROAD OFFICE', 920, 358],
  );
  const right = { valueAt: 'right' };
  expect(
    read(
      print,
      { name: 'surname', kind: 'name', labels: ['1.'], ...right },
      { name: 'birth-date', kind: 'date', labels: ['3.'], ...right },
      { name: 'place-of-birth', kind: 'text', labels: ['3.'], ...right },
      { name: 'issue-date', kind: 'date', labels: ['4a.'], ...right },
      { name: 'authority', kind: 'text', labels: ['4c.'], ...right },
    ),
  ).toEqual({
    found: {
      surname: 'ERIKSSON',
      'birth-date': '1980-10-16',
      'place-of-birth': 'KESTREL BAY',
      'issue-date': '2021-06-01',
      authority: 'ROAD OFFICE',
    },
    missed: [],
  });
});

it('tells of a day and a place behind one number each its own words, as sure as those', () => {
  const print = words(['3.', 450, 290], ['16.10.1980 KESTREL BAY', 520, 288]);
  const doubtful = print.map((word) => (word.text === 'BAY' ? { ...word, confidence: 0.7 } : word));
  const right = { valueAt: 'right', labels: ['3.'] };
  expect(
    readAll(
      doubtful,
      { name: 'birth-date', kind: 'date', ...right },
      { name: 'place-of-birth', kind: 'text', ...right },
    ).fields.map(({ text, confidence, rectPx }) => [text, confidence, rectPx.x, rectPx.width]),
  ).toEqual([
    ['16.10.1980', 0.95, 520, 120],
    ['KESTREL BAY', 0.7, 652, 132],
  ]);
});

it('knows a line by the numbers around it where its own was not read, and a 4 that was read as a letter', () => {
  const right = { valueAt: 'right' };
  const licence = (...extra: readonly (readonly [string, number, number])[]) =>
    read(
      words(
        ['DRIVING LICENCE', 300, 50],
        ['ERIKSSON', 420, 120],
        ['2.', 368, 182],
        ['ANNA', 420, 178],
        ['3.', 368, 237],
        ['16.10.1980', 420, 232],
        ['4a.', 368, 291],
        ['01.06.2021', 420, 286],
        ['Ac.', 686, 291],
        ['ROAD OFFICE', 740, 286],
        ...extra,
      ),
      { name: 'surname', kind: 'name', labels: ['1.'], ...right },
      { name: 'given-names', kind: 'name', labels: ['2.'], ...right },
      { name: 'birth-date', kind: 'date', labels: ['3.'], ...right },
      { name: 'issue-date', kind: 'date', labels: ['4a.'], ...right },
      { name: 'authority', kind: 'text', labels: ['4c.'], ...right },
    ).found;
  expect(licence()).toMatchObject({ surname: 'ERIKSSON', authority: 'ROAD OFFICE' });
  // Two lines: nobody knows which.
  expect(licence(['SAMPLE', 420, 145])).not.toHaveProperty('surname');
});

it('reads what stands below a label, and takes no label for a value', () => {
  const print = words(
    ['Surname', 100, 100],
    ['Given names', 500, 100],
    ['ERIKSSON', 100, 130],
    ['Sex', 100, 180],
  );
  expect(
    read(
      print,
      { name: 'surname', kind: 'name', labels: ['Surname'] },
      { name: 'given-names', kind: 'name', labels: ['Given names'] },
      { name: 'sex', kind: 'sex', labels: ['Sex'] },
    ),
  ).toEqual({ found: { surname: 'ERIKSSON' }, missed: ['given-names', 'sex'] });
});

it('reads the value below the first language of a label that is known by its last one', () => {
  const print = words(
    ['10. Vydavatel / Authority', 100, 100],
    ['Sex', 700, 100],
    ['CIVIL REGISTRY LUMEN', 104, 130],
    ['F', 700, 130],
    ['11. Holder signature', 100, 180],
    ['OTHER', 280, 210],
  );
  expect(
    read(
      print,
      { name: 'authority', kind: 'text', labels: ['Authority'] },
      { name: 'sex', kind: 'sex', labels: ['Sex'] },
    ).found,
  ).toEqual({ authority: 'CIVIL REGISTRY LUMEN', sex: 'F' });
});

it('ends a value at a label of what it does not look for, and doubts a state that nobody knows', () => {
  const print = words(
    ['Nationality', 100, 100],
    ['Marital Status', 300, 100],
    ['RURITANIAN', 100, 130],
    ['Place of birth', 100, 180],
    ['Height', 100, 210],
  );
  const labelled = fieldsOf(
    { name: 'nationality', kind: 'state', labels: ['Nationality'], valueAt: 'either' },
    { name: 'place-of-birth', kind: 'text', labels: ['Place of birth'] },
  );
  const { fields } = readLayout({
    words: print,
    fields: labelled,
    page: { width: 1250, height: 788 },
    toPage: () => undefined,
    values: { dateOrders: ['dmy'], referenceDay: '2026-11-26' },
  });
  expect(fields.map(({ name, normalized, confidence }) => [name, normalized, confidence])).toEqual([
    ['nationality', 'RURITANIAN', expect.closeTo(0.475)],
  ]);
});

it('reads a place, and sends turned print to the second reading', () => {
  const place = { leftMm: 30, topMm: 10, widthMm: 30, heightMm: 4 };
  expect(
    read(
      words(['AB 123456', 450, 160], ['OTHER 999999', 450, 400]),
      { name: 'document-number', kind: 'number', place },
      { name: 'personal-number', kind: 'number', place: { ...place, leftMm: 70, widthMm: 5 }, turnDeg: 90 },
    ),
  ).toEqual({ found: { 'document-number': 'AB123456' }, missed: ['personal-number'] });
});
