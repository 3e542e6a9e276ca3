import { readdir, readFile } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { parseCsv } from './csv.ts';
import { InputError } from './exit-codes.ts';

/**
 * The rows of the folder's table: `name`, or else the one CSV file there that has the columns, since people name theirs
 * as they like.
 */
export async function readTable(
  folder: string,
  name: string,
  columns: readonly string[],
): Promise<Readonly<Record<string, string>>[]> {
  let files: string[];
  try {
    files = await readdir(folder);
  } catch {
    throw new InputError(`cannot read the folder ${folder}`);
  }
  const tables = files.filter((file) => /\.csv$/i.test(file)).sort();
  const candidates = tables.includes(name) ? [name] : tables;
  const fitting: Readonly<Record<string, string>>[][] = [];
  for (const candidate of candidates) {
    const rows = parseCsv(await readFile(join(folder, candidate), 'utf8')).map(withKnownNames);
    const [first] = rows;
    if (first !== undefined && columns.every((column) => Object.hasOwn(first, column))) fitting.push(rows);
  }
  const [rows] = fitting;
  if (rows === undefined || fitting.length > 1) {
    throw new InputError(
      `${folder} must hold ${name} (or one other CSV file) with rows under the columns ${columns.join(', ')}; found ${
        tables.length === 0 ? 'no CSV file' : tables.join(', ')
      }`,
    );
  }
  return rows;
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
  return Object.fromEntries(Object.entries(row).map(([name, cell]) => [known(name), cell]));
}

/** A picture that a table of the folder lists. */
export async function readListed(folder: string, file: string): Promise<Uint8Array> {
  try {
    return await readFile(isAbsolute(file) ? file : join(folder, file));
  } catch {
    throw new InputError(`cannot read "${file}", which the table lists; paths are relative to the folder`);
  }
}

/** What people write for true and false. */
export function toBoolean(text: string): boolean {
  if (/^(1|true|yes|y|same)$/i.test(text)) return true;
  if (/^(0|false|no|n|different)$/i.test(text)) return false;
  throw new InputError(`"${text}" in the column "same" is neither true nor false`);
}
