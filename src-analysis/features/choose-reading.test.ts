import { expect, it } from 'vitest';
import { aField } from '../testing/builders.ts';
import { chooseReading } from './choose-reading.ts';

const read = (value: string, confidence: number) => ({
  field: aField({ name: 'surname', value, normalized: value, source: 'viz', confidence }),
  days: [],
});
const zone = (value: string) => aField({ name: 'surname', value, normalized: value });

it('takes the line where both say the same but for accents, as sure as the line, which alone says them', () => {
  expect(chooseReading([read('MULLER', 0.97), read('MÜLLER', 0.8)], undefined).field).toMatchObject({
    value: 'MÜLLER',
    confidence: 0.8,
  });
});

it('is as sure as the surer of two that say the same', () => {
  expect(chooseReading([read('MÜLLER', 0.97), read('MÜLLER', 0.8)], undefined).field.confidence).toBe(0.97);
});

it('lets the zone decide between two readings of the print, and never become one', () => {
  const readings = [read('TASKI', 0.9), read('ŁASKI', 0.7)];
  expect(chooseReading(readings, zone('LASKI')).field.value).toBe('ŁASKI');
  expect(['TASKI', 'ŁASKI']).toContain(chooseReading(readings, zone('BRANDT')).field.value);
});

it('tells the surer of two that differ as doubtful', () => {
  expect(chooseReading([read('LANG', 0.9), read('IANG', 0.7)], undefined).field).toMatchObject({
    value: 'LANG',
    confidence: 0.54,
  });
});

it('has the words of the reading that saw more gaps, and the accents of the line', () => {
  expect(chooseReading([read('SAO JOAO', 0.9), read('SÃOJOÃO', 0.8)], undefined).field).toMatchObject({
    value: 'SÃO JOÃO',
    normalized: 'SÃO JOÃO',
  });
  expect(chooseReading([read('SAOJOAO', 0.9), read('SÃO JOÃO', 0.8)], undefined).field.value).toBe(
    'SÃO JOÃO',
  );
});
