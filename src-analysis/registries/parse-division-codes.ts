/** One row of the registry: who issues documents under a code, in the registry's words. A code may have several. */
export interface DivisionCode {
  /** Six digits without the hyphen. */
  readonly code: string;
  readonly name: string;
}

/** A file that is refused as a whole, and where: rows that were left out in silence would make honest documents look wrong. */
export class RegistryFileError extends Error {
  override readonly name = 'RegistryFileError';
  /** From 1; null where the file as a whole is wrong. */
  readonly line: number | null;

  constructor(line: number | null, problem: string) {
    super(line === null ? problem : `line ${line.toString()}: ${problem}`);
    this.line = line;
  }
}

export const registryEncodings = ['utf-8', 'windows-1251'] as const;
export type RegistryEncoding = (typeof registryEncodings)[number];

/** The longest name that a registry has any use for; more is a quote that was not closed. */
const longestName = 500;

/**
 * The text of the file. Without a given encoding it is UTF-8 where that fits and windows-1251 where not: a text in windows-1251 with Cyrillic
 * letters is as good as never valid UTF-8. Bytes that the encoding has no character for are refused with their line.
 */
export function decodeRegistry(bytes: Uint8Array, encoding?: RegistryEncoding): string {
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff))
    throw new RegistryFileError(null, 'the file is in UTF-16; save it as UTF-8 or windows-1251');
  if (encoding !== 'windows-1251') {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch {
      if (encoding === 'utf-8') throw new RegistryFileError(lineOfBrokenUtf8(bytes), 'this is not UTF-8');
    }
  }
  return new TextDecoder('windows-1251').decode(bytes);
}

function lineOfBrokenUtf8(bytes: Uint8Array): number {
  const text = new TextDecoder('utf-8').decode(bytes);
  return text.slice(0, text.indexOf('\uFFFD')).split('\n').length;
}

interface Row {
  readonly line: number;
  readonly cells: readonly string[];
}

/** Rows by RFC 4180 with the line on which each begins; the delimiter is what the header has, a comma or a semicolon. */
function* rowsOf(text: string, delimiter: string): Generator<Row> {
  let line = 1;
  let begun = 1;
  let cells: string[] = [];
  let cell = '';
  let state: 'start' | 'plain' | 'quoted' | 'closed' = 'start';
  for (let at = 0; at <= text.length; at++) {
    const char = text[at];
    if (state === 'quoted') {
      if (char === undefined) throw new RegistryFileError(begun, 'a quote is not closed');
      if (char === '\n') line++;
      if (char !== '"') cell += char;
      else if (text[at + 1] === '"') {
        cell += '"';
        at++;
      } else state = 'closed';
    } else if (char === delimiter) {
      cells.push(cell.trim());
      cell = '';
      state = 'start';
    } else if (char === '\n' || char === undefined) {
      cells.push(cell.trim());
      if (cells.some((value) => value !== '')) yield { line: begun, cells };
      cells = [];
      cell = '';
      state = 'start';
      line++;
      begun = line;
    } else if (char === '"' && state === 'start' && cell.trim() === '') {
      cell = '';
      state = 'quoted';
    } else if (state === 'closed') {
      if (char.trim() !== '') throw new RegistryFileError(begun, 'text after a closing quote');
    } else {
      if (char.trim() !== '') state = 'plain';
      cell += char;
    }
  }
}

/**
 * The rows of a registry of division codes: CSV with the columns `code` (`770-001` or `770001`) and `name`, separated by commas or
 * semicolons. Throws {@link RegistryFileError} for anything else, with the line.
 */
export function parseDivisionCodes(text: string): readonly DivisionCode[] {
  const clean = text.replace(/^\uFEFF/, '');
  const header = clean.slice(0, clean.search(/\r?\n|$/));
  const delimiter = header.includes(';') ? ';' : ',';
  const rows = rowsOf(clean, delimiter);
  const first = rows.next();
  const names = first.done === true ? [] : first.value.cells.map((cell) => cell.toLowerCase());
  if (names.length !== 2 || !names.includes('code') || !names.includes('name'))
    throw new RegistryFileError(1, 'the first line must name the columns: code,name');
  const codeAt = names.indexOf('code');
  const codes = new Map<string, DivisionCode>();
  for (const { line, cells } of rows) {
    if (cells.length < 2) throw new RegistryFileError(line, '1 column where a code and a name are wanted');
    if (cells.length > 2)
      throw new RegistryFileError(
        line,
        `${cells.length.toString()} columns where a code and a name are wanted; a name with “${delimiter}” in it stands in quotes`,
      );
    const [code = '', name = ''] = codeAt === 0 ? cells : cells.toReversed();
    if (!/^\d{3}-?\d{3}$/.test(code))
      throw new RegistryFileError(line, `“${code.slice(0, 20)}” is no code such as 770-001`);
    // What a wrong encoding leaves: characters that no name has.
    if (/[\p{Cc}\uFFFD]/u.test(name.replaceAll(/\s/gu, ' ')))
      throw new RegistryFileError(
        line,
        'the name has characters that no text has; is it UTF-8 or windows-1251?',
      );
    if (!/\p{L}/u.test(name)) throw new RegistryFileError(line, 'the name is missing');
    if (name.length > longestName)
      throw new RegistryFileError(line, `the name is longer than ${longestName.toString()} characters`);
    const row = { code: code.replace('-', ''), name: name.replaceAll(/\s+/gu, ' ') };
    codes.set(`${row.code}/${row.name}`, row);
  }
  if (codes.size === 0) throw new RegistryFileError(null, 'there is no code in the file');
  return [...codes.values()];
}
