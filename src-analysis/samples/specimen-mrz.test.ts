import { expect, it } from 'vitest';
import { idCardMrz, passportMrz } from './specimen-mrz.ts';
import type { SpecimenHolder } from './specimen.ts';

const eriksson: SpecimenHolder = {
  surname: 'ERIKSSON',
  givenNames: 'ANNA MARIA',
  sex: 'F',
  birthDay: '1974-08-12',
  issueDay: '2007-04-16',
  expiryDay: '2012-04-15',
  documentNumber: 'L898902C3',
  personalNumber: 'ZE184226B',
  placeOfBirth: 'ZENITH',
};

it('prints the passport of ICAO Doc 9303-4', () => {
  expect(passportMrz(eriksson)).toEqual([
    'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
    'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
  ]);
});

it('prints the card of ICAO Doc 9303-5', () => {
  expect(idCardMrz({ ...eriksson, documentNumber: 'D23145890', personalNumber: '' })).toEqual([
    'I<UTOD231458907<<<<<<<<<<<<<<<',
    '7408122F1204159UTO<<<<<<<<<<<6',
    'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
  ]);
});

it('prints one wrong check digit where asked to, and the composite digit of what is printed', () => {
  const [, right] = passportMrz(eriksson);
  const [, wrong] = passportMrz(eriksson, true);
  const differing = [...wrong].flatMap((char, place) => (char === right[place] ? [] : [place]));
  // Place 19 is the birth date's own digit; the composite digit, place 43, counts it with its weight.
  expect(differing.filter((place) => place !== 43)).toEqual([19]);
});
