import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { MrzFormat } from '#shared/domain/analysis.ts';
import { checkDigit } from './check-digit.ts';
import { formatRules, textAt } from './formats.ts';
import { parseMrz, resolveDate } from './parse.ts';

const today = new Date('2026-06-15T00:00:00Z');

const normalized = (format: MrzFormat, lines: string[]): Record<string, string | null> =>
  Object.fromEntries(parseMrz(format, lines, today).fields.map((field) => [field.name, field.normalized]));
const validity = (format: MrzFormat, lines: string[]): Record<string, boolean> =>
  Object.fromEntries(parseMrz(format, lines, today).checkDigits.map(({ name, valid }) => [name, valid]));

describe('parseMrz on the specimens of ICAO Doc 9303', () => {
  it('reads the passport of part 4, appendix B', () => {
    const lines = [
      'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
      'L898902C36UTO7408122F1204159ZE184226B<<<<<10',
    ];
    expect(normalized('TD3', lines)).toEqual({
      documentCode: 'P',
      issuingState: 'UTO',
      documentNumber: 'L898902C3',
      nationality: 'UTO',
      birthDate: '1974-08-12',
      sex: 'F',
      expiryDate: '2012-04-15',
      optionalData: 'ZE184226B',
      surname: 'ERIKSSON',
      givenNames: 'ANNA MARIA',
    });
    expect(validity('TD3', lines)).toEqual({
      'document-number': true,
      'birth-date': true,
      'expiry-date': true,
      'optional-data': true,
      composite: true,
    });
    const fields = parseMrz('TD3', lines, today).fields;
    expect(fields.find(({ name }) => name === 'surname')).toMatchObject({ line: 0, start: 5, end: 13 });
    expect(fields.find(({ name }) => name === 'givenNames')).toMatchObject({ line: 0, start: 15, end: 25 });
  });

  it('reads the card of part 5, appendix B', () => {
    const lines = [
      'I<UTOD231458907<<<<<<<<<<<<<<<',
      '7408122F1204159UTO<<<<<<<<<<<6',
      'ERIKSSON<<ANNA<MARIA<<<<<<<<<<',
    ];
    expect(normalized('TD1', lines)).toMatchObject({
      documentCode: 'I',
      documentNumber: 'D23145890',
      birthDate: '1974-08-12',
      optionalData: null,
      optionalData2: null,
      surname: 'ERIKSSON',
      givenNames: 'ANNA MARIA',
    });
    expect(Object.values(validity('TD1', lines))).toEqual([true, true, true, true]);
  });

  it('reads the card of part 6, appendix B', () => {
    const lines = ['I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'D231458907UTO7408122F1204159<<<<<<<6'];
    expect(normalized('TD2', lines)).toMatchObject({ documentNumber: 'D23145890', surname: 'ERIKSSON' });
    expect(Object.values(validity('TD2', lines))).toEqual([true, true, true, true]);
  });

  it('reads the visas of part 7, appendices B and C', () => {
    const a = [
      'V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
      'L8988901C4XXX4009078F96121096ZE184226B<<<<<<',
    ];
    expect(normalized('MRVA', a)).toMatchObject({
      documentNumber: 'L8988901C',
      nationality: 'XXX',
      birthDate: '1940-09-07',
      expiryDate: '1996-12-10',
      optionalData: '6ZE184226B',
    });
    expect(Object.values(validity('MRVA', a))).toEqual([true, true, true]);
    const b = ['V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<', 'L8988901C4XXX4009078F9612109<<<<<<<<'];
    expect(Object.values(validity('MRVB', b))).toEqual([true, true, true]);
  });

  it('reads the French card, whose birth date and names stand elsewhere', () => {
    const lines = ['IDFRALOISEAU<<<<<<<<<<<<<<<<<<<<<<<<', '970675K002774HERVE<<DJAMEL<7303216M4'];
    expect(normalized('FRID', lines)).toMatchObject({
      surname: 'LOISEAU',
      givenNames: 'HERVE DJAMEL',
      birthDate: '1973-03-21',
      sex: 'M',
      documentNumber: '970675K00277',
    });
  });

  it('joins a document number of more than nine characters (part 5, 4.2.4)', () => {
    const number = 'D23145890734';
    const head = `I<UTO${number.slice(0, 9)}<${number.slice(9)}${checkDigit(number)}`.padEnd(30, '<');
    const middle = '7408122F1204159UTO<<<<<<<<<<<';
    const composite = checkDigit(
      head.slice(5, 30) + middle.slice(0, 7) + middle.slice(8, 15) + middle.slice(18, 29),
    );
    const lines = [head, middle + composite, 'ERIKSSON<<ANNA<MARIA<<<<<<<<<<'];
    expect(normalized('TD1', lines)).toMatchObject({ documentNumber: number, optionalData: null });
    expect(Object.values(validity('TD1', lines))).toEqual([true, true, true, true]);
  });

  it('reports a wrong check digit with what was expected', () => {
    const lines = [
      'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<',
      'L898902C37UTO7408122F1204159ZE184226B<<<<<10',
    ];
    expect(parseMrz('TD3', lines, today).checkDigits[0]).toEqual({
      name: 'document-number',
      valid: false,
      expected: '6',
      read: '7',
      at: { line: 1, start: 9, end: 10 },
    });
  });

  it('accepts a filler as check digit of an empty personal number only (part 4, 4.2.2)', () => {
    const upper = 'P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<';
    expect(validity('TD3', [upper, 'L898902C36UTO7408122F1204159<<<<<<<<<<<<<<<8'])['optional-data']).toBe(
      true,
    );
    expect(validity('TD3', [upper, 'L898902C36UTO7408122F1204159ZE184226B<<<<<<8'])['optional-data']).toBe(
      false,
    );
  });

  it('refuses lines of another length', () => {
    expect(() => parseMrz('TD3', ['P<UTO', 'L898902C36'], today)).toThrow(RangeError);
  });
});

describe('resolveDate', () => {
  it.each([
    ['260615', 'birth', '2026-06-15', 'today'],
    ['260616', 'birth', '1926-06-16', 'tomorrow is a century ago'],
    ['740812', 'birth', '1974-08-12', 'past'],
    ['7408<<', 'birth', '1974-08', 'unknown day (9303-3, 4.8)'],
    ['74<<<<', 'birth', '1974', 'unknown month and day'],
    ['<<<<<<', 'birth', null, 'unknown'],
    ['740231', 'birth', null, 'no such day'],
    ['000229', 'birth', '2000-02-29', 'leap day'],
    ['741301', 'birth', null, 'no such month'],
    ['360615', 'expiry', '2036-06-15', 'ten years on'],
    ['760615', 'expiry', '2076-06-15', 'at most fifty years on'],
    ['770615', 'expiry', '1977-06-15', 'further means the century before'],
    ['A40812', 'expiry', null, 'no digit'],
  ] as const)('%s as %s is %s (%s)', (value, kind, expected, _why) => {
    expect(resolveDate(value, kind, today)).toBe(expected);
  });
});

const letters = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ');
const alnum = Array.from('ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789');
const text = (units: string[], minLength: number, maxLength: number): fc.Arbitrary<string> =>
  fc.string({ unit: fc.constantFrom(...units), minLength, maxLength });
const date = fc
  .date({ min: new Date('1930-01-01'), max: new Date('2020-12-31'), noInvalidDate: true })
  .map((day) => day.toISOString().slice(0, 10));

/** Writes lines from fields as an issuer does, from the same table that the parser reads. */
function compose(
  format: Exclude<MrzFormat, 'FRID'>,
  person: {
    number: string;
    state: string;
    birth: string;
    sex: string;
    expiry: string;
    surname: string;
    given: string;
  },
): string[] {
  const rules = formatRules.find((one) => one.format === format);
  if (rules === undefined || rules.names === null) throw new Error('a format with names');
  const lines = rules.lines.map((classes) => Array.from({ length: classes.length }, () => '<'));
  const write = (span: { line: number; start: number; end: number }, value: string): void => {
    for (let i = span.start; i < span.end; i++) {
      const line = lines[span.line];
      if (line !== undefined) line[i] = value[i - span.start] ?? '<';
    }
  };
  const values: Record<string, string> = {
    documentCode: format === 'TD3' ? 'P' : format.startsWith('MRV') ? 'V' : 'I',
    issuingState: person.state,
    nationality: person.state,
    documentNumber: person.number,
    birthDate: person.birth.slice(2).replaceAll('-', ''),
    expiryDate: person.expiry.slice(2).replaceAll('-', ''),
    sex: person.sex,
  };
  for (const { name, span } of rules.fields) write(span, values[name] ?? '');
  write(rules.names, `${person.surname}<<${person.given}`);
  for (const { at, over } of rules.checkDigits) {
    const soFar = lines.map((line) => line.join(''));
    write(at, checkDigit(over.map((span) => textAt(soFar, span)).join('')));
  }
  return lines.map((line) => line.join(''));
}

describe('parseMrz and composing', () => {
  it.each(['TD1', 'TD2', 'TD3', 'MRVA', 'MRVB'] as const)('gives back what %s was written from', (format) => {
    fc.assert(
      fc.property(
        fc.record({
          number: text(alnum, 1, 9),
          state: text(letters, 3, 3),
          birth: date,
          sex: fc.constantFrom('M', 'F'),
          expiry: date,
          surname: text(letters, 1, 12),
          given: text(letters, 1, 10),
        }),
        (person) => {
          const lines = compose(format, person);
          // A later reference day than any date drawn, so that every two-digit year from 1930 to 2020 has one meaning as a birth.
          const parsed = parseMrz(format, lines, new Date('2029-01-01'));
          expect(parsed.checkDigits.every(({ valid }) => valid)).toBe(true);
          const field = (name: string): string | null | undefined =>
            parsed.fields.find((one) => one.name === name)?.normalized;
          expect({
            number: field('documentNumber'),
            state: field('nationality'),
            birth: field('birthDate'),
            sex: field('sex'),
            surname: field('surname'),
            given: field('givenNames'),
          }).toEqual({
            number: person.number,
            state: person.state,
            birth: person.birth,
            sex: person.sex,
            surname: person.surname,
            given: person.given,
          });
        },
      ),
    );
  });
});

describe('parseMrz on the Russian internal passport', () => {
  const personal = '5120101770001<';
  const second = (number: string, birth: string, rest: string): string => {
    const head = `${number}${checkDigit(number)}`;
    const born = `${birth}${checkDigit(birth)}`;
    const tail = `${rest}${checkDigit(rest)}`;
    return `${head}RUS${born}M<<<<<<<${tail}${checkDigit(`${head}${born}<<<<<<<${tail}`)}`;
  };
  const lines = ['PNRUS3ERNYWEV<<ILXQ<SERGEEVI3'.padEnd(44, '<'), second('460123456', '850312', personal)];

  it('reads names in Cyrillic, the number from two places, day of issue and division', () => {
    expect(normalized('RUIP', lines)).toEqual({
      documentCode: 'PN',
      issuingState: 'RUS',
      documentNumber: '4605123456',
      nationality: 'RUS',
      birthDate: '1985-03-12',
      sex: 'M',
      issueDate: '2012-01-01',
      divisionCode: '770001',
      surname: 'ЧЕРНЫЩЕВ',
      givenNames: 'ИЛЪЙ',
      patronymic: 'СЕРГЕЕВИЧ',
    });
    expect(Object.values(validity('RUIP', lines))).toEqual([true, true, true, true, true]);
  });

  it('has an expiry that nobody checks only where there is none', () => {
    const wrong = lines.map((line) => line.replace('M<<<<<<<', 'M300101<'));
    expect(validity('RUIP', wrong)['expiry-date']).toBe(false);
  });

  it('says where its names stand', () => {
    const { fields } = parseMrz('RUIP', lines, today);
    const placeOf = (name: string): string => {
      const { line, start, end } = fields.find((field) => field.name === name) ?? {
        line: 0,
        start: 0,
        end: 0,
      };
      return (lines[line] ?? '').slice(start, end);
    };
    expect([placeOf('surname'), placeOf('givenNames'), placeOf('patronymic')]).toEqual([
      '3ERNYWEV',
      'ILXQ',
      'SERGEEVI3',
    ]);
  });
});
