type Row = Readonly<Record<string, string>>;

/** Lengths of lines that machine-readable zones have, shortest first (ICAO Doc 9303-4 to 7, and licences of single states). */
const lineLengths = [9, 30, 36, 44] as const;
const lineColumns = ['line1', 'line2', 'line3'] as const;

/**
 * The lines of the zone that a row labels, however people write them: in `line1` to `line3` or together in `mrz`, parted by line breaks,
 * `|`, `/` or not at all; with spaces, in lower case, with `«` or `‹` for fillers, without the fillers at the end. An unlabeled line
 * before a labeled one is empty, and is not measured. Empty where `format` says that there is no zone; `null` where nothing is said.
 */
export function toZoneLines(row: Row): string[] | null {
  if (/^(none|no|0|-)$/i.test(row['format'] ?? '')) return [];
  const cells = lineColumns.map((column) => row[column] ?? '');
  const together = row['mrz'] ?? '';
  if (/^(none|-)$/i.test(together)) return [];
  const parts = (cells.some((cell) => cell !== '') ? cells : [together]).flatMap(toLines);
  while (parts.at(-1) === '') parts.pop();
  if (parts.length === 0) return null;
  const longest = Math.max(...parts.map((line) => line.length));
  const length = lineLengths.find((known) => known >= longest) ?? longest;
  return parts.map((line) => (line === '' || isLineLength(line.length) ? line : line.padEnd(length, '<')));
}

const isLineLength = (length: number): boolean => lineLengths.some((known) => known === length);

/** One cell's lines; a cell of one line is one. */
function toLines(cell: string): string[] {
  const lines = cell.split(/\r?\n|\\n|\||\//).map((line) =>
    line
      .toUpperCase()
      .replace(/\s/g, '')
      .replace(/[«‹]/g, (mark) => (mark === '«' ? '<<' : '<')),
  );
  const [only = ''] = lines;
  if (lines.length > 1) return lines;
  const split = { 88: 44, 72: 36, 90: 30 }[only.length];
  if (split === undefined) return [only];
  return Array.from({ length: only.length / split }, (_, i) => only.slice(i * split, (i + 1) * split));
}

/** Whether a zone was read as it is labeled; a line that is not labeled is not asked for. */
export function isZoneExact(expected: readonly string[], read: readonly string[] | null): boolean {
  if (expected.length === 0) return read === null;
  return read !== null && expected.every((line, i) => line === '' || line === read[i]);
}
