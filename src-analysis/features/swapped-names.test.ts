import { expect, it } from 'vitest';
import type { FieldName } from '#shared/domain/analysis.ts';
import { aField, aRect } from '../testing/builders.ts';
import type { PrintedField } from './printed-fields.ts';
import { isOfOther, swappedNames } from './swapped-names.ts';

const guide = [
  aField({ name: 'surname', normalized: 'MUELLER' }),
  aField({ name: 'given-names', normalized: 'ANNA MARIA' }),
];
const printed = (name: FieldName, text: string, y: number, confidence = 0.95): PrintedField => ({
  name,
  text,
  normalized: text,
  days: [],
  words: [],
  rectPx: aRect({ y }),
  runPx: aRect({ y }),
  confidence,
});

it('tells names that stand in each other’s place, whatever their letters are written as', () => {
  const swapped = swappedNames(
    [printed('surname', 'ANNA MARIA', 100), printed('given-names', 'MÜLLER', 300)],
    guide,
  );
  expect([...swapped].sort()).toEqual(['given-names', 'surname']);
});

it.each([
  ['only one was read', [printed('surname', 'ANNA MARIA', 100)]],
  [
    'the line of one was taken for both',
    [printed('surname', 'ANNA MARIA', 100), printed('given-names', 'ANNA MARIA', 100)],
  ],
  ['one line holds both', [printed('surname', 'ANNA MARIA', 100), printed('given-names', 'MÜLLER', 104)]],
  [
    'one is read unsurely',
    [printed('surname', 'ANNA MARIA', 100, 0.4), printed('given-names', 'MÜLLER', 300)],
  ],
  ['each is in its place', [printed('surname', 'MÜLLER', 100), printed('given-names', 'ANNA MARIA', 300)]],
])('tells none where %s', (_, fields) => {
  expect(swappedNames(fields, guide).size).toBe(0);
});

it('tells a surname made of the given name and a given name in its place', () => {
  const alike = [
    aField({ name: 'surname', normalized: 'IVANOV' }),
    aField({ name: 'given-names', normalized: 'IVAN' }),
  ];
  const print = (surname: string, given: string): PrintedField[] => [
    printed('surname', surname, 100),
    printed('given-names', given, 300),
  ];
  expect(swappedNames(print('IVAN', 'IVANOV'), alike).size).toBe(2);
  expect(swappedNames(print('IVANOV', 'IVAN'), alike).size).toBe(0);
});

it('knows a name for another field’s', () => {
  expect(isOfOther({ name: 'surname', normalized: 'MARIA' }, guide)).toBe(true);
  expect(isOfOther({ name: 'surname', normalized: 'SCHMIDT' }, guide)).toBe(false);
});
