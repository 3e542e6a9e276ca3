import type { DocumentField, DocumentReading, FieldName, FieldSource } from '#shared/domain/analysis.ts';
import { compareFields } from './cross-check-fields.ts';
import { found, missing, type FeatureOutcome } from './feature-outcome.ts';
import type { FeatureValues, ReadingPair } from './feature-values.ts';

const ofHolder: readonly FieldName[] = ['surname', 'given-names', 'birth-date', 'sex'];
/** The zone has check digits and its own font, the barcode an error correction. */
const sourceOrder: readonly FieldSource[] = ['mrz', 'barcode', 'viz'];

/** What the documents of a session's steps say of their holder, each with each: names however they are transliterated. */
export function holderFieldsOf(
  readings: readonly (DocumentReading | null)[],
): FeatureOutcome<FeatureValues['holderFields']> {
  const documents = readings.filter((reading) => reading !== null);
  const pairs = documents.flatMap((one, index) =>
    documents.slice(index + 1).flatMap((other) => ofHolder.flatMap((name) => pairOf(name, one, other))),
  );
  return pairs.length === 0 ? missing('no-common-field') : found(pairs);
}

function pairOf(name: FieldName, one: DocumentReading, other: DocumentReading): ReadingPair[] {
  const [a, b] = [bestOf(one, name), bestOf(other, name)];
  if (a === undefined || b === undefined) return [];
  // A given name may stand with the patronymic or without, and neither is cut.
  const { agreement } = compareFields({ field: a, days: [] }, { field: b, days: [] });
  return [{ name, a, b, agreement }];
}

/** A document's field by the source that errs least. */
export function bestOf({ fields }: DocumentReading, name: FieldName): DocumentField | undefined {
  return sourceOrder
    .map((source) =>
      fields.find((field) => field.name === name && field.source === source && field.normalized !== null),
    )
    .find((field) => field !== undefined);
}
