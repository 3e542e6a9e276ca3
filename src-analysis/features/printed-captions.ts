import type { Rect } from '#shared/domain/geometry.ts';
import type { FieldDefinition } from '../documents/definition.ts';
import type { OcrWord } from '../ocr/ocr.ts';
import { comparableLabel, comparableText, editDistance } from './compare-text.ts';
import { knownLabels } from './field-labels.ts';
import { boundsOfRects } from './mrz-reading.ts';

/** A label on the flat page. */
export interface Caption {
  /** Several where one label leads to several values, as `3.` to day and place of birth. */
  readonly fields: readonly FieldDefinition[];
  readonly words: readonly OcrWord[];
  readonly rectPx: Rect;
}

/** Words on one baseline, from left to right. */
export type Row = readonly OcrWord[];

export const middleOf = ({ y, height }: Rect): number => y + height / 2;
export const rightEdge = ({ x, width }: Rect): number => x + width;

/** A label and a value of one line are as far apart as this many heights at most. */
export const farthestValue = 9;

/** Labels in the definition's own words, and of the other languages that documents print. */
function labelsOf(fields: readonly FieldDefinition[]): ReadonlyMap<string, readonly FieldDefinition[]> {
  const byLabel = new Map<string, readonly FieldDefinition[]>();
  for (const field of fields)
    for (const label of field.labels.map(comparableLabel))
      byLabel.set(label, [...(byLabel.get(label) ?? []), field]);
  const isWorded = ({ labels }: FieldDefinition): boolean =>
    labels.some((label) => comparableLabel(label).length >= leastWordLength);
  for (const { key, name } of knownLabels()) {
    const leadsTo = fields.filter((field) => field.name === name && isWorded(field));
    // Where it leads to no field here, it still is the end of what stands before it; short ones are names somewhere.
    if (!byLabel.has(key) && (leadsTo.length > 0 || key.length >= leastWordLength)) byLabel.set(key, leadsTo);
  }
  return byLabel;
}

const leastWordLength = 5;

/** Labels on the page: of the fields, and of others, which end what stands before them. */
export function findCaptions(rows: readonly Row[], fields: readonly FieldDefinition[]): readonly Caption[] {
  const labelled = labelledCaptions(rows, fields);
  return [...labelled, ...captionsBetween(labelled, rows, fields)];
}

function labelledCaptions(rows: readonly Row[], fields: readonly FieldDefinition[]): Caption[] {
  const byLabel = labelsOf(fields);
  const texts = new Map(rows.flat().map((word) => [word, comparableText(word.text)] as const));
  // `GIVEN NAMES` must not be taken for `NAME`.
  const labels = [...byLabel.keys()].sort((a, b) => b.length - a.length);
  const captions: Caption[] = [];
  const used = new Set<OcrWord>();
  for (const label of labels) {
    for (const row of rows) {
      for (let start = 0; start < row.length; start += 1) {
        const run = runOf(row, start, label, used, texts);
        if (run === undefined) continue;
        for (const word of run) used.add(word);
        captions.push({
          fields: byLabel.get(label) ?? [],
          words: run,
          rectPx: boundsOfRects(run.map(({ rectPx }) => rectPx)),
        });
      }
    }
  }
  return captions;
}

const isNumber = (label: string): boolean => /^\d[A-Z]?$/.test(comparableLabel(label));

/**
 * Numbers of a column that were not read, small as they are: where one alone is missing between two that were, or above the first, and one line
 * of print stands there behind the column, it is that one's.
 */
function captionsBetween(
  captions: readonly Caption[],
  rows: readonly Row[],
  fields: readonly FieldDefinition[],
): Caption[] {
  const numbers = [...new Set(fields.flatMap(({ labels }) => labels.filter(isNumber)))];
  const rectOf = (label: string): Rect | undefined =>
    captions.find((caption) => caption.fields.some(({ labels }) => labels.includes(label)))?.rectPx;
  const lefts = numbers.flatMap((label) => rectOf(label)?.x ?? []).sort((a, b) => a - b);
  const left = lefts[Math.floor(lefts.length / 2)];
  if (left === undefined || lefts.length < leastOfColumn) return [];
  // Of a second column beside it the numbers say nothing of the lines between.
  const column = numbers.flatMap((label) => {
    const rectPx = rectOf(label);
    return rectPx !== undefined && Math.abs(rectPx.x - left) > rectPx.height ? [] : [{ label, rectPx }];
  });
  const read = column.flatMap(({ rectPx }) => rectPx ?? []);
  const step = Math.min(
    ...read.slice(1).map((rect, index) => middleOf(rect) - middleOf(read[index] ?? rect)),
  );
  return column.flatMap(({ label, rectPx }, index): Caption[] => {
    const [before, after] = [column[index - 1], column[index + 1]];
    const next = after?.rectPx;
    if (rectPx !== undefined || next === undefined || (before !== undefined && before.rectPx === undefined))
      return [];
    const top =
      before?.rectPx === undefined ? middleOf(next) - 1.5 * step : middleOf(before.rectPx) + 0.5 * step;
    const between = rows.filter((row) => {
      const first = row[0]?.rectPx;
      if (first === undefined || row.some((word) => captions.some(({ words }) => words.includes(word))))
        return false;
      const isBehind = first.x > left + next.width && first.x - left < farthestValue * next.height;
      return isBehind && middleOf(first) > top && middleOf(first) < middleOf(next) - 0.5 * step;
    });
    const [only, ...others] = between;
    const line = only?.[0]?.rectPx;
    if (line === undefined || others.length > 0) return [];
    return [
      {
        fields: fields.filter(({ labels }) => labels.includes(label)),
        words: [],
        rectPx: { ...next, y: middleOf(line) - next.height / 2 },
      },
    ];
  });
}

/** Fewer numbers below each other are no column. */
const leastOfColumn = 3;

const mostLabelWords = 6;
/** From this length a letter in six may be misread; figures such as `4b` must be right, and stand at the beginning. */
const leastFuzzyLength = 6;
const shortLabel = 3;

function runOf(
  row: Row,
  start: number,
  label: string,
  used: ReadonlySet<OcrWord>,
  texts: ReadonlyMap<OcrWord, string>,
): readonly OcrWord[] | undefined {
  const previous = row[start - 1]?.rectPx;
  const first = row[start]?.rectPx;
  if (first === undefined) return undefined;
  const isAlone = previous === undefined || first.x - rightEdge(previous) > 1.5 * first.height;
  if (label.length < shortLabel && !isAlone) return undefined;
  let text = '';
  for (let end = start; end < Math.min(row.length, start + mostLabelWords); end += 1) {
    const word = row[end];
    if (word === undefined || used.has(word)) return undefined;
    text += texts.get(word) ?? '';
    if (text.length > label.length + 1) return undefined;
    if (text === label || text.replace(/^[AFH](?=[A-D]$)/, '4') === label) return row.slice(start, end + 1);
    const most = label.length >= leastFuzzyLength ? Math.floor(label.length / 6) : 0;
    if (editDistance(text, label, most) <= most) return row.slice(start, end + 1);
  }
  return undefined;
}
