import type { DocumentField } from '#shared/domain/analysis.ts';
import { comparableText } from './compare-text.ts';
import { compareFields, settles, type SourcedField } from './cross-check-fields.ts';

/**
 * Below, nothing is told: what is read so poorly is more often something else than the value. At 0.4 the tune split of the corpus has 15 more
 * values told wrong, most of them words for states that nobody knows, and not one more told right.
 */
export const leastTold = 0.5;
/** Two readings that differ, or that print allows, cannot both be right: the one that is told is doubtful. */
export const disagreement = 0.6;

/**
 * Of readings of one field's print, the page's first and its own line's last, the one to tell. What zone or barcode says (`other`) may decide
 * between them; it never becomes the print, or comparing the two would prove nothing. Where nothing decides and they say the same but for
 * accents, the line is taken, which was read with more alphabets, with the gaps of the one that saw more; where they differ, the surer at a
 * confidence that says so. At least one reading.
 */
export function chooseReading(
  readings: readonly SourcedField[],
  other: DocumentField | undefined,
): SourcedField {
  const latestFirst = [...readings].reverse();
  const [line, page] = latestFirst;
  if (line === undefined) throw new Error('a field has a reading');
  if (page === undefined) return line;
  const surest = Math.max(line.field.confidence, page.field.confidence);
  if (saySame(line, page))
    return withConfidence(spacedAs(line, page), sayAccents(line, page) ? surest : line.field.confidence);
  if (other !== undefined) {
    const fitting = latestFirst.filter((reading) =>
      settles(compareFields(reading, { field: other, days: [] })),
    );
    const [surer] = fitting.sort((a, b) => b.field.confidence - a.field.confidence);
    if (surer !== undefined) return surer;
  }
  const best = line.field.confidence >= page.field.confidence ? line : page;
  return withConfidence(best, best.field.confidence * disagreement);
}

/** Whether two readings are the same days, or the same letters and figures but for accents. */
export function saySame(a: SourcedField, b: SourcedField): boolean {
  if (a.days.length > 0 || b.days.length > 0) return a.days.join() === b.days.join();
  const base = ({ field }: SourcedField): string =>
    comparableText(field.normalized ?? field.value).replace(/\p{M}/gu, '');
  return base(a) === base(b);
}

const sayAccents = (a: SourcedField, b: SourcedField): boolean => {
  const plain = ({ field }: SourcedField): string =>
    (field.normalized ?? field.value)
      .normalize('NFC')
      .toUpperCase()
      .replace(/[^\p{L}\p{N}]/gu, '');
  return plain(a) === plain(b);
};

const withConfidence = (read: SourcedField, confidence: number): SourcedField => ({
  ...read,
  field: { ...read.field, confidence },
});

/** The line's letters in the words that the page has, where those are more: a narrow gap is easier missed than invented. */
function spacedAs(line: SourcedField, page: SourcedField): SourcedField {
  const value = inWordsOf(line.field.value, page.field.value);
  const isOfWords = !/-(?:number|code)$/.test(line.field.name);
  const normalized =
    line.field.normalized === null || page.field.normalized === null || !isOfWords
      ? line.field.normalized
      : inWordsOf(line.field.normalized, page.field.normalized);
  return { ...line, field: { ...line.field, value, normalized } };
}

function inWordsOf(text: string, model: string): string {
  const letters = Array.from(text.replace(/\s/g, ''));
  const places = Array.from(model);
  const isGap = (char: string): boolean => /\s/.test(char);
  const [gaps, own] = [places.filter(isGap).length, Array.from(text).filter(isGap).length];
  if (gaps <= own || places.length - gaps !== letters.length) return text;
  let next = 0;
  return places.map((char) => (isGap(char) ? char : (letters[next++] ?? ''))).join('');
}
