import { expect, it } from 'vitest';
import { wordsOfValue } from './words-of-value.ts';

const run = (text: string) =>
  text.split(' ').map((word, index) => ({
    text: word,
    confidence: 0.9,
    confidences: Array.from(word, (_, at) => (at === 0 ? 0.9 : 0.95)),
    charactersPx: Array.from(word, (_, at) => ({ x: index * 1000 + at * 10, y: 0, width: 10, height: 20 })),
    rectPx: { x: index * 1000, y: 0, width: word.length * 10, height: 20 },
    line: 0,
  }));
const textOf = (text: string, kind: 'date' | 'text' | 'number') =>
  wordsOfValue(run(text), kind, ['dmy'])
    .map((word) => word.text)
    .join(' ');

it.each([
  ['21.04.1995 VALDORA', '21.04.1995', 'VALDORA'],
  ['an 27 JAN 1988', '27 JAN 1988', 'an'],
  ['16.12.1956, ГОР. ЗАРЕЧЕНСК', '16.12.1956', 'ГОР. ЗАРЕЧЕНСК'],
  // The gap between the two was not seen.
  ['21.04.1995VALDORA', '21.04.1995', 'VALDORA'],
  // Letters that capitals make longer, before the day.
  ['Weißstraße 01.02.2020', '01.02.2020', 'Weißstraße'],
])('%s is the day %s and the place %s', (text, day, place) => {
  expect([textOf(text, 'date'), textOf(text, 'text')]).toEqual([day, place]);
});

it('leaves alone what has no date, and what is no such value', () => {
  expect(textOf('KESTREL BAY', 'text')).toBe('KESTREL BAY');
  expect(textOf('KESTREL BAY', 'date')).toBe('KESTREL BAY');
  expect(textOf('01.02.2020', 'text')).toBe('01.02.2020');
  expect(textOf('57 14 01.02.2020', 'number')).toBe('57 14 01.02.2020');
});

it('is as sure of a part of a word as of its characters, and stands where those do', () => {
  expect(wordsOfValue(run('21.04.1995VALDORA'), 'text', ['dmy'])).toMatchObject([
    {
      text: 'VALDORA',
      confidence: 0.95,
      confidences: Array.from('VALDORA', () => 0.95),
      rectPx: { x: 100, width: 70 },
    },
  ]);
});
