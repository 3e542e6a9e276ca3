import { InputError } from '#shared/lib/input-error.ts';

/**
 * Rows of a CSV text by RFC 4180: quotes, doubled quotes, line breaks in quotes; a byte order mark and empty lines are passed
 * over. The first row names the columns; a missing cell is empty. Where that row has no comma, semicolons or tabs part cells: so
 * spreadsheets write where commas part decimals. Throws an InputError where a cell would be lost: a quote that is never closed, a row
 * longer than the first, a column that is named twice.
 */
export function parseCsv(text: string): Readonly<Record<string, string>>[] {
  const [header, ...rows] = parseRows(text.replace(/^\uFEFF/, ''));
  if (header === undefined) return [];
  const names = header.map((name) => name.trim());
  const twice = names.find((name, i) => name !== '' && names.indexOf(name) !== i);
  if (twice !== undefined) throw new InputError(`two columns are named "${twice}"`);
  return rows.map((cells, index) => {
    if (cells.slice(names.length).some((cell) => cell.trim() !== ''))
      throw new InputError(
        `row ${String(index + 2)} has ${String(cells.length)} cells under ${String(names.length)} columns; a cell with a comma needs quotes`,
      );
    return Object.fromEntries(names.map((name, i) => [name, (cells[i] ?? '').trim()]));
  });
}

function delimiterOf(text: string): string {
  const header = /^[^\r\n]*/.exec(text)?.[0] ?? '';
  return [',', ';', '\t'].find((mark) => header.includes(mark)) ?? ',';
}

function parseRows(text: string): string[][] {
  const delimiter = delimiterOf(text);
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let quoted = false;
  const endRow = (): void => {
    row.push(cell);
    if (row.some((value) => value.trim() !== '')) rows.push(row);
    row = [];
    cell = '';
  };
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i] ?? '';
    if (quoted) {
      if (char !== '"') cell += char;
      else if (text[i + 1] === '"') {
        cell += '"';
        i += 1;
      } else quoted = false;
    } else if (char === '"' && cell.trim() === '') {
      quoted = true;
      cell = '';
    } else if (char === delimiter) {
      row.push(cell);
      cell = '';
    } else if (char === '\n') endRow();
    else if (char !== '\r') cell += char;
  }
  if (quoted)
    throw new InputError(
      `row ${String(rows.length + 1)} opens a quote that is not closed by the end of the file`,
    );
  if (cell !== '' || row.length > 0) endRow();
  return rows;
}
