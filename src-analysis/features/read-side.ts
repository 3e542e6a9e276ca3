import type { DocumentField, FieldName } from '#shared/domain/analysis.ts';
import { intersectionOverUnion } from '#shared/domain/geometry.ts';
import type { CaptureId } from '#shared/domain/ids.ts';
import type { DocumentDefinition, FieldDefinition, SideDefinition } from '../documents/definition.ts';
import type { Ocr, OcrLanguage, OcrWord } from '../ocr/ocr.ts';
import type { PrintRecognizer } from '../ocr/print-lines.ts';
import { chooseReading, disagreement, leastTold, saySame } from './choose-reading.ts';
import { comparableLabel, comparableText, editDistance, likenessOf } from './compare-text.ts';
import type { SourcedField } from './cross-check-fields.ts';
import { toPictureRect, type DocumentFrame } from './document-frame.ts';
import type { FieldComparison } from './feature-values.ts';
import { fieldTitlesInJson } from './field-titles.ts';
import { readAgain } from './printed-again.ts';
import { readLayout, withMargins, type MissedField, type PrintedField } from './printed-fields.ts';
import { placesOn, readBlock, type PrintedSide } from './printed-page.ts';
import { readFields } from './read-fields.ts';
import { isOfOther, swappedNames } from './swapped-names.ts';

/** What one side prints, in pixels of its picture. */
export interface SideReading {
  readonly fields: readonly SourcedField[];
  /** Fields that the zone states too. */
  readonly comparisons: readonly FieldComparison[];
}

const nothing: SideReading = { fields: [], comparisons: [] };

/**
 * The printed fields of a side. What the zone says is looked for first, since that is sure by two readers; then the definition's labels and
 * places lead to the rest; then what they lead to in vain, or to words that were read doubtfully, is read once more.
 */
export async function readSide(
  {
    captureId,
    print: { framed, words: ofPage },
    definition,
    expected,
    guide,
  }: {
    readonly captureId: CaptureId;
    readonly print: PrintedSide;
    readonly definition: DocumentDefinition;
    /** What the side of the definition has; `null` where it defines none. */
    readonly expected: SideDefinition | null;
    /** What zone or barcode say, and the print should too; none for sides that do not print it. */
    readonly guide: readonly DocumentField[];
  },
  deps: {
    readonly ocr: Ocr;
    /** The reader of values' own places; loaded when there is one to read. */
    readonly printRecognizer: () => Promise<PrintRecognizer>;
    readonly signal: AbortSignal;
    readonly referenceDay: string;
    readonly languages: ReadonlySet<OcrLanguage>;
  },
): Promise<SideReading> {
  if (framed === null) return nothing;
  const { frame } = framed;
  const toPage = definition.sizeMm === null ? () => undefined : placesOn(frame, definition.sizeMm);
  const defined = expected?.fields ?? [];
  const inCyrillic = defined.some(({ script }) => script === 'cyrillic');
  const blockMm = expected?.block ?? null;
  const block = blockMm === null ? undefined : toPage(blockMm);
  const words =
    block === undefined || (inCyrillic && !deps.languages.has('rus'))
      ? ofPage
      : withBlock(ofPage, await readBlock(framed, block, inCyrillic ? ['rus', 'eng'] : ['eng'], deps));
  const found = readFields({ captureId, words, mrzFields: guide });
  const values = { dateOrders: definition.dateOrders, referenceDay: deps.referenceDay };
  const layout = readLayout({
    words,
    fields: defined,
    page: frame,
    toPage,
    values,
  });
  const swapped = swappedNames(layout.fields, guide);
  const isValue = ({ name, value, normalized }: DocumentField): boolean =>
    !swapped.has(name) && !isLabel({ name, text: value }, defined) && !isOfOther({ name, normalized }, guide);
  const guided = found.fields.filter(isValue);
  const comparable = found.comparisons.filter(({ viz }) => isValue(viz));
  const isOwn = (field: PrintedField): boolean =>
    !isLabel(field, defined) && (swapped.has(field.name) || !isOfOther(field, guide));
  const led = layout.fields.filter(isOwn);
  const compared = comparable.map(({ viz }) => viz);
  const isTaken = ({ name, rectPx }: PrintedField): boolean =>
    compared.some((field) => field.name === name || intersectionOverUnion(field.regionPx, rectPx) > 0.5);
  const missed = layout.missed.filter(({ field }) => !compared.some(({ name }) => name === field.name));
  const seen = [
    ...led.filter((field) => !isTaken(field)),
    ...compared.map(({ name, regionPx }) => ({ name, runPx: regionPx })),
  ].flatMap(({ name, runPx }): MissedField[] => {
    const field = defined.find((candidate) => candidate.name === name);
    const isMissed = missed.some((other) => other.field.name === name);
    return field === undefined || isMissed || !rereadKinds.has(field.kind)
      ? []
      : [{ field, rectPx: withMargins(runPx, frame) }];
  });
  const wanted = [...missed, ...seen];
  const again =
    wanted.length === 0
      ? []
      : await readAgain(wanted, framed.evened(), {
          recognizer: await deps.printRecognizer(),
          signal: deps.signal,
          values,
        });
  const own = again.filter(isOwn);
  // A swap must be read twice as well, but not surely a second time.
  const swappedAgain = swappedNames(own, guide, 0);
  const isSwapped = [...swapped].every((name) => swappedAgain.has(name));
  const zoneOf = (name: FieldName): DocumentField | undefined => guide.find((field) => field.name === name);
  const byName = new Map<FieldName, SourcedField>();
  for (const field of led) if (!isTaken(field)) keepSurer(byName, toSourced(field, captureId));
  const comparisons = comparable.flatMap((comparison): FieldComparison[] => {
    const { viz, mrz, likeness } = comparison;
    const again = own.find(({ name }) => name === viz.name);
    const first: SourcedField = { field: viz, days: [] };
    const second = again === undefined ? undefined : toSourced(again, captureId);
    const { field } = chooseReading(second === undefined ? [first] : [first, second], zoneOf(viz.name));
    const wasReread = seen.some((other) => other.field.name === viz.name);
    // A difference between print and zone must be read twice: one reading that broke a name apart is none.
    if (viz.agreement === 'differs' && wasReread && (second === undefined || !saySame(first, second)))
      return field.normalized === second?.field.normalized
        ? [
            {
              mrz,
              likeness: Math.max(likeness, likenessOf(field.normalized ?? '', mrz.normalized ?? '')),
              viz: field,
            },
          ]
        : [];
    return [{ ...comparison, viz: { ...field, agreement: viz.agreement } }];
  });
  const chosen = comparisons.map(({ viz }) => viz);
  for (const field of own) {
    if (isTaken(field)) continue;
    const second = toSourced(field, captureId);
    const first = byName.get(field.name);
    byName.set(
      field.name,
      chooseReading(first === undefined ? [second] : [first, second], zoneOf(field.name)),
    );
  }
  const further = [...byName.values()].filter(
    ({ field }) => field.confidence >= leastTold && (isSwapped || !swapped.has(field.name)),
  );
  // Where the definition leads to a field, what stands near its label by itself is the poorer reading.
  const isDefined = (name: FieldName): boolean => defined.some((field) => field.name === name);
  const uncompared = guided.filter(
    (field) => !compared.includes(field) && !byName.has(field.name) && !isDefined(field.name),
  );
  const onPicture = (field: DocumentField): DocumentField => inPicture(field, frame);
  return {
    fields: [
      ...[...chosen, ...uncompared].map((field) => ({ field: onPicture(field), days: [] })),
      ...further.map(({ field, days }) => ({
        field: onPicture(field),
        days,
        isMisplaced: swapped.has(field.name),
      })),
    ],
    comparisons: comparisons.map((comparison) => ({ ...comparison, viz: onPicture(comparison.viz) })),
  };
}

/** Kinds whose letters the first reading gets wrong without knowing: accents are lost, and single letters. */
const rereadKinds: ReadonlySet<FieldDefinition['kind']> = new Set([
  'name',
  'text',
  'number',
  'state',
  'categories',
]);

/** Where a value was missed the second reading may get its label in another language. */
function isLabel(
  { name, text }: Pick<PrintedField, 'name' | 'text'>,
  defined: readonly FieldDefinition[],
): boolean {
  const read = comparableText(text);
  // No closures: they would be compiled anew for every page.
  for (const field of defined) {
    for (const label of field.labels) {
      const wanted = comparableLabel(label);
      if (field.name === name && read.length >= leastPartOfLabel && wanted.includes(read)) return true;
      const most = Math.floor(wanted.length / 6);
      if (editDistance(read, wanted, most) <= most) return true;
    }
  }
  return false;
}

/** Shorter words are parts of some label by chance. */
const leastPartOfLabel = 4;

function keepSurer(byName: Map<FieldName, SourcedField>, read: SourcedField): void {
  const first = byName.get(read.field.name);
  if (first === undefined || read.field.confidence > first.field.confidence)
    byName.set(read.field.name, read);
}

/** What the page read less surely gives way to the block. */
const leastConfidence = 0.5;

/** Words of the page, and of its block what the page has not: labels mostly. */
function withBlock(ofPage: readonly OcrWord[], ofBlock: readonly OcrWord[]): readonly OcrWord[] {
  const isKnown = ({ x, y, width, height }: OcrWord['rectPx']): boolean =>
    ofPage.some(
      ({ confidence, rectPx: word }) =>
        confidence >= leastConfidence &&
        Math.min(x + width, word.x + word.width) > Math.max(x, word.x) &&
        Math.min(y + height, word.y + word.height) - Math.max(y, word.y) >
          0.5 * Math.min(height, word.height),
    );
  const firstLine = ofPage.reduce((most, { line }) => Math.max(most, line + 1), 0);
  const further = ofBlock.filter(({ rectPx }) => !isKnown(rectPx));
  return [...ofPage, ...further.map((word) => ({ ...word, line: word.line + firstLine }))];
}

function toSourced(
  { name, text, normalized, days, confidence, rectPx, words, alternatives }: PrintedField,
  captureId: CaptureId,
): SourcedField {
  return {
    field: {
      name,
      title: fieldTitlesInJson[name],
      value: text,
      normalized,
      confidence: alternatives === undefined ? confidence : confidence * disagreement,
      source: 'viz',
      captureId,
      regionPx: rectPx,
      characters: words.flatMap((word) =>
        Array.from(word.text, (char, index) => ({
          char,
          confidence: word.confidences?.[index] ?? word.confidence,
          ...(word.charactersPx?.[index] !== undefined && { regionPx: word.charactersPx[index] }),
        })),
      ),
      agreement: 'single',
      ...(alternatives !== undefined && { alternatives: [...alternatives] }),
    },
    days,
  };
}

function inPicture(field: DocumentField, frame: DocumentFrame): DocumentField {
  return {
    ...field,
    regionPx: toPictureRect(frame, field.regionPx),
    characters: field.characters.map(({ regionPx, ...character }) => ({
      ...character,
      ...(regionPx !== undefined && { regionPx: toPictureRect(frame, regionPx) }),
    })),
  };
}
