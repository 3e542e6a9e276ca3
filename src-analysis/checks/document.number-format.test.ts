import { expect, it } from 'vitest';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aField, findingOf } from '../testing/builders.ts';
import { documentNumberFormat } from './document.number-format.ts';

const { confidentCharacter } = policy202611.thresholds;
// Series of four digits and number of six: statute on the Russian internal passport, decree 1205 of 23 December 2023.
const on = (value: string, confidence = 0.99) =>
  findingOf(documentNumberFormat, {
    documentNumber: {
      field: aField({ name: 'document-number', value, normalized: value, confidence }),
      pattern: '^[0-9]{10}$',
    },
  });

it('passes a number of the type’s form, spaces aside', () => {
  expect(on('4500 123456').status).toBe('passed');
});

it('fails on another where it was read surely, and warns where it was not', () => {
  const { value } = confidentCharacter;
  expect(on('4500A23456', value)).toMatchObject({ status: 'failed', reason: 'number-format' });
  expect(on('4500A23456', value - 0.01).status).toBe('warning');
});
