import type { DocumentField } from '#shared/domain/analysis.ts';
import { intersectionOverUnion } from '#shared/domain/geometry.ts';
import type { CaptureId } from '#shared/domain/ids.ts';
import type { DocumentDefinition, SideDefinition } from '../documents/definition.ts';
import { evenContrast } from '../image/even-contrast.ts';
import { warpByHomography } from '../image/warp.ts';
import type { Ocr, OcrLanguage, OcrWord } from '../ocr/ocr.ts';
import type { SourcedField } from './cross-check-fields.ts';
import { toPictureRect, type DocumentFrame } from './document-frame.ts';
import type { FieldComparison } from './feature-values.ts';
import { fieldTitlesInJson } from './field-titles.ts';
import { readAgain } from './printed-again.ts';
import { readLayout, type PrintedField } from './printed-fields.ts';
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
  const { gray, frame } = framed;
  const toPage = definition.sizeMm === null ? () => undefined : placesOn(frame, definition.sizeMm);
  const defined = expected?.fields ?? [];
  const inCyrillic = defined.some(({ script }) => script === 'cyrillic');
  const blockMm = expected?.block ?? null;
  const block = blockMm === null ? undefined : toPage(blockMm);
  const words =
    block === undefined || (inCyrillic && !deps.languages.has('rus'))
      ? ofPage
      : withBlock(ofPage, await readBlock(framed, block, inCyrillic ? ['rus', 'eng'] : ['eng'], deps));
  const { fields: guided, comparisons } = readFields({ captureId, words, mrzFields: guide });
  const values = { dateOrders: definition.dateOrders, referenceDay: deps.referenceDay };
  const layout = readLayout({
    words,
    fields: defined,
    page: frame,
    toPage,
    values,
  });
  const compared = comparisons.map(({ viz }) => viz);
  const isTaken = ({ name, rectPx }: PrintedField): boolean =>
    compared.some((field) => field.name === name || intersectionOverUnion(field.regionPx, rectPx) > 0.5);
  const missed = layout.missed.filter(({ field }) => !compared.some(({ name }) => name === field.name));
  const scripts = new Set(missed.map(({ field }) => field.script));
  const languages: readonly OcrLanguage[] =
    scripts.has('cyrillic') && deps.languages.has('rus') ? ['rus', 'eng'] : ['eng'];
  const again =
    missed.length === 0 || (scripts.has('cyrillic') && !deps.languages.has('rus'))
      ? []
      : await readAgain(
          missed,
          {
            gray: evenContrast(warpByHomography(gray, frame.toPicture, frame.width, frame.height)),
            dpi: frame.pixelsPerMm * 25.4,
          },
          { ...deps, languages, values },
        );
  const byName = new Map<string, PrintedField>();
  for (const field of [...layout.fields, ...again]) {
    const first = byName.get(field.name);
    if (!isTaken(field) && (first === undefined || field.confidence > first.confidence))
      byName.set(field.name, field);
  }
  const further = [...byName.values()].map((field) => toSourced(field, captureId));
  const uncompared = guided.filter((field) => !compared.includes(field) && !byName.has(field.name));
  const onPicture = (field: DocumentField): DocumentField => inPicture(field, frame);
  return {
    fields: [
      ...[...compared, ...uncompared].map((field) => ({ field: onPicture(field), days: [] })),
      ...further.map(({ field, days }) => ({ field: onPicture(field), days })),
    ],
    comparisons: comparisons.map((comparison) => ({ ...comparison, viz: onPicture(comparison.viz) })),
  };
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
