import { readdir, realpath, stat, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { maxCaptureBytes } from '#shared/api/capture-contract.ts';
import { InputError } from '#shared/lib/input-error.ts';
import { rowsOf } from './table-rows.ts';
import { isInside, openZipFile, type ZipEntries } from './zip-entries.ts';

/** A table of a few hundred thousand people. */
const mostTableBytes = 64 * 1024 * 1024;

/** A folder or a ZIP archive with one CSV file and the pictures that it names. Nothing of it is written anywhere. */
export interface PersonPictures {
  readonly rows: readonly Readonly<Record<string, string>>[];
  /** Whether there is such a file, inside. */
  has(name: string): Promise<boolean>;
  /** Throws an InputError for what is not there, lies outside, or is larger than a picture may be. */
  read(name: string): Promise<Uint8Array>;
  close(): Promise<void>;
}

/** Opens either by what it is. */
export async function openPersonPictures(path: string): Promise<PersonPictures> {
  const found = await stat(path).catch(() => {
    throw new InputError(`cannot read ${path}`);
  });
  return found.isDirectory() ? openFolder(path) : openArchive(path);
}

function onlyTable(names: readonly string[], path: string): string {
  const tables = names.filter((name) => /\.csv$/i.test(name));
  const [table] = tables;
  if (table === undefined || tables.length > 1)
    throw new InputError(`${path} must hold one CSV file; it holds ${tables.length.toString()}`, 'no-table');
  return table;
}

async function openFolder(path: string): Promise<PersonPictures> {
  const root = await realpath(path);
  const table = onlyTable(await readdir(root), path);
  /** Links are followed, and must not lead out. */
  const placeOf = async (name: string): Promise<string | null> => {
    if (!isInside(name)) return null;
    const place = await realpath(join(root, name)).catch(() => null);
    return place?.startsWith(root + sep) === true ? place : null;
  };
  return {
    rows: rowsOf(await readFile(join(root, table)), table),
    async has(name) {
      const place = await placeOf(name);
      return place !== null && (await stat(place)).isFile();
    },
    async read(name) {
      const place = await placeOf(name);
      if (place === null) throw new InputError('is not in the folder');
      if ((await stat(place)).size > maxCaptureBytes) throw new InputError('is too large');
      return readFile(place);
    },
    close: () => Promise.resolve(),
  };
}

async function openArchive(path: string): Promise<PersonPictures> {
  const zip = await openZipFile(path).catch((error: unknown) => {
    throw error instanceof InputError ? new InputError(`${path} ${error.message}`, error.code) : error;
  });
  return picturesOfArchive(zip, path);
}

/** The archive `called` so, with its table read. */
export async function picturesOfArchive(zip: ZipEntries, called: string): Promise<PersonPictures> {
  const table = onlyTable(
    // What a Mac adds to every archive is no table of anybody's.
    zip.names.filter((name) => !name.startsWith('__MACOSX/')),
    called,
  );
  // Names in the table are relative to it, as in a folder.
  const base = table.slice(0, table.lastIndexOf('/') + 1);
  const names = new Set(zip.names);
  return {
    rows: rowsOf(await zip.read(table, mostTableBytes), table),
    has: (name) => Promise.resolve(isInside(name) && names.has(base + name)),
    read: (name) => zip.read(base + name, maxCaptureBytes),
    close: () => zip.close(),
  };
}
