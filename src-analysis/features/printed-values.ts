import type { FieldName } from '#shared/domain/analysis.ts';
import type { DocumentDefinition, FieldDefinition } from '../documents/definition.ts';
import { inScript } from './cyrillic.ts';
import { otherReadings } from './number-readings.ts';
import { asDateText, findPrintedDates } from './printed-dates.ts';
import { stateCodeOf } from './state-names.ts';

/** What a printed text means as a field. */
export interface PrintedValue {
  /** ISO day, name in upper case, sex as M, F or X; `null` for what can't be told. */
  readonly normalized: string | null;
  /** Every day that a date may mean: more than one where orders or centuries are ambiguous. */
  readonly days: readonly string[];
  /** Other values that a number may be; absent where it is clear. */
  readonly alternatives?: readonly string[];
}

type DateOrders = DocumentDefinition['dateOrders'];

const none: PrintedValue = { normalized: null, days: [] };
const only = (normalized: string | null): PrintedValue => ({ normalized, days: [] });

/**
 * The value of a field by its kind. `null` normalized where the print is no such value, so that a label's neighbor is not taken for
 * it. `referenceDay` tells centuries: nobody is born, and nothing issued, later; documents are of now.
 */
export function readPrintedValue(
  text: string,
  field: Pick<FieldDefinition, 'name' | 'kind' | 'script' | 'pattern'>,
  { dateOrders, referenceDay }: { readonly dateOrders: DateOrders; readonly referenceDay: string },
): PrintedValue {
  const value = readKind(text, field, dateOrders, referenceDay);
  const { normalized } = value;
  if (normalized === null) return value;
  const others = field.kind === 'number' ? otherReadings(normalized) : [];
  const pattern = field.pattern === null ? null : new RegExp(field.pattern, 'u');
  if (pattern === null) return others.length === 0 ? value : { ...value, alternatives: others };
  // The form of the number says which: only what fits it is a reading.
  const readings = [normalized, inScript(normalized, 'cyrillic'), inDigits(normalized)];
  const fitting =
    readings.find((candidate) => pattern.test(candidate)) ?? others.find((other) => pattern.test(other));
  if (fitting === undefined) return none;
  const alternatives = others.filter((other) => other !== fitting && pattern.test(other));
  return { ...value, normalized: fitting, ...(alternatives.length > 0 && { alternatives }) };
}

function readKind(
  text: string,
  { name, kind, script }: Pick<FieldDefinition, 'name' | 'kind' | 'script'>,
  orders: DateOrders,
  referenceDay: string,
): PrintedValue {
  switch (kind) {
    case 'name':
      return only(nameOf(text, script));
    case 'date':
      return dateOf(text, orders, name, referenceDay);
    case 'number':
      return only(numberOf(text));
    case 'sex':
      return only(sexOf(text));
    case 'categories':
      return only(categoriesOf(text));
    case 'state':
      return only(stateCodeOf(text) ?? textOf(text, script));
    case 'text':
      return only(name === 'place-of-birth' ? placeOf(text, script) : textOf(text, script));
  }
}

function nameOf(text: string, script: FieldDefinition['script']): string | null {
  const name = inScript(text, script)
    .replace(/[^\p{L}'’ -]/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const letters = name.replace(/[^\p{L}]/gu, '');
  const isOfScript = (script === 'latin' ? /^\p{Script=Latin}+$/u : /^\p{Script=Cyrillic}+$/u).test(letters);
  // A name with more than one figure is no name that was misread, but something else.
  const figures = text.replace(/\D/g, '').length;
  return letters.length >= 2 && isOfScript && figures <= 1 ? name : null;
}

/** Place or authority: whatever has words. */
function textOf(text: string, script: FieldDefinition['script']): string | null {
  let rest = script === 'cyrillic' ? text.toUpperCase().normalize('NFC') : inScript(text, script);
  for (const { start, end } of findPrintedDates(asDateText(rest)).reverse())
    rest = `${rest.slice(0, start)} ${rest.slice(end)}`;
  const plain = rest.replace(/\s+/g, ' ').replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}.)]+$/gu, '');
  return plain.replace(/[^\p{L}]/gu, '').length >= 2 ? plain : null;
}

/** A place's name begins with a letter; figures of a district or a department stand behind it in words of their own: `PARIS 14E (75)`. */
function placeOf(text: string, script: FieldDefinition['script']): string | null {
  const place = textOf(text, script);
  return place !== null && /^\p{L}/u.test(place) && !/\p{L}\d/u.test(place) ? place : null;
}

function numberOf(text: string): string | null {
  const number = inScript(text.replace(/[–—]/g, '-'), 'latin').replace(/[^\p{L}\p{N}-]/gu, '');
  const plain = number.replace(/^-+|-+$/g, '');
  return plain.length >= 4 && /\d/.test(plain) ? plain : null;
}

/** Letters that readers take figures for. */
const figuresOf = new Map([
  ['O', '0'],
  ['Q', '0'],
  ['D', '0'],
  ['О', '0'],
  ['I', '1'],
  ['L', '1'],
  ['Z', '2'],
  ['З', '3'],
  ['S', '5'],
  ['Б', '6'],
  ['G', '6'],
  ['B', '8'],
]);
const inDigits = (text: string): string => Array.from(text, (char) => figuresOf.get(char) ?? char).join('');

/** In the languages of the labels; what stands first decides, as in `M/M` and `F/F`. */
const sexes: readonly (readonly ['M' | 'F' | 'X', RegExp])[] = [
  ['M', /^(?:M|MALE|MASCULIN|MANNLICH|MASCHIO|HOMBRE|MUZ|MYЖ|MYЖCKOЙ|MYЖCKOИ|Ч|ЧOЛ)$/],
  ['F', /^(?:F|FEMALE|FEMININ|WEIBLICH|FEMMINA|MUJER|W|ЖEH|ЖEHCKИЙ|ЖEHCKИИ|Ж|K)$/],
  ['X', /^X$/],
];

function sexOf(text: string): string | null {
  for (const word of inScript(text, 'latin')
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .split(/[^\p{L}]+/u)) {
    const sex = sexes.find(([, pattern]) => pattern.test(word))?.[0];
    if (sex !== undefined) return sex;
  }
  return null;
}

/** Of the Vienna Convention's model and AAMVA's classes: one or two letters, perhaps a figure and an E. */
const category = /^(?:AM|TM|TB|CM|[A-DFGKLMPRT][1-3]?E?)$/;

function categoriesOf(text: string): string | null {
  const parts = inScript(text, 'latin')
    .split(/[\s,/;]+/)
    .map((part) => part.replace(/[^A-Z0-9]/g, ''))
    .filter((part) => part !== '')
    .flatMap((part) => (category.test(part) ? [part] : (partsOfRun(part) ?? [part])));
  const known = parts.filter((part) => category.test(part));
  return known.length > 0 && known.length * 2 > parts.length ? known.join(' ') : null;
}

/** Categories that were read without the spaces between them. */
function partsOfRun(run: string): readonly string[] | undefined {
  const parts = run.match(/AM|TM|TB|CM|[A-DFGKLMPRT][1-3]?E?/g) ?? [];
  return parts.join('') === run ? parts : undefined;
}

function dateOf(text: string, orders: DateOrders, name: FieldName, referenceDay: string): PrintedValue {
  const [date] = findPrintedDates(asDateText(text), orders);
  if (date === undefined) return none;
  const possible = name === 'expiry-date' ? date.days : date.days.filter((day) => day <= referenceDay);
  const days = possible.length > 0 ? possible : date.days;
  // People live for a century, documents do not: of two figures of a year the day nearest to now is meant.
  const meant =
    name === 'birth-date' ? days : days.filter((day) => !days.some((other) => isNearer(other, day)));
  return { normalized: meant.length === 1 ? (meant[0] ?? null) : null, days: meant };

  function isNearer(other: string, day: string): boolean {
    return other.slice(4) === day.slice(4) && yearsFromNow(other) < yearsFromNow(day);
  }
  function yearsFromNow(day: string): number {
    return Math.abs(Number(day.slice(0, 4)) - Number(referenceDay.slice(0, 4)));
  }
}
