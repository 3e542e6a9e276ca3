import type { DocumentField, FieldName } from '#shared/domain/analysis.ts';
import { intersectionOverUnion, type Rect } from '#shared/domain/geometry.ts';
import type { CaptureId } from '#shared/domain/ids.ts';
import type { DocumentDefinition, FieldDefinition, SideDefinition } from '../documents/definition.ts';
import type { Ocr, OcrLanguage, OcrWord } from '../ocr/ocr.ts';
import { chooseReading, leastTold, saySame } from './choose-reading.ts';
import { comparableText, editDistance, likenessOf } from './compare-text.ts';
import type { SourcedField } from './cross-check-fields.ts';
import { toPictureRect, type DocumentFrame } from './document-frame.ts';
import type { FieldComparison } from './feature-values.ts';
import { fieldTitlesInJson } from './field-titles.ts';
import { readAgain } from './printed-again.ts';
import { readLayout, type MissedField, type PrintedField } from './printed-fields.ts';
import { placesOn, readBlock, type PrintedSide } from './printed-page.ts';
import { readFields } from './read-fields.ts';

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
  const isValue = ({ name, value, normalized }: DocumentField): boolean =>
    !isLabel({ name, text: value }, defined) && !isOfOther({ name, normalized }, guide);
  const guided = found.fields.filter(isValue);
  const comparable = found.comparisons.filter(({ viz }) => isValue(viz));
  const values = { dateOrders: definition.dateOrders, referenceDay: deps.referenceDay };
  const layout = readLayout({
    words,
    fields: defined,
    page: frame,
    toPage,
    values,
  });
  const led = layout.fields.filter((field) => !isLabel(field, defined) && !isOfOther(field, guide));
  const compared = comparable.map(({ viz }) => viz);
  const isTaken = ({ name, rectPx }: PrintedField): boolean =>
    compared.some((field) => field.name === name || intersectionOverUnion(field.regionPx, rectPx) > 0.5);
  const missed = layout.missed.filter(({ field }) => !compared.some(({ name }) => name === field.name));
  const seen = [
    ...led.filter((field) => !isTaken(field)),
    ...compared.map(({ name, regionPx }) => ({ name, rectPx: regionPx })),
  ].flatMap(({ name, rectPx }): MissedField[] => {
    const field = defined.find((candidate) => candidate.name === name);
    const isMissed = missed.some((other) => other.field.name === name);
    return field === undefined || isMissed || !rereadKinds.has(field.kind)
      ? []
      : [{ field, rectPx: withMargins(rectPx, frame) }];
  });
  const wanted = [...missed, ...seen];
  const isReadable = !wanted.some(({ field }) => field.script === 'cyrillic') || deps.languages.has('rus');
  const again =
    wanted.length === 0 || !isReadable
      ? []
      : await readAgain(
          wanted,
          {
            gray: framed.evened(),
            dpi: frame.pixelsPerMm * 25.4,
          },
          { ...deps, languages: languagesFor(inCyrillic, deps.languages), values },
        );
  const own = again.filter((field) => !isLabel(field, defined) && !isOfOther(field, guide));
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
  const further = [...byName.values()].filter(({ field }) => field.confidence >= leastTold);
  // Where the definition leads to a field, what stands near its label by itself is the poorer reading.
  const isDefined = (name: FieldName): boolean => defined.some((field) => field.name === name);
  const uncompared = guided.filter(
    (field) => !compared.includes(field) && !byName.has(field.name) && !isDefined(field.name),
  );
  const onPicture = (field: DocumentField): DocumentField => inPicture(field, frame);
  return {
    fields: [
      ...[...chosen, ...uncompared].map((field) => ({ field: onPicture(field), days: [] })),
      ...further.map(({ field, days }) => ({ field: onPicture(field), days })),
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

/** Room around a value for accents above, cedillas below, and what the first reading cut off at its end; in heights of its print. */
function withMargins({ x, y, width, height }: Rect, page: { width: number; height: number }): Rect {
  const [left, top] = [Math.max(0, x - 0.4 * height), Math.max(0, y - 0.4 * height)];
  const right = Math.min(page.width, x + width + 0.6 * height);
  const bottom = Math.min(page.height, y + 1.3 * height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Where a value was missed the second reading may get its label in another language. */
function isLabel(
  { name, text }: Pick<PrintedField, 'name' | 'text'>,
  defined: readonly FieldDefinition[],
): boolean {
  const read = comparableText(text);
  return defined.some((field) =>
    field.labels.some((label) => {
      const wanted = comparableText(label);
      const isPart = field.name === name && read.length >= leastPartOfLabel && wanted.includes(read);
      return isPart || editDistance(read, wanted) <= Math.floor(wanted.length / 6);
    }),
  );
}

/** Shorter words are parts of some label by chance. */
const leastPartOfLabel = 4;

/**
 * Whether a name holds a word that zone or barcode state as another field and not as this one: the line of that field was taken, because the one
 * that was meant was missed or ran into it.
 */
function isOfOther(
  { name, normalized }: Pick<PrintedField, 'name' | 'normalized'>,
  guide: readonly DocumentField[],
): boolean {
  if (!nameFields.includes(name) || normalized === null) return false;
  const wordsOf = (text: string | null): readonly string[] =>
    (text ?? '').split(/[\s-]+/).map(comparableText);
  const own = guide.filter((field) => field.name === name).flatMap((field) => wordsOf(field.normalized));
  const others = guide
    .filter((field) => field.name !== name && nameFields.includes(field.name))
    .flatMap((field) => wordsOf(field.normalized));
  return wordsOf(normalized).some((word) => word !== '' && others.includes(word) && !own.includes(word));
}

const nameFields: readonly FieldName[] = ['surname', 'given-names', 'patronymic'];

/** English has no accents; the data that has them is read with where it is installed. */
function languagesFor(inCyrillic: boolean, known: ReadonlySet<OcrLanguage>): readonly OcrLanguage[] {
  if (inCyrillic) return ['rus', 'eng'];
  return known.has('Latin') ? ['Latin'] : ['eng'];
}

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
  { name, text, normalized, days, confidence, rectPx, words }: PrintedField,
  captureId: CaptureId,
): SourcedField {
  return {
    field: {
      name,
      title: fieldTitlesInJson[name],
      value: text,
      normalized,
      confidence,
      source: 'viz',
      captureId,
      regionPx: rectPx,
      characters: words.flatMap((word) =>
        Array.from(word.text, (char) => ({ char, confidence: word.confidence })),
      ),
      agreement: 'single',
    },
    days,
  };
}

function inPicture(field: DocumentField, frame: DocumentFrame): DocumentField {
  return { ...field, regionPx: toPictureRect(frame, field.regionPx) };
}
