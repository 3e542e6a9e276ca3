/** A date found in a line of print. */
export interface PrintedDate {
  /** ISO days: several where the print has two digits for the year, or figures that two orders of day and month allow. */
  readonly days: readonly string[];
  /** Index of its first and behind its last character in the text. */
  readonly start: number;
  readonly end: number;
}

export type DateOrder = 'dmy' | 'mdy' | 'ymd';

/**
 * First letters of months in English, French, German, Spanish, Italian, Portuguese, Dutch, Polish, Czech, Swedish, Finnish, Estonian and
 * Russian, as genitives where dates have those. Without accents; a name counts for the longest of these that it begins with.
 */
const monthNames: readonly (readonly string[])[] = [
  ['JAN', 'JANV', 'ENE', 'GEN', 'STY', 'LED', 'TAMMI', 'JAAN', 'ЯНВ'],
  ['FEB', 'FEV', 'FEVR', 'FEBR', 'LUT', 'UNO', 'HELMI', 'VEEBR', 'ФЕВ'],
  ['MAR', 'MARS', 'MARZ', 'MRZ', 'MRT', 'MAART', 'MAARTS', 'BRE', 'MAALIS', 'МАР'],
  ['APR', 'AVR', 'ABR', 'AVRIL', 'KWI', 'DUB', 'HUHTI', 'АПР'],
  ['MAY', 'MAI', 'MAG', 'MAYO', 'MEI', 'MAJ', 'KVE', 'TOUKO', 'МАЯ', 'МАИ'],
  ['JUN', 'JUIN', 'GIU', 'JUNI', 'CZE', 'CERVNA', 'KESA', 'JUUNI', 'ИЮН'],
  ['JUL', 'JUIL', 'LUG', 'JULI', 'LIP', 'CERVENCE', 'HEINA', 'JUULI', 'ИЮЛ'],
  ['AUG', 'AOUT', 'AGO', 'SIE', 'SRP', 'ELO', 'АВГ'],
  ['SEP', 'SEPT', 'SET', 'SETT', 'WRZ', 'ZAR', 'SYYS', 'СЕН'],
  ['OCT', 'OKT', 'OTT', 'OUT', 'PAZ', 'RIJ', 'LOKA', 'ОКТ'],
  ['NOV', 'LIS', 'MARRAS', 'НОЯ'],
  ['DEC', 'DEZ', 'DIC', 'GRU', 'PRO', 'JOULU', 'DETS', 'ДЕК'],
];

/** Day, a month in letters, perhaps in a second language behind a slash, and a year: `12 AUG/AOÛT 1974`, `12AUG74`. */
const lettered =
  /(?<!\d)(\d{1,2})[\s.,-]*(\p{L}{3,9})\.?(?:\s*\/\s*\p{L}{3,9}\.?)?[\s.,-]*(\d{4}|\d{2})(?!\d)/gu;
const monthFirst = /(?<![\p{L}\d])(\p{L}{3,9})\.?\s+(\d{1,2}),?\s+(\d{4})(?!\d)/gu;
const figures = /(?<!\d)(\d{1,2})\s?[./ -]\s?(\d{1,2})\s?[./ -]\s?(\d{4}|\d{2})(?!\d)/g;
const yearFirst = /(?<!\d)(\d{4})\s?[./ -]\s?(\d{2})\s?[./ -]\s?(\d{2})(?!\d)/g;

/**
 * Every date in the text, which is upper case without accents. A date in figures may mean two days: all are given that `orders`, those of
 * the document's state, allow; without them every order.
 */
export function findPrintedDates(
  text: string,
  orders: readonly DateOrder[] = ['dmy', 'mdy', 'ymd'],
): PrintedDate[] {
  // Most texts have no figure, and the patterns below are slow to say so.
  if (!/\d/.test(text)) return [];
  const dates: PrintedDate[] = [];
  const add = (match: RegExpMatchArray, days: (string | null)[]): void => {
    const real = days.filter((day) => day !== null);
    const start = match.index ?? 0;
    const end = start + match[0].length;
    const overlaps = dates.some((date) => date.start < end && start < date.end);
    if (real.length > 0 && !overlaps) dates.push({ days: [...new Set(real)], start, end });
  };
  for (const [pattern, dayAt, nameAt] of [
    [lettered, 1, 2],
    ...(/\s\d{1,2},?\s+\d{4}/.test(text) ? ([[monthFirst, 2, 1]] as const) : []),
  ] as const) {
    for (const match of text.matchAll(pattern)) {
      const month = monthOf(match[nameAt] ?? '');
      if (month > 0)
        add(
          match,
          yearsOf(match[3] ?? '').map((full) => isoDay(full, month, Number(match[dayAt]))),
        );
    }
  }
  if (orders.includes('ymd')) {
    for (const match of text.matchAll(yearFirst)) {
      const [, year = '', month = '', day = ''] = match;
      add(match, [isoDay(Number(year), Number(month), Number(day))]);
    }
  }
  for (const match of text.matchAll(figures)) {
    const [, first = '', second = '', year = ''] = match;
    const pairs = yearsOf(year).flatMap((full) => [
      ...(orders.includes('dmy') ? [isoDay(full, Number(second), Number(first))] : []),
      // Month first, as the United States print it.
      ...(orders.includes('mdy') ? [isoDay(full, Number(first), Number(second))] : []),
    ]);
    add(match, pairs);
  }
  return dates.sort((a, b) => a.start - b.start);
}

/** A text as {@link findPrintedDates} wants it; each character stays in its place, so that capitals of `ß` are one letter. */
export function asDateText(text: string): string {
  return Array.from(text.normalize('NFC'), (char) => char.toUpperCase().normalize('NFD').charAt(0)).join('');
}

/** 1 to 12, or 0 for a word that is no month. */
function monthOf(word: string): number {
  let [month, longest] = [0, 0];
  monthNames.forEach((names, index) => {
    for (const name of names)
      if (name.length > longest && word.startsWith(name)) [month, longest] = [index + 1, name.length];
  });
  return month;
}

function yearsOf(text: string): number[] {
  return text.length === 4 ? [Number(text)] : [1900 + Number(text), 2000 + Number(text)];
}

function isoDay(year: number, month: number, day: number): string | null {
  if (month < 1 || month > 12 || day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate())
    return null;
  return `${String(year)}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
