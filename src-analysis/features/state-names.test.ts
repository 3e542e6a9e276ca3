import { expect, it } from 'vitest';
import { isStateCode } from '../mrz/state-codes.ts';
import { stateCodeOf } from './state-names.ts';

it.each([
  ['DEUTSCH', 'D'],
  ['DEUTSCH / GERMAN', 'D'],
  ['FRANCAISE', 'FRA'],
  ['British Citizen', 'GBR'],
  ['РОССИЙСКАЯ ФЕДЕРАЦИЯ / RUSSIAN FEDERATION', 'RUS'],
  ['POLSKIE/POLISH/POLONAISE', 'POL'],
  ['UTOPIAN', 'UTO'],
])('knows %s', (printed, code) => {
  expect(stateCodeOf(printed)).toBe(code);
  expect(isStateCode(code)).toBe(true);
});

it.each(['RURITANIAN', '', 'FRENCH / GERMAN'])('gives no code for "%s"', (printed) => {
  expect(stateCodeOf(printed)).toBeNull();
});
