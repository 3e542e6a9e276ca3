import { describe, expect, it } from 'vitest';
import { sexOfPatronymic } from '../features/patronymic-sex.ts';
import { policy202611 } from '../policy/policy-2026-11.ts';
import { aField, findingOf } from '../testing/builders.ts';
import { documentSexMatchesNames } from './document.sex-matches-names.ts';

const { confidentWord } = policy202611.thresholds;
const on = (sex: string, told: 'M' | 'F', confidence = 0.99) =>
  findingOf(documentSexMatchesNames, {
    patronymicSex: {
      stated: aField({ name: 'sex', normalized: sex }),
      patronymic: aField({ name: 'patronymic', source: 'viz', confidence }),
      told,
    },
  });

it('passes the sex that the patronymic tells, and one that is neither', () => {
  expect(on('F', 'F').status).toBe('passed');
  expect(on('X', 'F').status).toBe('passed');
});

it('fails on the other where both were read surely, and warns where one was not', () => {
  expect(on('M', 'F', confidentWord.value)).toMatchObject({ status: 'failed', reason: 'sex-differs' });
  expect(on('M', 'F', confidentWord.value - 0.01).status).toBe('warning');
});

describe('a patronymic', () => {
  it.each([
    ['ИВАНОВИЧ', 'M'],
    ['ИВАНОВНА', 'F'],
    ['СЕРГЕЕВИЧ', 'M'],
    ['СЕРГЕЕВНА', 'F'],
    ['ИЛЬИЧ', 'M'],
    ['ИЛЬИНИЧНА', 'F'],
    ['НИКИТИЧНА', 'F'],
    ['IVANOVICH', 'M'],
    ['SERGEEVNA', 'F'],
  ])('tells the sex by its ending (Federal Law 143-FZ of 1997, article 18): %s', (name, sex) => {
    expect(sexOfPatronymic(name)).toBe(sex);
  });

  it.each(['КЫЗЫ', 'ОГЛЫ', 'ДЖОНСОН', 'МАРИЯ', 'ИЧ'])('is not taken for one: %s', (name) => {
    expect(sexOfPatronymic(name)).toBeNull();
  });
});
