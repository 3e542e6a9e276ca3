import { checkDigit } from '#analysis/mrz/check-digit.ts';
import { assert, must } from '#shared/lib/invariant.ts';

/** What a zone says, before it is transliterated and cut to its place. */
export interface ZoneText {
  /** Document code, such as `P`, `ID`, `AR`. */
  readonly code: string;
  readonly state: string;
  readonly nationality: string;
  readonly surname: string;
  readonly givenNames: string;
  readonly number: string;
  readonly birthDay: string;
  readonly sex: 'M' | 'F';
  readonly expiryDay: string;
  readonly optional: string;
}

// ICAO Doc 9303-3, section 6 A: the letters that become two, of those that the corpus prints. The tables of the product are not
// used on purpose: an error there must show.
const wide: Readonly<Record<string, string>> = {
  Ä: 'AE',
  Ö: 'OE',
  Ü: 'UE',
  Ø: 'OE',
  Å: 'AA',
  Æ: 'AE',
  ß: 'SS',
  Ł: 'L',
};

/** A Latin name as zones write it: A to Z, words apart by one filler, apostrophes left out, hyphens as fillers. */
export function inZone(name: string): string {
  return [...name.normalize('NFC')]
    .map((char) => wide[char] ?? char)
    .join('')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replaceAll("'", '')
    .replace(/[ -]/g, '<');
}

const padded = (text: string, length: number): string => {
  assert(text.length <= length, `a field is longer than its place: ${text}`);
  return text.padEnd(length, '<');
};
const names = ({ surname, givenNames }: ZoneText, length: number): string =>
  padded(`${inZone(surname)}<<${inZone(givenNames)}`.slice(0, length), length);
const checked = (text: string): string => text + checkDigit(text);
const sixDigits = (day: string): string => day.slice(2).replaceAll('-', '');

/** ICAO Doc 9303-4. */
export function td3Zone(text: ZoneText): string[] {
  const [number, birth, expiry] = [
    checked(padded(text.number, 9)),
    checked(sixDigits(text.birthDay)),
    checked(sixDigits(text.expiryDay)),
  ];
  const personal = checked(padded(text.optional, 14));
  return [
    `${padded(text.code, 2)}${padded(text.state, 3)}${names(text, 39)}`,
    `${number}${padded(text.nationality, 3)}${birth}${text.sex}${expiry}${personal}${checkDigit(number + birth + expiry + personal)}`,
  ];
}

/** ICAO Doc 9303-6. */
export function td2Zone(text: ZoneText): string[] {
  const [number, birth, expiry] = [
    checked(padded(text.number, 9)),
    checked(sixDigits(text.birthDay)),
    checked(sixDigits(text.expiryDay)),
  ];
  const optional = padded(text.optional, 7);
  return [
    `${padded(text.code, 2)}${padded(text.state, 3)}${names(text, 31)}`,
    `${number}${padded(text.nationality, 3)}${birth}${text.sex}${expiry}${optional}${checkDigit(number + birth + expiry + optional)}`,
  ];
}

/** ICAO Doc 9303-5. */
export function td1Zone(text: ZoneText): string[] {
  const number = checked(padded(text.number, 9));
  const [birth, expiry] = [checked(sixDigits(text.birthDay)), checked(sixDigits(text.expiryDay))];
  const [first, second] = [padded(text.optional, 15), padded('', 11)];
  return [
    `${padded(text.code, 2)}${padded(text.state, 3)}${number}${first}`,
    `${birth}${text.sex}${expiry}${padded(text.nationality, 3)}${second}${checkDigit(number + first + birth + expiry + second)}`,
    names(text, 30),
  ];
}

/** ICAO Doc 9303-7: format A has 44 characters a line, format B 36. Visas have no composite check digit. */
export function visaZone(text: ZoneText, format: 'MRVA' | 'MRVB'): string[] {
  const length = format === 'MRVA' ? 44 : 36;
  const second = `${checked(padded(text.number, 9))}${padded(text.nationality, 3)}${checked(sixDigits(text.birthDay))}${text.sex}${checked(sixDigits(text.expiryDay))}`;
  return [
    `${padded(text.code, 2)}${padded(text.state, 3)}${names(text, length - 5)}`,
    second + padded(text.optional, length - second.length),
  ];
}

const russianAlphabet = 'АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ';
const russianZoneLetters = 'ABVGDE2JZIQKLMNOPRSTUFHC34WXY9678';

/** Cyrillic as the zone of the Russian internal passport writes it: one character each, digits where Latin has no letter left. */
export function russianInZone(name: string): string {
  return [...name]
    .map((char) => {
      if (char === ' ' || char === '-') return '<';
      return must(
        russianZoneLetters[russianAlphabet.indexOf(char)],
        `a letter of the Russian alphabet, not ${char}`,
      );
    })
    .join('');
}

export interface RussianZoneText {
  readonly surname: string;
  readonly givenNames: string;
  readonly patronymic: string;
  /** Four digits of the series and six of the number. */
  readonly number: string;
  readonly birthDay: string;
  readonly sex: 'M' | 'F';
  readonly issueDay: string;
  /** Six digits. */
  readonly divisionCode: string;
}

/** Page 3 of the Russian internal passport: the series' last digit stands among the optional data, and nothing expires. */
export function russianZone(text: RussianZoneText): string[] {
  const name = `${russianInZone(text.surname)}<<${russianInZone(text.givenNames)}<${russianInZone(text.patronymic)}`;
  const number = checked(text.number.slice(0, 3) + text.number.slice(4));
  const birth = checked(sixDigits(text.birthDay));
  const expiry = '<<<<<<<';
  const optional = checked(`${text.number.slice(3, 4)}${sixDigits(text.issueDay)}${text.divisionCode}<`);
  return [
    `PNRUS${padded(name.slice(0, 39), 39)}`,
    `${number}RUS${birth}${text.sex}${expiry}${optional}${checkDigit(number + birth + expiry + optional)}`,
  ];
}
