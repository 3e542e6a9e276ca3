import { expect, it } from 'vitest';
import { toRussianName, toZoneName } from './russian-names.ts';

it('writes and reads back every letter of the alphabet', () => {
  const alphabet = 'АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ';
  const zone = toZoneName(alphabet) ?? '';
  expect(new Set(zone).size).toBe(33);
  expect(toRussianName(zone)).toBe(alphabet);
});

it('writes names with the letters that are digits', () => {
  expect(toZoneName('Щёголева')).toBe('W2GOLEVA');
  expect(toZoneName('Юрьевич')).toBe('7R9EVI3');
  expect(toRussianName('QWERTY')).toBe('ЙЩЕРТЫ');
});

it('gives no name for characters that stand for no letter', () => {
  expect(toRussianName('IVAN0V')).toBeNull();
  expect(toZoneName('Ivanov')).toBeNull();
});
