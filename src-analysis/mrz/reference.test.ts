import fc from 'fast-check';
import { type Details, parse } from 'mrz';
import { describe, expect, it } from 'vitest';
import type { MrzFormat } from '#shared/domain/analysis.ts';
import { checkDigit } from './check-digit.ts';
import { textAt } from './formats.ts';
import { type ParsedMrz, parseMrz, rulesOf } from './parse.ts';

/**
 * The npm package `mrz` 5.0.2 reads the same zones by tables of its own: on what is drawn here, places, texts and check digits must be
 * the same. Where the two part, it is on purpose, and a test below says why.
 */
const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const digits = Array.from('0123456789');
const text = (units: readonly string[], minLength: number, maxLength = minLength): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...units), minLength, maxLength });
const alnum = [...letters, ...digits];
const state = fc.constantFrom('FRA', 'D<<', 'CHE', 'POL', 'USA', 'XXA', 'XXX', 'GBD');
const day = fc
  .date({ min: new Date('1930-01-01'), max: new Date('2029-12-31'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(2, 10).replaceAll('-', ''));
const sex = fc.constantFrom('M', 'F', '<');
const names = (length: number): fc.Arbitrary<string> =>
  fc
    .tuple(text(letters, 1, 11), text(letters, 1, 11), text(letters, 0, 5))
    .map(([surname, given, second]) => padded(`${surname}<<${given}<${second}`, length));
const optional = (length: number): fc.Arbitrary<string> =>
  text(alnum, 0, length).map((value) => padded(value, length));
const number = text(alnum, 1, 9).map((value) => padded(value, 9));
/** A printed check digit: the right one, or one time in six any. */
const off = fc.oneof({ weight: 5, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 9 }));

const padded = (value: string, length: number): string => value.slice(0, length).padEnd(length, '<');
const digitOf = (data: string, by: number): string => String((Number(checkDigit(data)) + by) % 10);
const checked = (data: string, by = 0): string => data + digitOf(data, by);

const person = fc.record({
  state,
  nationality: state,
  number,
  birth: day,
  sex,
  expiry: day,
  wrong: fc.tuple(off, off, off, off, off),
});

const zones: Readonly<Partial<Record<MrzFormat, fc.Arbitrary<string[]>>>> = {
  TD1: fc
    .tuple(person, fc.constantFrom('I<', 'ID', 'AR', 'C1'), optional(15), optional(11), names(30))
    .map(([p, code, first, second, name]) => {
      const head = checked(p.number, p.wrong[0]) + first;
      const [birth, expiry] = [checked(p.birth, p.wrong[1]), checked(p.expiry, p.wrong[2])];
      const composite = digitOf(head + birth + expiry + second, p.wrong[3]);
      return [code + p.state + head, birth + p.sex + expiry + p.nationality + second + composite, name];
    }),
  TD2: fc
    .tuple(person, fc.constantFrom('I<', 'IR', 'AC'), optional(7), names(31))
    .map(([p, code, rest, name]) => {
      const head = checked(p.number, p.wrong[0]);
      const [birth, expiry] = [checked(p.birth, p.wrong[1]), checked(p.expiry, p.wrong[2])];
      const composite = digitOf(head + birth + expiry + rest, p.wrong[3]);
      // No `ID` of France among them: that is the older card to `mrz`, whatever follows, and to us what the check digits say.
      return [code + p.state + name, head + p.nationality + birth + p.sex + expiry + rest + composite];
    }),
  TD3: fc
    .tuple(person, fc.constantFrom('P<', 'PD', 'PO'), optional(14), names(39), fc.boolean())
    .map(([p, code, rest, name, filler]) => {
      const head = checked(p.number, p.wrong[0]);
      const [birth, expiry] = [checked(p.birth, p.wrong[1]), checked(p.expiry, p.wrong[2])];
      const empty = filler && /^<+$/.test(rest);
      const personal = rest + (empty ? '<' : digitOf(rest, p.wrong[3]));
      const composite = digitOf(head + birth + expiry + personal, p.wrong[4]);
      return [code + p.state + name, head + p.nationality + birth + p.sex + expiry + personal + composite];
    }),
  FRID: fc
    .tuple(person, text(letters, 1, 25), optional(6), text(digits, 4), text(alnum, 8), text(letters, 1, 14))
    .map(([p, surname, office, yearAndMonth, rest, given]) => {
      const first = `IDFRA${padded(surname, 25)}${office}`;
      const issued =
        yearAndMonth.slice(0, 2) + String((Number(yearAndMonth.slice(2)) % 12) + 1).padStart(2, '0');
      const second =
        checked(issued + rest, p.wrong[0]) +
        padded(given, 14) +
        checked(p.birth, p.wrong[1]) +
        (p.sex === '<' ? 'M' : p.sex);
      return [first, second + digitOf(first + second, p.wrong[2])];
    }),
  FRDL: fc
    .tuple(person, fc.constantFrom('D1', 'B1', 'A2'), text(alnum, 9), text(letters, 1, 8))
    .map(([p, code, licence, surname]) => {
      const rest = checked(`${code}FRA${licence}`, p.wrong[0]) + p.expiry + padded(surname, 8);
      return [rest + digitOf(rest, p.wrong[1])];
    }),
  CHDL: fc
    .tuple(
      person,
      text(alnum, 3),
      text(digits, 3),
      fc.constantFrom('D', 'F', 'I', 'R'),
      text(digits, 12),
      names(30),
    )
    .map(([p, blank, series, language, licence, name]) => [
      `${blank}${series}${language}<<`,
      `FA${p.sex === 'F' ? 'LIE' : 'CHE'}${licence}<<${p.birth}<<<<<`,
      name,
    ]),
};

/** Their name of a field, and ours; where they part, see the tests of differences. */
const fieldOf: Readonly<Record<string, string>> = {
  documentCode: 'documentCode',
  issuingState: 'issuingState',
  documentNumber: 'documentNumber',
  nationality: 'nationality',
  birthDate: 'birthDate',
  sex: 'sex',
  expirationDate: 'expiryDate',
  optional: 'optionalData',
  optional1: 'optionalData',
  optional2: 'optionalData2',
  personalNumber: 'optionalData',
  administrativeCode: 'optionalData',
  lastName: 'surname',
  firstName: 'givenNames',
};
const checkDigitOf: Readonly<Record<string, string>> = {
  documentNumberCheckDigit: 'document-number',
  birthDateCheckDigit: 'birth-date',
  expirationDateCheckDigit: 'expiry-date',
  personalNumberCheckDigit: 'optional-data',
  compositeCheckDigit: 'composite',
};
/** Fields that they cut up or call otherwise, by format. */
const apart: Readonly<Partial<Record<MrzFormat, readonly string[]>>> = {
  FRID: ['documentNumber', 'issueDate', 'administrativeCode2'],
  CHDL: ['documentNumber', 'languageCode', 'pinCode', 'versionNumber'],
};

/** Everything that one of them says of a zone, in words that both can say. */
type Said = Record<
  string,
  { line: number; start: number; end: number; value: string } | { read: string; valid: boolean }
>;

const cleaned = (value: string): string => value.replace(/<+$/, '').replaceAll('<', ' ');

function ours(format: MrzFormat, { fields, checkDigits }: ParsedMrz): Said {
  const said: Said = {};
  for (const { name, line, start, end, value } of fields) {
    if (apart[format]?.includes(name) === true || (format === 'CHDL' && name === 'optionalData')) continue;
    said[name] = { line, start, end: start + value.replace(/<+$/, '').length, value: cleaned(value) };
    expect(end - start).toBe(value.length);
  }
  for (const { name, valid, read } of checkDigits) said[name] = { read, valid };
  return said;
}

/** Their declarations name a `Range` that they do not import, which is the browser's where its library is in force. */
interface TheirRange {
  readonly line: number;
  readonly start: number;
  readonly raw: string;
}

function theirs(format: MrzFormat, lines: readonly string[]): Said {
  const said: Said = {};
  for (const detail of parse([...lines]).details) {
    const { field } = detail;
    if (field === null || apart[format]?.includes(field) === true) continue;
    const [range] = detail.ranges as unknown as readonly TheirRange[];
    const known = fieldOf[field];
    if (known !== undefined && range !== undefined) said[known] = fieldSaid(format, detail, range);
    const check = checkDigitOf[field];
    if (check !== undefined && range !== undefined) said[check] = { read: range.raw, valid: detail.valid };
  }
  return said;
}

/** Surname and given names of one place by what they parsed there, other fields by the place and text that they took them from. */
function fieldSaid(format: MrzFormat, detail: Details, { line, start, raw }: TheirRange): Said[string] {
  if (rulesOf(format).names !== null && (detail.field === 'lastName' || detail.field === 'firstName'))
    return { line, start: detail.start, end: detail.end, value: detail.value ?? '' };
  return { line, start, end: start + raw.replace(/<+$/, '').length, value: cleaned(raw) };
}

describe('parseMrz beside the npm package mrz', () => {
  it.each(Object.keys(zones) as MrzFormat[])('%s: the same fields, places and check digits', (format) => {
    const zone = zones[format];
    if (zone === undefined) throw new Error(`no zones of ${format}`);
    fc.assert(
      fc.property(zone, (lines) => {
        expect(lines.map(({ length }) => length)).toEqual(rulesOf(format).lines.map(({ length }) => length));
        const parsed = parseMrz(format, lines, new Date('2030-01-01'));
        expect(ours(format, parsed)).toEqual(theirs(format, lines));
        for (const { at, read } of parsed.checkDigits) expect(textAt(lines, at)).toBe(read);
      }),
    );
  });
});

describe('where parseMrz parts from the npm package mrz, on purpose', () => {
  const today = new Date('2026-06-15T00:00:00Z');
  const value = (format: MrzFormat, lines: string[], name: string): string | null | undefined =>
    parseMrz(format, lines, today).fields.find((field) => field.name === name)?.normalized;
  const valid = (format: MrzFormat, lines: string[]): boolean =>
    parseMrz(format, lines, today).checkDigits.every((digit) => digit.valid);
  const td3 = (second: string, code = 'P<UTO'): string[] => [`${code}ERIKSSON<<ANNA`.padEnd(44, '<'), second];
  const birth = (date: string, sexChar = 'F', nationality = 'FRA'): string => {
    const [head, born, expiry] = [checked('L898902C3'), checked(date), checked('330415')];
    const personal = '<'.repeat(15);
    return `${head}${nationality}${born}${sexChar}${expiry}${personal}${checkDigit(head + born + expiry + personal)}`;
  };

  it('takes a state as printed: which codes exist is no matter of the zone, and Utopia and old codes are read, too', () => {
    for (const code of ['UTO', 'SI<', 'BDR']) {
      const lines = td3(birth('740812', 'F', code), `P<${code}`);
      expect(value('TD3', lines, 'nationality')).toBe(code.replace('<', ''));
      expect(valid('TD3', lines)).toBe(true);
      expect(parse(lines).valid).toBe(false);
    }
  });

  it('refuses days that the calendar does not have, and resolves centuries', () => {
    const lines = td3(birth('740231'));
    expect(value('TD3', lines, 'birthDate')).toBeNull();
    expect(parse(lines).fields.birthDate).toBe('740231');
    expect(value('TD3', td3(birth('740228')), 'birthDate')).toBe('1974-02-28');
  });

  it('reads X as a filler for sex, as some states print it', () => {
    expect(value('TD3', td3(birth('740812', 'X')), 'sex')).toBe('X');
    expect(parse(td3(birth('740812', 'X'))).fields.sex).toBeNull();
  });

  const long = (code: string, head: string): string[] => {
    const first = `${code}${head}`.padEnd(30, '<');
    const second = `7408122F1204159${code.slice(2)}`.padEnd(29, '<');
    const all = first.slice(5) + second.slice(0, 7) + second.slice(8, 15) + second.slice(18);
    return [first, second + checkDigit(all), 'ERIKSSON<<ANNA'.padEnd(30, '<')];
  };

  it('joins numbers of more than nine characters, and gives the optional data without their rest', () => {
    // A Belgian card, whose check digit passes over the filler, and a Portuguese one, whose check digit counts it.
    const belgian = long('IDBEL', '600001476<9355');
    const portuguese = long('I<PRT', '000024759<ZZ72<ABC');
    expect(value('TD1', belgian, 'documentNumber')).toBe('600001476935');
    expect(value('TD1', portuguese, 'documentNumber')).toBe('000024759ZZ7');
    expect(value('TD1', portuguese, 'optionalData')).toBe('ABC');
    expect([valid('TD1', belgian), valid('TD1', portuguese)]).toEqual([true, true]);
    expect(parse(portuguese).fields).toMatchObject({ documentNumber: '000024759ZZ7', optional1: 'ZZ72 ABC' });
    const wrong = long('IDBEL', '600001476<9354');
    expect(parseMrz('TD1', wrong, today).checkDigits[0]).toMatchObject({
      valid: false,
      expected: '5',
      read: '4',
    });
  });

  it('has visas, which are passports and cards with wrong check digits to mrz', () => {
    const a = ['V<UTOERIKSSON<<ANNA<MARIA'.padEnd(44, '<'), 'L8988901C4XXX4009078F96121096ZE184226B<<<<<<'];
    const b = ['V<UTOERIKSSON<<ANNA<MARIA'.padEnd(36, '<'), 'L8988901C4XXX4009078F9612109<<<<<<<<'];
    expect([valid('MRVA', a), valid('MRVB', b)]).toEqual([true, true]);
    expect([parse(a).valid, parse(b).valid]).toEqual([false, false]);
  });

  it('keeps the French card in one number, as it is printed, and the Swiss licence apart from its blank', () => {
    const french = ['IDFRALOISEAU'.padEnd(36, '<'), '970675K002774HERVE<<DJAMEL<7303216M4'];
    expect(value('FRID', french, 'documentNumber')).toBe(parse(french).documentNumber);
    expect(parse(french).fields).toMatchObject({
      issueDate: '9706',
      administrativeCode2: '75K',
      documentNumber: '00277',
    });
    expect(value('FRID', french, 'givenNames')).toBe('HERVE DJAMEL');
    const swiss = ['AAA001D<<', 'FACHE305142128097<<800126<<<<<', 'MARCHAND<<FABIENNE'.padEnd(30, '<')];
    expect(value('CHDL', swiss, 'documentNumber')).toBe(parse(swiss).documentNumber);
    expect(value('CHDL', swiss, 'optionalData')).toBe(parse(swiss).fields.documentNumber);
  });

  it('reads a card of TD2 that says IDFRA as such where its lines are so', () => {
    const card = ['IDFRAERIKSSON<<ANNA'.padEnd(36, '<'), 'D231458907UTO7408122F1204159<<<<<<<6'];
    expect(valid('TD2', card)).toBe(true);
    expect(parse(card).format).toBe('FRENCH_NATIONAL_ID');
  });
});
