import { must } from '#shared/lib/invariant.ts';
import type { MrzFormat } from '#shared/domain/analysis.ts';
import { checkDigit } from './check-digit.ts';
import { toRussianName } from '../names/russian-names.ts';
import {
  type CheckDigitName,
  formatRules,
  type FormatRules,
  type MrzFieldName,
  type Span,
  textAt,
} from './formats.ts';

/** A field as printed and as meant. */
export interface ParsedField {
  readonly name: MrzFieldName;
  /** As printed, fillers included. */
  readonly value: string;
  /**
   * Dates as `1974-08-12`, or `1974-08` and `1974` where day or month are unknown; sex as `M`, `F` or `X`; names with spaces for
   * fillers; others without trailing fillers. `null` when it is empty or is no such thing.
   */
  readonly normalized: string | null;
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** One check digit of the zone; `read` is what is printed, a filler included. */
export interface ParsedCheckDigit {
  readonly name: CheckDigitName;
  readonly valid: boolean;
  readonly expected: string;
  readonly read: string;
  readonly at: Span;
}

export interface ParsedMrz {
  readonly fields: readonly ParsedField[];
  readonly checkDigits: readonly ParsedCheckDigit[];
}

/** The rules of `format`. */
export function rulesOf(format: MrzFormat): FormatRules {
  return must(
    formatRules.find((rules) => rules.format === format),
    `rules of ${format}`,
  );
}

/**
 * Splits the lines of a zone into fields and computes its check digits; never mends anything. `lines` are as long as `format`
 * says, else a RangeError. Centuries are resolved against `referenceDate`. Rules: ICAO Doc 9303 parts 3 to 7.
 */
export function parseMrz(format: MrzFormat, lines: readonly string[], referenceDate: Date): ParsedMrz {
  const rules = rulesOf(format);
  if (
    lines.length !== rules.lines.length ||
    rules.lines.some((columns, i) => columns.length !== lines[i]?.length)
  ) {
    throw new RangeError(
      `${format} has ${rules.lines.map((columns) => columns.length).join(' + ')} characters`,
    );
  }
  const long = longNumber(rules, lines);
  const fields: ParsedField[] = [];
  for (const { name, span, joined } of rules.fields) {
    if (name === 'documentNumber' && long !== null) {
      fields.push({ name, value: long.value, normalized: withoutFillers(long.value), ...span });
    } else if (name === 'optionalData' && long !== null) {
      const start = Math.min(long.checkAt.end + 1, span.end);
      const rest = { ...span, start };
      fields.push(field(name, textAt(lines, rest), rest, referenceDate));
    } else {
      const value = (joined ?? [span]).map((part) => textAt(lines, part)).join('');
      fields.push(field(name, value, span, referenceDate));
    }
  }
  if (rules.names !== null) {
    const names = nameFields(textAt(lines, rules.names), rules.names);
    fields.push(...(rules.transliteration === 'russian' ? names.flatMap(inRussian) : names));
  }
  return { fields, checkDigits: checkDigitsOf(rules, lines) };
}

/** The check digits of a zone, in the order of the format's table. */
export function checkDigitsOf(rules: FormatRules, lines: readonly string[]): ParsedCheckDigit[] {
  return rules.checkDigits.map((rule) => {
    if (rule.name === 'document-number') {
      const long = longNumber(rules, lines);
      if (long !== null) {
        const read = textAt(lines, long.checkAt);
        // Doc 9303-5 does not say whether the filler counts: on Belgian cards it does not, on Portuguese ones it does.
        const expected = checkDigit(long.value);
        const withFiller = checkDigit(
          `${long.value.slice(0, long.headLength)}<${long.value.slice(long.headLength)}`,
        );
        const valid = read === expected || read === withFiller;
        return { name: rule.name, valid, expected: valid ? read : expected, read, at: long.checkAt };
      }
    }
    const data = rule.over.map((span) => textAt(lines, span)).join('');
    const expected = checkDigit(data);
    const read = textAt(lines, rule.at);
    const emptyAndUnchecked = rule.mayBeFiller && read === '<' && /^<*$/.test(data);
    return { name: rule.name, valid: read === expected || emptyAndUnchecked, expected, read, at: rule.at };
  });
}

/**
 * A number of more than nine characters: a filler in place of the check digit, and the rest, its check digit and a filler at the
 * start of the optional data (ICAO Doc 9303-5 and 9303-6). `null` where the number is a short one.
 */
function longNumber(
  rules: FormatRules,
  lines: readonly string[],
): { value: string; headLength: number; checkAt: Span } | null {
  const rule = rules.checkDigits.find(({ name }) => name === 'document-number');
  if (rules.longNumber === null || rule === undefined || textAt(lines, rule.at) !== '<') return null;
  const optional = textAt(lines, rules.longNumber);
  const head = rule.over.map((span) => textAt(lines, span)).join('');
  const tail = /^[A-Z0-9]{2,}/.exec(optional)?.[0];
  if (tail === undefined || head.includes('<')) return null;
  const checkColumn = rules.longNumber.start + tail.length - 1;
  return {
    value: head + tail.slice(0, -1),
    headLength: head.length,
    checkAt: { line: rules.longNumber.line, start: checkColumn, end: checkColumn + 1 },
  };
}

function field(name: MrzFieldName, value: string, span: Span, referenceDate: Date): ParsedField {
  return { name, value, normalized: normalize(name, value, referenceDate), ...span };
}

function normalize(name: MrzFieldName, value: string, referenceDate: Date): string | null {
  switch (name) {
    case 'birthDate':
    case 'issueDate':
      return resolveDate(value, 'birth', referenceDate);
    case 'expiryDate':
      return resolveDate(value, 'expiry', referenceDate);
    case 'sex':
      if (value === 'M' || value === 'F') return value;
      return value === '<' || value === 'X' ? 'X' : null;
    case 'surname':
    case 'givenNames':
    case 'patronymic':
      return spaced(value);
    case 'documentCode':
    case 'issuingState':
    case 'nationality':
    case 'documentNumber':
    case 'optionalData':
    case 'optionalData2':
    case 'divisionCode':
      return withoutFillers(value);
  }
}

const withoutFillers = (value: string): string | null => value.replace(/<+$/, '') || null;

const spaced = (value: string): string | null => value.replaceAll(/<+/g, ' ').trim() || null;

/** Surname before the first `<<`, given names after it (ICAO Doc 9303-3, 4.6). With no `<<` there are no given names. */
function nameFields(text: string, span: Span): ParsedField[] {
  const parted = text.search(/<</);
  const surnameEnd = parted < 0 ? text.length : parted;
  const givenStart = parted < 0 ? text.length : parted + 2;
  const part = (name: MrzFieldName, start: number, end: number): ParsedField => {
    const value = text.slice(start, end);
    return {
      name,
      value,
      normalized: spaced(value),
      line: span.line,
      start: span.start + start,
      end: span.start + end,
    };
  };
  const givenEnd = givenStart + text.slice(givenStart).replace(/<+$/, '').length;
  return [part('surname', 0, surnameEnd), part('givenNames', givenStart, givenEnd)];
}

/** Names as they are printed, in Cyrillic; of the given names the last is the patronymic, where there are two. */
function inRussian(field: ParsedField): ParsedField[] {
  const part = (name: MrzFieldName, start: number, end: number): ParsedField => {
    const value = field.value.slice(start, end);
    const normalized = spaced(value);
    return {
      ...field,
      name,
      value,
      normalized: normalized === null ? null : toRussianName(normalized),
      start: field.start + start,
      end: field.start + end,
    };
  };
  const whole = field.value.length;
  const parted = field.name === 'givenNames' ? field.value.lastIndexOf('<') : -1;
  if (parted < 0) return [part(field.name, 0, whole)];
  return [part('givenNames', 0, parted), part('patronymic', parted + 1, whole)];
}

/** How far ahead a document may still expire: 50 years, after which two digits mean the century before. */
const longestValidityYears = 50;

/**
 * A date of six characters, YYMMDD, with fillers for what is unknown (ICAO Doc 9303-3, 4.8). A birth lies at or before
 * `referenceDate`; an expiry at most 50 years after it. `null` for what is no date: letters, a 13th month, a 31 February.
 */
export function resolveDate(value: string, kind: 'birth' | 'expiry', referenceDate: Date): string | null {
  const parts = /^(\d\d)(\d\d|<<)(\d\d|<<)$/.exec(value);
  if (parts === null) return null;
  const [, yearText = '', monthText = '', dayText = ''] = parts;
  const month = monthText === '<<' ? null : Number(monthText);
  const day = dayText === '<<' ? null : Number(dayText);
  if (month === null && day !== null) return null;
  if (month !== null && (month < 1 || month > 12)) return null;

  const thisYear = referenceDate.getUTCFullYear();
  const latest = kind === 'birth' ? thisYear : thisYear + longestValidityYears;
  let year = Math.floor(latest / 100) * 100 + Number(yearText);
  if (year > latest) year -= 100;
  if (kind === 'birth' && year === thisYear) {
    const born = Date.UTC(year, (month ?? 1) - 1, day ?? 1);
    if (born > referenceDate.getTime()) year -= 100;
  }
  const yearPart = String(year).padStart(4, '0');
  if (month === null) return yearPart;
  if (day === null) return `${yearPart}-${monthText}`;
  const lastDay = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return day >= 1 && day <= lastDay ? `${yearPart}-${monthText}-${dayText}` : null;
}
