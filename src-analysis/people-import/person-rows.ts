import { InputError } from '#shared/lib/input-error.ts';
import { mostTemplates, personDetailsSchema, type PersonDetails } from '#shared/domain/face-lists.ts';
import type { RowFault } from '#shared/domain/person-import.ts';
import type { PersonPictures } from './person-pictures.ts';

/** A row of the table that can be taken as far as the table tells. */
export interface PersonRow {
  /** In the table, as a spreadsheet counts. */
  readonly number: number;
  readonly details: PersonDetails;
  readonly files: readonly string[];
}

/** A row that cannot be taken, and why. */
export interface FaultyRow {
  readonly number: number;
  readonly fault: RowFault;
}

/**
 * Rows that can be taken as far as the table tells, and what is wrong with the others. `reason` is said of those without one. Throws an
 * InputError for a table without the columns.
 */
export async function readPersonRows(
  pictures: Pick<PersonPictures, 'rows' | 'has'>,
  reason: string | undefined,
): Promise<{ readonly rows: readonly PersonRow[]; readonly faults: readonly FaultyRow[] }> {
  const rows: PersonRow[] = [];
  const faults: FaultyRow[] = [];
  const [first] = pictures.rows;
  if (first === undefined || !Object.hasOwn(first, 'name') || !Object.hasOwn(first, 'file'))
    throw new InputError('the table must have rows under the columns name and file', 'no-columns');
  for (const [at, cells] of pictures.rows.entries()) {
    // The first row names the columns.
    const number = at + 2;
    const own = cells['reason'] ?? '';
    const details = personDetailsSchema.safeParse({
      name: cells['name'],
      note: cells['note'] ?? '',
      reason: own === '' ? reason : own,
    });
    const files = (cells['file'] ?? '')
      .split('|')
      .map((file) => file.trim())
      .filter((file) => file !== '');
    let missing = 0;
    for (const file of files) if (!(await pictures.has(file))) missing += 1;
    const fault: RowFault | null = !details.success
      ? { code: 'details', columns: [...new Set(details.error.issues.map(({ path }) => path.join('.')))] }
      : files.length === 0 || files.length > mostTemplates
        ? { code: 'how-many-pictures' }
        : missing > 0
          ? { code: 'pictures-missing', count: missing }
          : null;
    if (fault !== null) faults.push({ number, fault });
    else if (details.success) rows.push({ number, details: details.data, files });
  }
  return { rows, faults };
}
