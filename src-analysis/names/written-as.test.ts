import { expect, it } from 'vitest';
import { beginsAs, isWrittenAs, writingDistance } from './written-as.ts';

// Every letter of ICAO Doc 9303-3, section 6 B for Russian.
it('writes the whole Russian alphabet by the table of the standard', () => {
  expect(
    isWrittenAs('АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ', 'ABVGDEEZHZIIKLMNOPRSTUFKHTSCHSHSHCHIEYEIUIA'),
  ).toBe(true);
});

// Each choice that ICAO Doc 9303-3, section 6 A leaves to the state.
it.each([
  ['Müller', 'MUELLER'],
  ['Müller', 'MULLER'],
  ['Müller', 'MUXXLLER'],
  ['Groß', 'GROSS'],
  ['Bjørn', 'BJOERN'],
  ['Åse Ødegård', 'AASE<OEDEGAARD'],
  ['Åse Ødegård', 'ASE ODEGARD'],
  ['Muñoz', 'MUNOZ'],
  ['Muñoz', 'MUNXXOZ'],
  ['Þórdís Æsa', 'THORDIS AESA'],
  ['Łukasz Żak', 'LUKASZ ZAK'],
  ['Əliyev', 'ELIYEV'],
  ['Işık', 'ISIK'],
  // Two letters of one name, each by another rule.
  ['Åsa Müller', 'AASA MULLER'],
  ['Ђорђевић', 'DORDEVIC'],
  ["Лук'яненко", 'LUKIANENKO'],
  ['Салтыков-Щедрин', 'SALTYKOV SHCHEDRIN'],
  ['Объедкова', 'OBIEEDKOVA'],
  ['Згурський', 'ZGHURSKYI'],
  // Passports before 2010 wrote YU where ICAO Doc 9303-3 writes IU.
  ['Юдин', 'YUDIN'],
])('%s is written %s', (name, zone) => {
  expect(isWrittenAs(name, zone)).toBe(true);
});

it.each([
  ['Иванов', 'IVANOVA'],
  ['Müller', 'MILLER'],
  ['Иванов', 'PETROV'],
])('%s is not written %s', (name, zone) => {
  expect(isWrittenAs(name, zone)).toBe(false);
});

it('counts the letters that are wrong, each once however it is written', () => {
  expect(writingDistance('ЩЕГЛОВ', 'SHCHEGLOV')).toBe(0);
  expect(writingDistance('ЩЕГЛОВ', 'SHCHEGLOU')).toBe(1);
  expect(writingDistance('MÜLLER', 'MUELIER')).toBe(1);
  expect(writingDistance('', 'ANNA')).toBe(4);
});

it('knows the beginning of a writing, cut within a letter too', () => {
  expect(beginsAs('Müller-Lüdenscheidt', 'MUELLER LUEDENSCH')).toBe(true);
  expect(beginsAs('Крещенская', 'KRESHC')).toBe(true);
  expect(beginsAs('Müller', 'MUELLER')).toBe(true);
  expect(beginsAs('Müller', 'MOE')).toBe(false);
});
