import type { MrzFormat } from '#shared/domain/analysis.ts';

/**
 * Which characters may stand at a place: letters with or without filler, digits with or without filler, a filler alone, any, the sex
 * code, or what `russian-names.ts` writes names with.
 */
export type CharacterClass =
  'letter' | 'letter-filler' | 'digit' | 'digit-filler' | 'filler' | 'any' | 'sex' | 'russian-name';

/** A run of characters in the zone: line and columns from 0, `end` exclusive. */
export interface Span {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

export type MrzFieldName =
  | 'documentCode'
  | 'issuingState'
  | 'documentNumber'
  | 'nationality'
  | 'birthDate'
  | 'sex'
  | 'expiryDate'
  | 'optionalData'
  | 'optionalData2'
  | 'surname'
  | 'givenNames'
  | 'patronymic'
  | 'issueDate'
  | 'divisionCode';

export type CheckDigitName = 'document-number' | 'birth-date' | 'expiry-date' | 'optional-data' | 'composite';

export interface CheckDigitRule {
  readonly name: CheckDigitName;
  readonly at: Span;
  /** What it is computed over, joined in this order. */
  readonly over: readonly Span[];
  /** A filler may stand for the digit: an empty optional field (9303-4), or a number that goes on (9303-5). */
  readonly mayBeFiller: boolean;
}

export interface FormatRules {
  readonly format: MrzFormat;
  /** How a line of it starts, and what another start costs, in nats: 3 where mock-ups have others, more where nothing else tells the format. */
  readonly code: { readonly line: number; readonly usual: RegExp; readonly otherwise: number };
  /** One class per column, per line. */
  readonly lines: readonly (readonly CharacterClass[])[];
  readonly fields: readonly {
    readonly name: MrzFieldName;
    readonly span: Span;
    /** Where its value stands in several places: these, joined in this order; `span` is the first place to look at. */
    readonly joined?: readonly Span[];
  }[];
  /** Surname and given names together, parted by `<<` (9303-3, 4.6); `null` where each has its own place. */
  readonly names: Span | null;
  /** How its letters become those of the print; Latin ones where not given. */
  readonly transliteration?: 'russian';
  readonly checkDigits: readonly CheckDigitRule[];
  /** Where a document number of more than nine characters goes on (9303-5, 9303-6). */
  readonly longNumber: Span | null;
}

const at = (line: number, start: number, end = start + 1): Span => ({ line, start, end });

function line(...runs: readonly (readonly [CharacterClass, number])[]): CharacterClass[] {
  return runs.flatMap(([kind, count]) => Array.from({ length: count }, () => kind));
}

const names = (length: number): CharacterClass[] =>
  line(['letter', 1], ['any', 1], ['letter-filler', length - 2]);

/** Number, nationality, birth, sex and expiry: the second line of every format of two lines but the French one. */
const person: readonly (readonly [CharacterClass, number])[] = [
  ['any', 9],
  ['digit-filler', 1],
  ['letter-filler', 3],
  ['digit-filler', 6],
  ['digit-filler', 1],
  ['sex', 1],
  ['digit-filler', 6],
  ['digit-filler', 1],
];

const personFields = [
  { name: 'documentCode', span: at(0, 0, 2) },
  { name: 'issuingState', span: at(0, 2, 5) },
  { name: 'documentNumber', span: at(1, 0, 9) },
  { name: 'nationality', span: at(1, 10, 13) },
  { name: 'birthDate', span: at(1, 13, 19) },
  { name: 'sex', span: at(1, 20) },
  { name: 'expiryDate', span: at(1, 21, 27) },
] as const;

const rule = (
  name: CheckDigitName,
  place: Span,
  over: readonly Span[],
  mayBeFiller = false,
): CheckDigitRule => ({
  name,
  at: place,
  over,
  mayBeFiller,
});

const personChecks = (numberMayGoOn: boolean): CheckDigitRule[] => [
  rule('document-number', at(1, 9), [at(1, 0, 9)], numberMayGoOn),
  rule('birth-date', at(1, 19), [at(1, 13, 19)]),
  rule('expiry-date', at(1, 27), [at(1, 21, 27)]),
];

/** ICAO Doc 9303-4: passports, 2 lines of 44. */
const td3: FormatRules = {
  format: 'TD3',
  code: { line: 0, usual: /^P(?!NRUS)/, otherwise: 3 },
  lines: [names(44), line(...person, ['any', 14], ['digit-filler', 1], ['digit', 1])],
  fields: [...personFields, { name: 'optionalData', span: at(1, 28, 42) }],
  names: at(0, 5, 44),
  checkDigits: [
    ...personChecks(false),
    rule('optional-data', at(1, 42), [at(1, 28, 42)], true),
    rule('composite', at(1, 43), [at(1, 0, 10), at(1, 13, 20), at(1, 21, 43)]),
  ],
  longNumber: null,
};

/** ICAO Doc 9303-7: visas, 2 lines of 44, no composite check digit. */
const mrva: FormatRules = {
  format: 'MRVA',
  code: { line: 0, usual: /^V/, otherwise: 12 },
  lines: [names(44), line(...person, ['any', 16])],
  fields: [...personFields, { name: 'optionalData', span: at(1, 28, 44) }],
  names: at(0, 5, 44),
  checkDigits: personChecks(false),
  longNumber: null,
};

/** ICAO Doc 9303-6: cards of 2 lines of 36. */
const td2: FormatRules = {
  format: 'TD2',
  code: { line: 0, usual: /^[ACIP]/, otherwise: 3 },
  lines: [names(36), line(...person, ['any', 7], ['digit', 1])],
  fields: [...personFields, { name: 'optionalData', span: at(1, 28, 35) }],
  names: at(0, 5, 36),
  checkDigits: [
    ...personChecks(true),
    rule('composite', at(1, 35), [at(1, 0, 10), at(1, 13, 20), at(1, 21, 35)]),
  ],
  longNumber: at(1, 28, 35),
};

/** ICAO Doc 9303-7: visas, 2 lines of 36, no composite check digit. */
const mrvb: FormatRules = {
  format: 'MRVB',
  code: { line: 0, usual: /^V/, otherwise: 12 },
  lines: [names(36), line(...person, ['any', 8])],
  fields: [...personFields, { name: 'optionalData', span: at(1, 28, 36) }],
  names: at(0, 5, 36),
  checkDigits: personChecks(false),
  longNumber: null,
};

/** ICAO Doc 9303-5: cards of 3 lines of 30. */
const td1: FormatRules = {
  format: 'TD1',
  code: { line: 0, usual: /^[ACI]/, otherwise: 3 },
  lines: [
    line(['letter', 1], ['any', 1], ['letter-filler', 3], ['any', 9], ['digit-filler', 1], ['any', 15]),
    line(
      ['digit-filler', 6],
      ['digit-filler', 1],
      ['sex', 1],
      ['digit-filler', 6],
      ['digit-filler', 1],
      ['letter-filler', 3],
      ['any', 11],
      ['digit', 1],
    ),
    line(['letter-filler', 30]),
  ],
  fields: [
    { name: 'documentCode', span: at(0, 0, 2) },
    { name: 'issuingState', span: at(0, 2, 5) },
    { name: 'documentNumber', span: at(0, 5, 14) },
    { name: 'optionalData', span: at(0, 15, 30) },
    { name: 'birthDate', span: at(1, 0, 6) },
    { name: 'sex', span: at(1, 7) },
    { name: 'expiryDate', span: at(1, 8, 14) },
    { name: 'nationality', span: at(1, 15, 18) },
    { name: 'optionalData2', span: at(1, 18, 29) },
  ],
  names: at(2, 0, 30),
  checkDigits: [
    rule('document-number', at(0, 14), [at(0, 5, 14)], true),
    rule('birth-date', at(1, 6), [at(1, 0, 6)]),
    rule('expiry-date', at(1, 14), [at(1, 8, 14)]),
    rule('composite', at(1, 29), [at(0, 5, 30), at(1, 0, 7), at(1, 8, 15), at(1, 18, 29)]),
  ],
  longNumber: at(0, 15, 30),
};

/** The French identity card of 1988 to 2021: 2 lines of 36, older than ICAO's TD2 and unlike it. It names no expiry date. */
const frid: FormatRules = {
  format: 'FRID',
  code: { line: 0, usual: /^IDFRA/, otherwise: 12 },
  lines: [
    line(['letter', 5], ['letter-filler', 25], ['any', 6]),
    line(
      ['any', 12],
      ['digit', 1],
      ['letter-filler', 14],
      ['digit-filler', 6],
      ['digit', 1],
      ['sex', 1],
      ['digit', 1],
    ),
  ],
  fields: [
    { name: 'documentCode', span: at(0, 0, 2) },
    { name: 'issuingState', span: at(0, 2, 5) },
    { name: 'surname', span: at(0, 5, 30) },
    { name: 'optionalData', span: at(0, 30, 36) },
    { name: 'documentNumber', span: at(1, 0, 12) },
    { name: 'givenNames', span: at(1, 13, 27) },
    { name: 'birthDate', span: at(1, 27, 33) },
    { name: 'sex', span: at(1, 34) },
  ],
  names: null,
  checkDigits: [
    rule('document-number', at(1, 12), [at(1, 0, 12)]),
    rule('birth-date', at(1, 33), [at(1, 27, 33)]),
    rule('composite', at(1, 35), [at(0, 0, 36), at(1, 0, 35)]),
  ],
  longNumber: null,
};

/**
 * The Russian internal passport, page 3: the lines of a TD3 with a transliteration of its own, no expiry, three digits of the
 * series in the number's place and the fourth at the head of the optional data, which go on with day of issue and division code.
 */
const ruip: FormatRules = {
  format: 'RUIP',
  code: { line: 0, usual: /^PNRUS/, otherwise: 12 },
  lines: [
    line(['letter', 5], ['russian-name', 39]),
    line(
      ['digit', 10],
      ['letter', 3],
      ['digit', 7],
      ['sex', 1],
      ['digit-filler', 7],
      ['digit', 13],
      ['digit-filler', 1],
      ['digit', 2],
    ),
  ],
  fields: [
    ...personFields.filter(({ name }) => name !== 'documentNumber' && name !== 'expiryDate'),
    { name: 'documentNumber', span: at(1, 0, 9), joined: [at(1, 0, 3), at(1, 28), at(1, 3, 9)] },
    { name: 'issueDate', span: at(1, 29, 35) },
    { name: 'divisionCode', span: at(1, 35, 41) },
  ],
  names: at(0, 5, 44),
  transliteration: 'russian',
  checkDigits: [
    rule('document-number', at(1, 9), [at(1, 0, 9)]),
    rule('birth-date', at(1, 19), [at(1, 13, 19)]),
    rule('expiry-date', at(1, 27), [at(1, 21, 27)], true),
    rule('optional-data', at(1, 42), [at(1, 28, 42)]),
    rule('composite', at(1, 43), [at(1, 0, 10), at(1, 13, 20), at(1, 21, 43)]),
  ],
  longNumber: null,
};

/** Short or unchecked zones are what other print looks like; so their codes are demanded: no reading without them is a zone. */
const demanded = 60;

/**
 * The French driving licence of 2013: one line of 30. Its number's check digit covers the code and state before it, and the last one
 * everything. It has room for eight letters of the surname.
 */
const frdl: FormatRules = {
  format: 'FRDL',
  code: { line: 0, usual: /^[ABD]\dFRA/, otherwise: demanded },
  lines: [
    line(
      ['letter', 1],
      ['digit', 1],
      ['letter', 3],
      ['any', 9],
      ['digit', 1],
      ['digit', 6],
      ['letter-filler', 8],
      ['digit', 1],
    ),
  ],
  fields: [
    { name: 'documentCode', span: at(0, 0, 2) },
    { name: 'issuingState', span: at(0, 2, 5) },
    { name: 'documentNumber', span: at(0, 5, 14) },
    { name: 'expiryDate', span: at(0, 15, 21) },
    { name: 'surname', span: at(0, 21, 29) },
  ],
  names: null,
  checkDigits: [
    rule('document-number', at(0, 14), [at(0, 0, 14)]),
    rule('composite', at(0, 29), [at(0, 0, 29)]),
  ],
  longNumber: null,
};

/**
 * The driving licence of Switzerland and Liechtenstein: the number of the blank with a letter for the language (9), then number and day
 * of birth (30), then names (30). It has no check digit at all.
 */
const chdl: FormatRules = {
  format: 'CHDL',
  code: { line: 1, usual: /^FA(CHE|LIE)/, otherwise: demanded },
  lines: [
    line(['any', 3], ['digit', 3], ['letter', 1], ['filler', 2]),
    line(['letter', 5], ['digit', 12], ['filler', 2], ['digit', 6], ['filler', 5]),
    line(['letter', 1], ['letter-filler', 29]),
  ],
  fields: [
    { name: 'documentCode', span: at(1, 0, 2) },
    { name: 'issuingState', span: at(1, 2, 5) },
    { name: 'documentNumber', span: at(1, 5, 17) },
    { name: 'optionalData', span: at(0, 0, 9) },
    { name: 'birthDate', span: at(1, 19, 25) },
  ],
  names: at(2, 0, 30),
  checkDigits: [],
  longNumber: null,
};

/** Every format that is read, as a table: the decoder, the parser and the tests work from it alone. */
export const formatRules: readonly FormatRules[] = [td3, ruip, td1, td2, mrva, mrvb, frid, frdl, chdl];

/** The text of `span`. */
export function textAt(lines: readonly string[], span: Span): string {
  return (lines[span.line] ?? '').slice(span.start, span.end);
}
