import type { DocumentDefinition } from '../documents/definition.ts';
import { documentSizesMm, mrzPixelsPerMm } from './document-frame.ts';
import { found, missing, type FeatureOutcome, type MissingReason } from './feature-outcome.ts';
import type { DocumentPhoto, FeatureValues, MrzDate, MrzReading, StatedDay } from './feature-values.ts';
import { pixelsPerMm } from './locate-document.ts';
import type { ReadDocument } from './read-document.ts';
import type { FoundMrz, SideFacts } from './side-facts.ts';

/** Fields that are printed and in the zone; why there are none where that is so. */
export function printedFieldsOf(
  { ocr, comparisons }: ReadDocument,
  mrz: FeatureOutcome<MrzReading>,
  refusal: MissingReason,
  nothingDecoded: boolean,
): FeatureOutcome<FeatureValues['printedFields']> {
  if (nothingDecoded) return missing(refusal);
  if (!mrz.ok) return missing(mrz.reason);
  if (ocr === null) return missing('document-not-found');
  if (!ocr.ok) return missing(ocr.code);
  return comparisons.length === 0 ? missing('no-printed-field-read') : found(comparisons);
}

/** Pixels per millimeter of the pictures whose scale is known. */
export function scaleOf(
  sides: readonly SideFacts[],
  format: FoundMrz['format'] | null,
  definition: DocumentDefinition | null,
): FeatureOutcome<FeatureValues['documentScale']> {
  const scales = sides.flatMap(({ captureId, mrz, outline }) => {
    if (mrz !== null) return [{ captureId, pixelsPerMm: mrzPixelsPerMm(mrz) }];
    if (outline === null) return [];
    if (format !== null) return [{ captureId, pixelsPerMm: pixelsPerMm(outline.quad, format) }];
    // Without a zone only a card's size is sure: of a booklet one page or both may be shown.
    const isCard = definition?.sizeMm?.width === documentSizesMm.TD1.width;
    return isCard ? [{ captureId, pixelsPerMm: pixelsPerMm(outline.quad, 'TD1') }] : [];
  });
  return scales.length === 0 ? missing('scale-unknown') : found(scales);
}

/** What the document is: by its zone, or by what else tells it surely. */
export function typeOf(
  { identification, definition }: ReadDocument,
  reading: MrzReading | null,
  photo: DocumentPhoto | undefined,
  unread: MissingReason,
): FeatureOutcome<FeatureValues['documentType']> {
  const { type, country } = identification.chosen;
  if (reading !== null)
    return found({
      type,
      issuingState: country ?? '',
      captureId: reading.captureId,
      regionPx: reading.mrz.regionPx,
    });
  if (definition === null || photo === undefined) return missing(unread);
  return found({ type, issuingState: country ?? '', captureId: photo.captureId, regionPx: photo.regionPx });
}

/** A day that the zone states, to the day. */
export function dayOf(
  mrz: FeatureOutcome<MrzReading>,
  dateOf: (reading: MrzReading) => MrzDate | null,
  whenNotStated: MissingReason,
): FeatureOutcome<StatedDay> {
  if (!mrz.ok) return mrz;
  const date = dateOf(mrz.value);
  if (date === null || /^<+$/.test(date.printed)) return missing(whenNotStated);
  // A date known to the month only is allowed, but neither an age nor an expiry can be told from it to the day.
  if (date.day === null || !/^\d{4}-\d\d-\d\d$/.test(date.day)) return missing('date-unreadable');
  return found({
    day: date.day,
    source: 'mrz',
    captureId: mrz.value.captureId,
    regionPx: date.regionPx,
  });
}
