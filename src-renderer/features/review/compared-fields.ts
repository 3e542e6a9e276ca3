import type {
  DocumentField,
  DocumentReading,
  FieldCrossCheck,
  FieldName,
  FieldSource,
} from '#shared/domain/analysis.ts';
import type { FieldCorrection } from '#shared/domain/session.ts';
import { fieldNames } from '#shared/domain/analysis.ts';
import { alignTexts } from './review-model.ts';

const sourceOrder: readonly FieldSource[] = ['mrz', 'viz', 'barcode'];

/** A field with all that is known of it: one reading for each source, how the sources agree, and what a person says. */
export interface ComparedField {
  readonly name: FieldName;
  readonly readings: readonly DocumentField[];
  readonly differs: boolean;
  readonly crossChecks: readonly FieldCrossCheck[];
  readonly correction: FieldCorrection | null;
}

/** The sources that a document was read from, in the order of their columns. */
export function sourcesOf({ fields }: DocumentReading): readonly FieldSource[] {
  return sourceOrder.filter((source) => fields.some((field) => field.source === source));
}

/** Fields in reading order, with those that only a person has read. */
export function comparedFields(
  { fields, crossChecks }: DocumentReading,
  corrections: readonly FieldCorrection[],
): readonly ComparedField[] {
  return fieldNames
    .map((name) => {
      const checks = crossChecks.filter((check) => check.name === name);
      const readings = fields
        .filter((field) => field.name === name)
        .sort((a, b) => sourceOrder.indexOf(a.source) - sourceOrder.indexOf(b.source));
      return {
        name,
        readings,
        differs:
          readings.some(({ agreement }) => agreement === 'differs') ||
          checks.some(({ agreement }) => agreement === 'differs'),
        crossChecks: checks,
        correction: corrections.find((correction) => correction.name === name) ?? null,
      };
    })
    .filter(({ readings, correction }) => readings.length > 0 || correction !== null);
}

/** Sources write the same day in different ways: where both were normalized, that is what is compared. */
export function shownText(reading: DocumentField, other: DocumentField | undefined): string {
  if (other === undefined || reading.normalized === null || other.normalized === null) return reading.value;
  return reading.normalized === other.normalized ? reading.value : reading.normalized;
}

/** Parts in which two texts differ, side by side; `''` where one of them has nothing there. */
export function differingParts(
  first: string,
  second: string,
): readonly { readonly a: string; readonly b: string }[] {
  const parts: { a: string; b: string }[] = [];
  let isOpen = false;
  for (const { a, b } of alignTexts(first, second)) {
    if (a === b) {
      isOpen = false;
      continue;
    }
    const last = parts.at(-1);
    if (isOpen && last !== undefined) {
      last.a += a ?? '';
      last.b += b ?? '';
    } else parts.push({ a: a ?? '', b: b ?? '' });
    isOpen = true;
  }
  return parts;
}
