import type { FieldName } from '#shared/domain/analysis.ts';
import type { Rect } from '#shared/domain/geometry.ts';
import type { FieldDefinition, PlaceMm } from '../documents/definition.ts';
import type { OcrWord } from '../ocr/ocr.ts';
import { isLabelText, withoutLabels } from './field-labels.ts';
import { boundsOfRects } from './mrz-reading.ts';
import {
  farthestValue,
  findCaptions,
  middleOf,
  rightEdge,
  type Caption,
  type Row,
} from './printed-captions.ts';
import { readPrintedValue, type PrintedValue } from './printed-values.ts';
import { isStateCode } from './state-codes.ts';
import { wordsOfValue } from './words-of-value.ts';

/** A field that the print states, on the flat page. */
export interface PrintedField extends PrintedValue {
  readonly name: FieldName;
  /** As printed, lines joined by spaces. */
  readonly text: string;
  readonly words: readonly OcrWord[];
  readonly rectPx: Rect;
  /** Of all that stands on its line behind the label: read again, a word is surer among its neighbors, which tell how high capitals are. */
  readonly runPx: Rect;
  /** Of its weakest word. */
  readonly confidence: number;
}

/** A field that was not read though its label or its place says where it stands. */
export interface MissedField {
  readonly field: FieldDefinition;
  readonly rectPx: Rect;
}

export interface ReadLayoutInput {
  /** On the flat page, in its pixels. */
  readonly words: readonly OcrWord[];
  readonly fields: readonly FieldDefinition[];
  readonly page: { readonly width: number; readonly height: number };
  /** A place of the definition in pixels of the page; `undefined` where that part of the document is not on it. */
  readonly toPage: (place: PlaceMm) => Rect | undefined;
  readonly values: Parameters<typeof readPrintedValue>[2];
}

/** Words under this confidence are noise of the background pattern more often than not; as in `readFields`. */
const leastWordConfidence = 0.3;
/** A value that is read less surely is read a second time. */
const sureEnough = 0.6;

/**
 * Reads fields by their definition: where one has a place, what stands there, else what stands right of its label or below. What is no value
 * of the field's kind is passed over. `missed` says where to look again.
 */
export function readLayout({ words, fields, page, toPage, values }: ReadLayoutInput): {
  readonly fields: readonly PrintedField[];
  readonly missed: readonly MissedField[];
} {
  const legible = words.filter(
    ({ text, confidence }) => confidence >= leastWordConfidence && /[\p{L}\p{N}]/u.test(text),
  );
  const rows = toRows(legible);
  const captions = findCaptions(rows, fields);
  const captionWords = new Set(captions.flatMap((caption) => caption.words));
  const found: PrintedField[] = [];
  const missed: MissedField[] = [];
  for (const field of fields) {
    const near = captions.filter((caption) => caption.fields.includes(field));
    const place = field.place === null ? undefined : toPage(field.place);
    const candidates: (readonly OcrWord[])[] = [];
    if (place !== undefined && field.turnDeg === 0)
      candidates.push(rows.flat().filter((word) => !captionWords.has(word) && isInside(word.rectPx, place)));
    for (const caption of near) {
      if (field.valueAt !== 'below') candidates.push(rightOf(caption, rows, captionWords, field.lines));
      if (field.valueAt !== 'right') candidates.push(below(caption, rows, captionWords, field.lines));
    }
    const read = candidates
      .filter((candidate) => candidate.length > 0)
      .map((candidate) => toField(field, candidate, values))
      .filter(({ normalized, days }) => normalized !== null || days.length > 0);
    const best =
      read.find(({ confidence }) => confidence >= sureEnough) ??
      read.reduce<PrintedField | undefined>(
        (surest, field) => (surest === undefined || field.confidence > surest.confidence ? field : surest),
        undefined,
      );
    if (best !== undefined) found.push(best);
    if (best !== undefined && best.confidence >= sureEnough) continue;
    const [caption] = near;
    const besideLabel = caption === undefined ? undefined : placeNear(caption, field, page);
    const where = place ?? (best === undefined ? besideLabel : withMargins(best.runPx, page));
    if (where !== undefined) missed.push({ field, rectPx: where });
  }
  return { fields: found, missed };
}

/** What no state is known by is a state's name in another language, or something else that stands there. */
const unknownState = 0.5;

/** A run of words as a field of its definition, without captions that were read with it. */
export function toField(
  field: FieldDefinition,
  words: readonly OcrWord[],
  values: ReadLayoutInput['values'],
): PrintedField {
  const run = withoutLabels(words, field.name);
  const whole = textOf(run);
  const value = isLabelText(whole) ? noValue : readPrintedValue(whole, field, values);
  const own = wordsOfValue(run, field.kind, values.dateOrders);
  const isUnknown = field.kind === 'state' && !isStateCode(value.normalized ?? '');
  const boundsOfWords = (some: readonly OcrWord[]): Rect =>
    boundsOfRects((some.length > 0 ? some : words).map(({ rectPx }) => rectPx));
  return {
    name: field.name,
    text: textOf(own),
    words: own,
    rectPx: boundsOfWords(own),
    runPx: boundsOfWords(run),
    confidence:
      Math.min(...(own.length > 0 ? own : words).map(({ confidence }) => confidence)) *
      (isUnknown ? unknownState : 1),
    ...value,
  };
}

const textOf = (words: readonly OcrWord[]): string => words.map(({ text }) => text).join(' ');

const noValue: PrintedValue = { normalized: null, days: [] };

/** Words on one baseline, from left to right, whatever blocks Tesseract saw; rows from top to bottom. */
function toRows(words: readonly OcrWord[]): Row[] {
  const rows: OcrWord[][] = [];
  for (const word of [...words].sort((a, b) => middleOf(a.rectPx) - middleOf(b.rectPx))) {
    const row = rows.at(-1);
    const last = row?.at(-1)?.rectPx;
    const isSame =
      last !== undefined &&
      Math.abs(middleOf(word.rectPx) - middleOf(last)) < 0.5 * Math.min(word.rectPx.height, last.height);
    if (row !== undefined && isSame) row.push(word);
    else rows.push([word]);
  }
  return rows.map((row) => row.sort((a, b) => a.rectPx.x - b.rectPx.x));
}

/** Words of one value are as far apart as this many heights at most. */
const farthestWord = 2;

/** What follows a label on its line, up to the next label or a gap as wide as between columns; then the lines below it. */
function rightOf(
  { rectPx: caption }: Caption,
  rows: readonly Row[],
  captions: ReadonlySet<OcrWord>,
  lines: number,
): readonly OcrWord[] {
  const inLine = rows
    .flat()
    .filter(
      (word) =>
        word.rectPx.x >= rightEdge(caption) - 0.3 * caption.height &&
        Math.abs(middleOf(word.rectPx) - middleOf(caption)) <
          0.7 * Math.max(word.rectPx.height, caption.height),
    )
    .sort((a, b) => a.rectPx.x - b.rectPx.x);
  const [first] = inLine;
  if (first === undefined || captions.has(first)) return [];
  if (first.rectPx.x - rightEdge(caption) > farthestValue * caption.height) return [];
  const value = untilGap(inLine, captions);
  return lines === 1 ? value : [...value, ...linesBelow(value, rows, captions, lines - 1)];
}

/** The first line that stands below a label, aligned with it. */
function below(
  { rectPx: caption }: Caption,
  rows: readonly Row[],
  captions: ReadonlySet<OcrWord>,
  lines: number,
): readonly OcrWord[] {
  const under = rows
    .flat()
    .filter(({ rectPx }) => {
      const depth = middleOf(rectPx) - middleOf(caption);
      // On the next line at least, also where the boxes of tight lines reach into each other.
      const isLower = depth >= 0.5 * Math.min(rectPx.height, caption.height);
      return isLower && depth - caption.height / 2 < 2.5 * Math.max(rectPx.height, caption.height);
    })
    .sort((a, b) => a.rectPx.x - b.rectPx.x);
  const left = lineStart(caption, rows);
  const starts = under
    .filter(
      (word) =>
        !captions.has(word) &&
        word.rectPx.x > left - 2 * word.rectPx.height &&
        word.rectPx.x < caption.x + 2 * word.rectPx.height,
    )
    .sort((a, b) => middleOf(a.rectPx) - middleOf(b.rectPx));
  const [nearest] = starts;
  if (nearest === undefined) return [];
  const isBeside = ({ rectPx }: OcrWord): boolean =>
    Math.abs(middleOf(rectPx) - middleOf(nearest.rectPx)) < 0.5 * nearest.rectPx.height;
  const inRow = under.filter((word) => isBeside(word) && !captions.has(word));
  // The value may begin left of what was known of its label.
  const first = startOf(inRow, Math.min(...starts.filter(isBeside).map(({ rectPx }) => rectPx.x)));
  const inLine = under.filter((word) => word.rectPx.x >= first && isBeside(word));
  const value = untilGap(inLine, captions);
  return lines === 1 ? value : [...value, ...linesBelow(value, rows, captions, lines - 1)];
}

/** Where the line of a label begins: a label in several languages may be known by its last only, and the value stands below the first. */
function lineStart(caption: Rect, rows: readonly Row[]): number {
  const beside = rows
    .flat()
    .filter(({ rectPx }) => Math.abs(middleOf(rectPx) - middleOf(caption)) < 0.5 * caption.height);
  return startOf(beside, caption.x);
}

/** Where the run of words that reaches `x` begins on its line. */
function startOf(line: readonly OcrWord[], x: number): number {
  let left = x;
  for (const { rectPx } of [...line].sort((a, b) => b.rectPx.x - a.rectPx.x)) {
    if (rectPx.x >= left) continue;
    if (left - rightEdge(rectPx) > farthestWord * rectPx.height) break;
    left = rectPx.x;
  }
  return left;
}

function untilGap(words: readonly OcrWord[], captions: ReadonlySet<OcrWord>): readonly OcrWord[] {
  const value: OcrWord[] = [];
  for (const word of words) {
    const last = value.at(-1)?.rectPx;
    const isApart =
      last !== undefined && word.rectPx.x - rightEdge(last) > farthestWord * Math.max(last.height, 1);
    if (captions.has(word) || isApart) break;
    value.push(word);
  }
  return value;
}

function linesBelow(
  value: readonly OcrWord[],
  rows: readonly Row[],
  captions: ReadonlySet<OcrWord>,
  most: number,
): readonly OcrWord[] {
  const more: OcrWord[] = [];
  let [last] = value;
  for (let line = 0; line < most && last !== undefined; line += 1) {
    const { x, y, height } = last.rectPx;
    const next = rows.flat().find(({ rectPx }) => {
      const depth = middleOf(rectPx) - (y + height / 2);
      return depth > 0.6 * height && depth < 1.8 * height && Math.abs(rectPx.x - x) < 1.5 * height;
    });
    if (next === undefined || captions.has(next)) break;
    const row = rows.find((candidate) => candidate.includes(next)) ?? [next];
    more.push(...untilGap(row.slice(row.indexOf(next)), captions));
    last = next;
  }
  return more;
}

/** Room around a value for accents above, cedillas below, and what the first reading cut off at its end; in heights of its print. */
export function withMargins({ x, y, width, height }: Rect, page: { width: number; height: number }): Rect {
  const [left, top] = [Math.max(0, x - 0.4 * height), Math.max(0, y - 0.4 * height)];
  const right = Math.min(page.width, x + width + 0.6 * height);
  const bottom = Math.min(page.height, y + 1.3 * height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Where a value would stand that was not read: generous, since labels are smaller than values. */
function placeNear(
  { rectPx: caption }: Caption,
  { valueAt, lines }: FieldDefinition,
  page: ReadLayoutInput['page'],
): Rect {
  const { height } = caption;
  const isBelow = valueAt === 'below';
  const x = isBelow ? caption.x - 0.5 * height : rightEdge(caption) + 0.2 * height;
  const y = isBelow ? caption.y + 1.1 * height : caption.y - 0.7 * height;
  const wide = Math.min(18 * height, page.width - x);
  const high = Math.min(2.4 * height * lines, page.height - y);
  return { x: Math.max(0, x), y: Math.max(0, y), width: Math.max(1, wide), height: Math.max(1, high) };
}

function isInside({ x, y, width, height }: Rect, place: Rect): boolean {
  const [cx, cy] = [x + width / 2, y + height / 2];
  return cx >= place.x && cy >= place.y && cx <= place.x + place.width && cy <= place.y + place.height;
}
