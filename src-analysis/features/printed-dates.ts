/** A date found in a line of print. */
export interface PrintedDate {
  /** ISO day; where the print has two digits for the year, every century that `century` gives. */
  readonly days: readonly string[];
  /** Index of its first and behind its last character in the text. */
  readonly start: number;
  readonly end: number;
}

/** First letters of months in English, French, German, Spanish, Italian, Polish-free subset; enough to tell them apart. */
const monthNames: readonly (readonly string[])[] = [
  ['JAN', 'JANV', 'ENE', 'GEN', 'GENN'],
  ['FEB', 'FEV', 'FEVR', 'FEBR'],
  ['MAR', 'MARS', 'MARZ', 'MRZ'],
  ['APR', 'AVR', 'ABR', 'AVRIL'],
  ['MAY', 'MAI', 'MAG', 'MAYO', 'MAGG'],
  ['JUN', 'JUIN', 'GIU', 'JUNI', 'JUNE'],
  ['JUL', 'JUIL', 'LUG', 'JULI', 'JULY'],
  ['AUG', 'AOUT', 'AGO', 'AGOS'],
  ['SEP', 'SEPT', 'SET', 'SETT'],
  ['OCT', 'OKT', 'OTT'],
  ['NOV'],
  ['DEC', 'DEZ', 'DIC', 'DICEMBRE'],
];

/** Day, a month in letters, perhaps in a second language behind a slash, and a year: `12 AUG/AOÛT 1974`, `12AUG74`. */
const lettered =
  /(?<!\d)(\d{1,2})[\s.,-]*([A-Z]{3,9})\.?(?:\s*\/\s*[A-Z]{3,9}\.?)?[\s.,-]*(\d{4}|\d{2})(?!\d)/g;
const dayFirst = /(?<!\d)(\d{1,2})\s?[./ -]\s?(\d{1,2})\s?[./ -]\s?(\d{4}|\d{2})(?!\d)/g;
const yearFirst = /(?<!\d)(\d{4})\s?[./ -]\s?(\d{2})\s?[./ -]\s?(\d{2})(?!\d)/g;

/** Every date in the text, which is upper case without accents. A date in digits may mean two days: both are given. */
export function findPrintedDates(text: string): PrintedDate[] {
  const dates: PrintedDate[] = [];
  const add = (match: RegExpMatchArray, days: (string | null)[]): void => {
    const real = days.filter((day) => day !== null);
    const start = match.index ?? 0;
    const end = start + match[0].length;
    const overlaps = dates.some((date) => date.start < end && start < date.end);
    if (real.length > 0 && !overlaps) dates.push({ days: [...new Set(real)], start, end });
  };
  for (const match of text.matchAll(lettered)) {
    const [, day = '', name = '', year = ''] = match;
    const month = monthNames.findIndex((names) => names.some((known) => name.startsWith(known))) + 1;
    if (month > 0)
      add(
        match,
        yearsOf(year).map((full) => isoDay(full, month, Number(day))),
      );
  }
  for (const match of text.matchAll(yearFirst)) {
    const [, year = '', month = '', day = ''] = match;
    add(match, [isoDay(Number(year), Number(month), Number(day))]);
  }
  for (const match of text.matchAll(dayFirst)) {
    const [, first = '', second = '', year = ''] = match;
    const pairs = yearsOf(year).flatMap((full) => [
      isoDay(full, Number(second), Number(first)),
      // Month first, as the United States print it.
      isoDay(full, Number(first), Number(second)),
    ]);
    add(match, pairs);
  }
  return dates.sort((a, b) => a.start - b.start);
}

function yearsOf(text: string): number[] {
  return text.length === 4 ? [Number(text)] : [1900 + Number(text), 2000 + Number(text)];
}

function isoDay(year: number, month: number, day: number): string | null {
  if (month < 1 || month > 12 || day < 1 || day > new Date(Date.UTC(year, month, 0)).getUTCDate())
    return null;
  return `${String(year)}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}
