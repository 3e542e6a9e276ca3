import { expect, it } from 'vitest';
import { isKnownPassword } from './known-passwords.ts';

const names = ['ada.lovelace', 'Ada Lovelace'];

it.each([
  ['one letter', 'aaaaaaaaaaaaaaaaaaaa'],
  ['few letters', 'abababababababab'],
  ['a common word, spelled with signs', 'P@ssw0rd-P@ssw0rd-P@ssw0rd'],
  ['rows of the keyboard', 'qwertyuiop-asdfghjkl-1234567890'],
  ['rows of a Russian keyboard', 'йцукенгшщзхъфывапролджэ'],
  ['a row read backwards', 'poiuytrewq9876543210'],
  ['the alphabet', 'abcdefghijklmnopqrst'],
  ['the names of the account', 'Lovelace-Ada-lovelace-2026'],
  ['something short over and over', 'heron!heron!heron!heron!'],
  ['the program and what it is for', 'Vidimus-Intake-Administrator-1'],
])('knows %s', (_what, password) => {
  expect(isKnownPassword(password, names)).toBe(true);
});

it.each([
  ['a few words', 'a heron stands in cold water'],
  ['a few Russian words', 'серая цапля стоит в воде'],
  ['what a program draws', 'W3KX-9TQ0-BZ7M-H4DV'],
  ['common words among others', 'the password of my grandmother was dill'],
])('lets %s be', (_what, password) => {
  expect(isKnownPassword(password, names)).toBe(false);
});
