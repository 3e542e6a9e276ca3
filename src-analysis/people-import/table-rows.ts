import { InputError } from '#shared/lib/input-error.ts';
import { parseCsv } from './csv.ts';

/** Rows of a table's bytes; what is wrong with them is said with the table's name. */
export function rowsOf(bytes: Uint8Array, name: string): Readonly<Record<string, string>>[] {
  try {
    return parseCsv(decoded(bytes)).map(withKnownNames);
  } catch (error) {
    throw error instanceof InputError ? new InputError(`${name}: ${error.message}`, 'bad-table') : error;
  }
}

/** UTF-8, or what spreadsheets call Unicode text: UTF-16 with a byte order mark. In anything else names would be read wrong. */
function decoded(bytes: Uint8Array): string {
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le' : 'utf-8';
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw new InputError('is not UTF-8; save it as "CSV UTF-8"');
  }
}

/** Other names that people give to columns; case, spaces, `_` and `-` do not count. */
const otherNames: Readonly<Record<string, string>> = {
  filename: 'file',
  image: 'file',
  picture: 'file',
  path: 'file',
  mrzline1: 'line1',
  mrzline2: 'line2',
  mrzline3: 'line3',
  mrz1: 'line1',
  mrz2: 'line2',
  mrz3: 'line3',
  mrzformat: 'format',
  mrztext: 'mrz',
  mrzlines: 'mrz',
};

function withKnownNames(row: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const known = (name: string): string => {
    const lower = name.toLowerCase();
    const bare = lower.replace(/[\s_-]/g, '');
    return otherNames[bare] ?? (/^line[123]$/.test(bare) ? bare : lower);
  };
  const named = Object.entries(row).map(([name, cell]) => [known(name), cell, name] as const);
  for (const [name, , own] of named) {
    const other = named.find(([again, , written]) => again === name && written !== own);
    if (other !== undefined && name !== '')
      throw new InputError(`the columns "${own}" and "${other[2]}" mean the same`);
  }
  return Object.fromEntries(named.map(([name, cell]) => [name, cell]));
}
