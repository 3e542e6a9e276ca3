import { expect, it } from 'vitest';
import { aField } from '../testing/builders.ts';
import { chooseReading } from './choose-reading.ts';

const read = (value: string, confidence: number) => ({
  field: aField({ name: 'surname', value, normalized: value, source: 'viz', confidence }),
  days: [],
});
const zone = (value: string) => aField({ name: 'surname', value, normalized: value });

it('takes the line where both say the same but for accents, as sure as the surer', () => {
  expect(chooseReading([read('MULLER', 0.97), read('MÜLLER', 0.8)], undefined).field).toMatchObject({
    value: 'MÜLLER',
    confidence: 0.97,
  });
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
