import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseCsv } from './csv.ts';

it('reads quotes, doubled quotes, commas and line breaks in quotes, a byte order mark, and either line end', () => {
  const text = '\uFEFFfile,name\r\n"a, b.jpg","say ""hi"""\r\n\nc.jpg,"two\nlines"\n';
  expect(parseCsv(text)).toEqual([
    { file: 'a, b.jpg', name: 'say "hi"' },
    { file: 'c.jpg', name: 'two\nlines' },
  ]);
});

it('fills missing cells, and passes over rows without any', () => {
  expect(parseCsv('a,b,c\n1\n,,\n')).toEqual([{ a: '1', b: '', c: '' }]);
});

it.each([';', '\t'])('parts cells by %j where the header has no comma', (mark) => {
  expect(parseCsv(`a${mark}b\n1,5${mark}x\n`)).toEqual([{ a: '1,5', b: 'x' }]);
});

it.each([
  ['a quote that is never closed', 'a,b\n1,2\n"3,4\n5,6\n', 'row 3 opens a quote'],
  ['more cells than columns', 'a,b\n1,2\nDOE, JOHN,2\n', 'row 3 has 3 cells under 2 columns'],
  ['a column that is there twice', 'a,b,a\n1,2,3\n', 'two columns are named "a"'],
])('loses nothing silently: refuses %s', (_, text, words) => {
  expect(() => parseCsv(text)).toThrow(words);
});

it('passes over cells without anything beyond the last column', () => {
  expect(parseCsv('a,b\n1,2,,\n')).toEqual([{ a: '1', b: '2' }]);
});

it('has no rows in an empty file', () => {
  expect(parseCsv('')).toEqual([]);
  expect(parseCsv('a,b\n')).toEqual([]);
});

it('gives back whatever was quoted', () => {
  const cell = fc.string({ minLength: 1, maxLength: 12 }).map((text) => `x${text.replaceAll('\r', '')}x`);
  fc.assert(
    fc.property(cell, cell, (a, b) => {
      const quote = (text: string): string => `"${text.replaceAll('"', '""')}"`;
      expect(parseCsv(`p,q\n${quote(a)},${quote(b)}`)).toEqual([{ p: a, q: b }]);
    }),
  );
});
