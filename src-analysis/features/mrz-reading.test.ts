import { expect, it } from 'vitest';
import { captureIdSchema } from '#shared/domain/ids.ts';
import { parseMrz } from '../mrz/parse.ts';
import type { ReadMrz } from '../mrz/read-mrz.ts';
import { toMrzReading } from './mrz-reading.ts';

const referenceDate = new Date('2026-11-26T00:00:00Z');
const captureId = captureIdSchema.parse('0c2a7d52-6f0e-4c9b-9d0c-3f1f5f0f7a11');
// The specimen of ICAO Doc 9303-4.
const texts = [
  'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
  'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
];
const place = { x: 0, y: 0, width: 1, height: 1 };

function aZone(alternatives: readonly (readonly string[])[]): Extract<ReadMrz, { kind: 'read' }> {
  const { fields, checkDigits } = parseMrz('TD3', texts, referenceDate);
  return {
    kind: 'read',
    format: 'TD3',
    lines: texts.map((text) => ({
      text,
      quad: [
        { x: 0, y: 0 },
        { x: 1, y: 0 },
        { x: 1, y: 1 },
        { x: 0, y: 1 },
      ],
      characters: [...text].map((char) => ({ char, confidence: 0.9, rectPx: place })),
    })),
    fields: fields.map((field) => ({ ...field, confidence: 0.9, regionPx: place })),
    checkDigits: checkDigits.map((digit) => ({ ...digit, regionPx: place })),
    corrected: [],
    alternatives: alternatives.map((lines, index) => ({ lines, probability: 0.2 / (index + 1) })),
    rotation: 0,
    confidence: 0.9,
  };
}

it('tells what fields may say by other readings of the zone, likeliest first', () => {
  const exchange = (line: 0 | 1, from: string, to: string): string[] =>
    texts.map((text, index) => (index === line ? text.replace(from, to) : text));
  const { fields } = toMrzReading(
    aZone([
      exchange(1, 'L898902C3', 'L898902G3'),
      exchange(1, 'L898902C3', 'L8989O2C3'),
      exchange(0, 'ERIKSSON', 'ERIKSS0N'),
      // Of another format: nothing in it stands where this one has it.
      ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6'],
    ]),
    captureId,
    referenceDate,
  );
  const told = fields.filter(({ alternatives }) => alternatives !== undefined);
  expect(told.map(({ name, alternatives }) => [name, alternatives])).toEqual([
    ['document-number', ['L898902G3', 'L8989O2C3']],
    ['surname', ['ERIKSS0N']],
  ]);
});
