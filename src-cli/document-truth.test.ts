import { expect, it } from 'vitest';
import { toLabeledDocuments, unknownColumns } from './document-truth.ts';
import { InputError } from './exit-codes.ts';

it('joins the sides of a document, and leaves open what a cell leaves open', () => {
  const rows = [
    {
      file: 'a.jpg',
      document: 'card 1',
      type: 'id-card',
      corners: '10 20, 110 22, 112 90, 9 88',
      format: '',
      line1: '',
      'viz:surname': 'ERIKSSON',
      'birth-date': '1974-08-12',
    },
    {
      file: 'b.jpg',
      document: 'card 1',
      type: '',
      corners: '',
      format: '',
      line1: 'I<UTO',
      'viz:surname': '',
      'birth-date': '',
    },
    {
      file: 'c.jpg',
      document: '',
      type: '',
      corners: '',
      format: 'NONE',
      line1: '',
      'viz:surname': '',
      'birth-date': '',
    },
  ];
  expect(toLabeledDocuments(rows)).toEqual([
    {
      name: 'card 1',
      type: 'id-card',
      country: null,
      mrzLines: ['I<UTO<<<<'],
      barcodes: null,
      fields: [
        { name: 'surname', source: 'viz', value: 'ERIKSSON' },
        { name: 'birth-date', source: 'any', value: '1974-08-12' },
      ],
      pictures: [
        {
          file: 'a.jpg',
          side: 'front',
          quadPx: [
            { x: 10, y: 20 },
            { x: 110, y: 22 },
            { x: 112, y: 90 },
            { x: 9, y: 88 },
          ],
        },
        { file: 'b.jpg', side: 'back', quadPx: null },
      ],
    },
    {
      name: 'c.jpg',
      type: null,
      country: null,
      mrzLines: [],
      barcodes: null,
      fields: [],
      pictures: [{ file: 'c.jpg', side: 'front', quadPx: null }],
    },
  ]);
});

it('tells of a column that is misspelled, and passes over it', () => {
  const rows = [{ file: 'a.jpg', mrz: 'NONE', 'viz:surnam': 'X', surname: 'X' }];
  expect(unknownColumns(rows)).toEqual(['viz:surnam']);
  expect(toLabeledDocuments(rows)[0]?.fields.map(({ name }) => name)).toEqual(['surname']);
});

it.each([
  ['a type that there is none of', { file: 'a.jpg', type: 'licence' }, 'licence'],
  ['a day in another form', { file: 'a.jpg', 'birth-date': '12.08.1974' }, '12.08.1974'],
  ['a corner too few', { file: 'a.jpg', corners: '1 2 3 4 5 6' }, 'eight numbers'],
  ['a side that there is none of', { file: 'a.jpg', side: 'top' }, 'top'],
  ['a row without a picture', { file: '', document: 'card' }, 'row 2 names no file'],
])('refuses %s', (_, row, word) => {
  expect(() => toLabeledDocuments([row])).toThrow(InputError);
  expect(() => toLabeledDocuments([row])).toThrow(word);
});

it.each([
  ['two pictures of one side', ['a.jpg,front', 'b.jpg,front'], 'a.jpg and b.jpg are both the front of card'],
  ['three pictures', ['a.jpg,', 'b.jpg,', 'c.jpg,'], 'are both the back of card'],
  ['a picture that is listed twice', ['a.jpg,front', 'a.jpg,back'], 'a picture of card is listed twice'],
])('loses no picture of a document: refuses %s', (_, pictures, words) => {
  const rows = pictures.map((picture) => {
    const [file = '', side = ''] = picture.split(',');
    return { file, side, document: 'card' };
  });
  expect(() => toLabeledDocuments(rows)).toThrow(words);
});

it('refuses rows of a document that say different things of it', () => {
  const rows = [
    { file: 'a.jpg', document: 'card', surname: 'DOE' },
    { file: 'b.jpg', document: 'card', surname: 'ROE' },
  ];
  expect(() => toLabeledDocuments(rows)).toThrow('the rows of card say of surname: DOE, ROE');
});
