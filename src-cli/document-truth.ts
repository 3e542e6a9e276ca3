import { fieldNames, type FieldName, type FieldSource } from '#shared/domain/analysis.ts';
import type { Quad } from '#shared/domain/geometry.ts';
import { documentTypes } from '#shared/domain/scenario.ts';
import type { LabeledDocument, LabeledField, LabeledPicture } from './document-evaluation.ts';
import { InputError } from './exit-codes.ts';
import { toZoneLines } from './zone-truth.ts';

type Row = Readonly<Record<string, string>>;

const ownColumns = [
  'file',
  'document',
  'side',
  'type',
  'country',
  'corners',
  'format',
  'line1',
  'line2',
  'line3',
  'mrz',
  'barcode',
  'note',
];
const sources: readonly (FieldSource | 'any')[] = ['viz', 'mrz', 'barcode'];

/**
 * The documents of a `truth.csv`, whose rows are pictures: those that name the same `document` are its sides. What a cell leaves open
 * is not measured. Throws an InputError that says which cell has to be mended. See {@link unknownColumns}.
 */
export function toLabeledDocuments(rows: readonly Row[]): LabeledDocument[] {
  const nameless = rows.findIndex((row) => (row['file'] ?? '') === '');
  if (nameless >= 0) throw new InputError(`row ${String(nameless + 2)} names no file`);
  const fieldColumns = columnsOf(rows).flatMap((column) => toFieldColumn(column) ?? []);
  const names = [...new Set(rows.map(nameOf))];
  return names.map((name) => {
    const own = rows.filter((row) => nameOf(row) === name);
    const first = (column: string): string => {
      const cells = new Set(own.map((row) => row[column] ?? '').filter((cell) => cell !== ''));
      if (cells.size > 1)
        throw new InputError(
          `the rows of ${name} say of ${column}: ${[...cells].join(', ')}; one can be true`,
        );
      return [...cells][0] ?? '';
    };
    const zones = own.map(toZoneLines);
    const barcodes = own.map((row) => row['barcode'] ?? '').filter((cell) => cell !== '');
    return {
      name,
      type: toType(first('type'), name),
      country: first('country') === '' ? null : first('country'),
      mrzLines:
        zones.find((lines) => lines !== null && lines.length > 0) ??
        zones.find((lines) => lines !== null) ??
        null,
      barcodes: barcodes.length > 0 ? barcodes : null,
      fields: fieldColumns.flatMap(({ column, ...field }) => {
        const value = first(column);
        return value === '' ? [] : [{ ...field, value: toValue(field, value, name) }];
      }),
      pictures: toPictures(own, name),
    };
  });
}

const nameOf = (row: Row): string => (row['document'] ?? '') || (row['file'] ?? '');

const columnsOf = (rows: readonly Row[]): string[] => Object.keys(rows[0] ?? {});

/** What the columns of a table may be called, in words. */
export const knownColumns = `columns are ${ownColumns.join(', ')} and fields, alone or after viz:, mrz: or barcode: as in viz:surname (${fieldNames.join(', ')})`;

/** Columns that label nothing that is known: to be told of, since a misspelled label goes unmeasured. */
export function unknownColumns(rows: readonly Row[]): string[] {
  return columnsOf(rows).filter(
    (column) => column !== '' && !ownColumns.includes(column) && toFieldColumn(column) === null,
  );
}

function toFieldColumn(
  column: string,
): { column: string; name: FieldName; source: FieldSource | 'any' } | null {
  const [head = '', tail] = column.split(':');
  const name = fieldNames.find((known) => known === (tail ?? head));
  const source = tail === undefined ? 'any' : sources.find((known) => known === head);
  return name === undefined || source === undefined ? null : { column, name, source };
}

function toType(cell: string, document: string): LabeledDocument['type'] {
  if (cell === '') return null;
  const type = documentTypes.find((known) => known === cell);
  if (type === undefined)
    throw new InputError(`the type "${cell}" of ${document} is none of ${documentTypes.join(', ')}`);
  return type;
}

function toValue({ name }: Pick<LabeledField, 'name'>, cell: string, document: string): string {
  if (name.endsWith('-date') && !/^\d{4}-\d\d-\d\d$/.test(cell))
    throw new InputError(`${name} of ${document} is "${cell}"; days are written as 2026-11-26`);
  return cell;
}

function toPictures(rows: readonly Row[], document: string): LabeledPicture[] {
  const pictures = rows.map(toPicture);
  for (const { file, side } of pictures) {
    const other = pictures.find((picture) => picture.side === side && picture.file !== file);
    if (other !== undefined)
      throw new InputError(
        `${file} and ${other.file} are both the ${side} of ${document}; a document has one`,
      );
  }
  if (new Set(pictures.map(({ file }) => file)).size < rows.length)
    throw new InputError(`a picture of ${document} is listed twice`);
  return pictures;
}

function toPicture(row: Row, index: number): LabeledPicture {
  const file = row['file'] ?? '';
  const side = (row['side'] ?? '') || (index === 0 ? 'front' : 'back');
  if (side !== 'front' && side !== 'back')
    throw new InputError(`the side "${side}" of ${file} is neither front nor back`);
  return { file, side, quadPx: toQuad(row['corners'] ?? '', file) };
}

function toQuad(cell: string, file: string): Quad | null {
  if (cell === '') return null;
  const [x0, y0, x1, y1, x2, y2, x3, y3, ...rest] = cell.split(/[\s,;]+/).map(Number);
  const isNumber = (value: number | undefined): value is number =>
    value !== undefined && Number.isFinite(value);
  if (
    rest.length > 0 ||
    !isNumber(x0) ||
    !isNumber(y0) ||
    !isNumber(x1) ||
    !isNumber(y1) ||
    !isNumber(x2) ||
    !isNumber(y2) ||
    !isNumber(x3) ||
    !isNumber(y3)
  ) {
    throw new InputError(
      `the corners of ${file} are "${cell}"; eight numbers are wanted, x y of the top left, top right, bottom right and bottom left corner`,
    );
  }
  return [
    { x: x0, y: y0 },
    { x: x1, y: y1 },
    { x: x2, y: y2 },
    { x: x3, y: y3 },
  ];
}
