import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeItem, type CorpusItem, type CorpusKey } from './corpus.ts';
import { labelsOf } from './measure/label.ts';
import { levels } from './photograph/scene.ts';
import type { CorpusResources } from './resources.ts';

/** Writes the pictures and a `truth.csv` as `vidimus evaluate documents` reads it (docs/accuracy/truth-csv.md). */
export async function writeCorpus(
  folder: string,
  perLevel: number,
  key: Omit<CorpusKey, 'index'>,
  resources: CorpusResources,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const rows: Record<string, string>[] = [];
  for (const level of levels) {
    for (let index = 0; index < perLevel; index += 1) {
      const item = await makeItem(level, { ...key, index }, resources);
      for (const { name, bytes } of item.pictures) await writeFile(join(folder, `${name}.jpg`), bytes);
      rows.push(...rowsOf(item));
    }
  }
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const cell = (text: string): string => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))];
  await writeFile(join(folder, 'truth.csv'), `${lines.map((line) => line.map(cell).join(',')).join('\n')}\n`);
}

/** A row for each picture; what is known of the whole document stands in the first. */
function rowsOf(item: CorpusItem): Record<string, string>[] {
  const truth = labelsOf(item);
  return item.pictures.map((picture, index) => {
    const own: Record<string, string> = {
      file: `${picture.name}.jpg`,
      document: item.name,
      side: picture.side.side,
      corners: picture.quadPx.map(({ x, y }) => `${x.toFixed(2)} ${y.toFixed(2)}`).join(' '),
    };
    if (index > 0) return own;
    const [line1 = '', line2 = '', line3 = ''] = truth.mrzLines ?? [];
    return {
      ...own,
      type: truth.type ?? '',
      country: truth.country ?? '',
      format: truth.mrzLines?.length === 0 ? 'NONE' : '',
      line1,
      line2,
      line3,
      barcode: truth.barcodes?.[0] ?? '',
      ...Object.fromEntries(truth.fields.map(({ name, source, value }) => [`${source}:${name}`, value])),
    };
  });
}
