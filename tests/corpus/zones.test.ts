import { expect, it } from 'vitest';
import { checkDigit } from '#analysis/mrz/check-digit.ts';
import { russianInZone, russianZone, td1Zone, td2Zone, td3Zone, visaZone, type ZoneText } from './zones.ts';

const eriksson: ZoneText = {
  code: 'P',
  state: 'UTO',
  nationality: 'UTO',
  surname: 'ERIKSSON',
  givenNames: 'ANNA MARIA',
  number: 'L898902C3',
  birthDay: '1974-08-12',
  sex: 'F',
  expiryDay: '2012-04-15',
  optional: 'ZE184226B',
};

it('writes the examples of ICAO Doc 9303, parts 4 to 7', () => {
  expect(td3Zone(eriksson)).toEqual([
    'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
    'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
  ]);
  expect(td2Zone({ ...eriksson, code: 'I', number: 'D23145890', optional: '' })).toEqual([
    'I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<',
    'D231458907UTO7408122F1204159<<<<<<<6',
  ]);
  expect(td1Zone({ ...eriksson, code: 'I', number: 'D23145890', optional: '' })).toEqual([
    'I<UTOD231458907<<<<<<<<<<<<<<<',
    '7408122F1204159UTO<<<<<<<<<<<6',
    'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
  ]);
  expect(visaZone({ ...eriksson, code: 'V', optional: '6ZE184226B' }, 'MRVA')).toEqual([
    'V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
    'L898902C36UTO7408122F12041596ZE184226B<<<<<<',
  ]);
});

it('transliterates and cuts names as Doc 9303-3 says', () => {
  const [first = ''] = td2Zone({
    ...eriksson,
    optional: '',
    surname: "O'DONOVAN-MÜLLER",
    givenNames: 'ÓSCAR ZBIGNIEW PIOTR JAN',
  });
  expect(first.slice(5)).toBe('ODONOVAN<MUELLER<<OSCAR<ZBIGNIE');
});

it('writes the Russian internal passport: one character a letter, the last digit of the series among the optional data', () => {
  expect(russianInZone('ЩУКЁЙ-ЖЪЫЬЭЮЯЧШ')).toBe('WUK2Q<JXY967834');
  const [first = '', second = ''] = russianZone({
    surname: 'ЖУРАВЛЁВ',
    givenNames: 'ЮРИЙ',
    patronymic: 'ИЛЬИЧ',
    number: '4512345678',
    birthDay: '1982-07-23',
    sex: 'M',
    issueDay: '2015-12-18',
    divisionCode: '910003',
  });
  expect(first).toBe('PNRUSJURAVL2V<<7RIQ<IL9I3<<<<<<<<<<<<<<<<<<<'.slice(0, 44));
  expect(second.slice(0, 9)).toBe('451345678');
  expect(second.slice(28, 43)).toBe(`2151218910003<${checkDigit('2151218910003<')}`);
  expect(second.at(43)).toBe(checkDigit(second.slice(0, 10) + second.slice(13, 20) + second.slice(21, 43)));
});
