import type { DocumentField } from '#shared/domain/analysis.ts';
import { comparableText } from './compare-text.ts';
import { compareFields, type SourcedField } from './cross-check-fields.ts';

/** Below, nothing is told: what is read so poorly is more often something else than the value. */
export const leastTold = 0.4;
/** Two readings that differ cannot both be right: the surer one is told as doubtful. */
const disagreement = 0.6;

/**
 * Of readings of one field's print, the page's first and its own line's last, the one to tell. What zone or barcode says (`other`) may decide
 * between them; it never becomes the print, or comparing the two would prove nothing. Where nothing decides and they say the same but for
 * accents, the line is taken, which was read with more alphabets; where they differ, the surer at a confidence that says so.
 * At least one reading.
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
  if (saySame(line, page)) return withConfidence(line, surest);
  if (other !== undefined) {
    const fitting = latestFirst.filter((reading) => {
      const { agreement, by } = compareFields(reading, { field: other, days: [] });
      return agreement === 'agrees' && by !== 'spelling' && by !== 'truncation';
    });
    const [first] = fitting;
    if (first !== undefined) return first;
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

const withConfidence = (read: SourcedField, confidence: number): SourcedField => ({
  ...read,
  field: { ...read.field, confidence },
});
