import { access, constants, readdir, readFile, stat } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { rowsOf } from '#analysis/people-import/table-rows.ts';
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
    const rows = rowsOf(await readFile(join(folder, candidate)), candidate);
    const [first] = rows;
    if (first !== undefined && columns.every((column) => Object.hasOwn(first, column))) fitting.push(rows);
  }
  const [rows] = fitting;
  if (rows === undefined || fitting.length > 1) {
    throw new InputError(
      `${folder} must hold ${name} (or one other CSV file) with rows under ${columns.length === 1 ? 'a column' : 'the columns'} ${columns.join(', ')}; found ${
        tables.length === 0 ? 'no CSV file' : tables.join(', ')
      }`,
    );
  }
  return rows;
}

/** Throws an InputError that names every picture of a list that cannot be read: found out now, and not after hours of the others. */
export async function mustReadAll(folder: string, files: readonly string[]): Promise<void> {
  const missing: string[] = [];
  for (const file of new Set(files)) {
    const at = isAbsolute(file) ? file : join(folder, file);
    const isReadable = await access(at, constants.R_OK).then(
      async () => (await stat(at)).isFile(),
      () => false,
    );
    if (!isReadable) missing.push(`"${file}"`);
  }
  if (missing.length > 0)
    throw new InputError(
      `cannot read ${missing.slice(0, 10).join(', ')}${missing.length > 10 ? ` and ${String(missing.length - 10)} more` : ''}, which the table lists; paths are relative to the folder`,
    );
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
