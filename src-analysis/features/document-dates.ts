import type { DocumentField, FieldName } from '#shared/domain/analysis.ts';
import { found, missing, type FeatureOutcome, type MissingReason } from './feature-outcome.ts';
import type { FeatureValues, MrzDate, MrzReading, StatedDate, StatedDay } from './feature-values.ts';

/**
 * Birth, issue and expiry as the document states them, each by its surest source: the zone, whose check digits guard it, then the
 * barcode, then the print. What print or barcode state without being a date is not stated at all: it was misread.
 */
export function statedDatesOf(
  fields: readonly DocumentField[],
  zone: MrzReading | null,
): FeatureValues['documentDates'] {
  return {
    birth: zoneDate(zone, zone?.birthDate ?? null, 'birth-date') ?? fieldDate(fields, 'birth-date'),
    issue: fieldDate(fields, 'issue-date'),
    expiry: zoneDate(zone, zone?.expiryDate ?? null, 'expiry-date') ?? fieldDate(fields, 'expiry-date'),
  };
}

function zoneDate(zone: MrzReading | null, date: MrzDate | null, name: FieldName): StatedDate | null {
  // All fillers: the date is unknown or not stated, which is allowed (ICAO Doc 9303-3, 4.8).
  if (zone === null || date === null || /^<+$/.test(date.printed)) return null;
  const field = zone.fields.find((candidate) => candidate.name === name);
  return { ...date, source: 'mrz', confidence: field?.confidence ?? 1, captureId: zone.captureId };
}

const sources = ['mrz', 'barcode', 'viz'] as const;

function fieldDate(fields: readonly DocumentField[], name: FieldName): StatedDate | null {
  for (const source of sources) {
    const field = fields.find(
      (candidate) => candidate.name === name && candidate.source === source && isDate(candidate.normalized),
    );
    if (field === undefined) continue;
    const { value, normalized, confidence, captureId, regionPx } = field;
    return { source, printed: value, day: normalized, confidence, captureId, regionPx };
  }
  return null;
}

const isDate = (text: string | null): boolean => text !== null && /^\d{4}(-\d\d){0,2}$/.test(text);

/** A stated date as a day; missing where it is not stated, or known to the month only: neither an age nor an expiry is told from that. */
export function wholeDayOf(date: StatedDate | null, whenNotStated: MissingReason): FeatureOutcome<StatedDay> {
  if (date === null) return missing(whenNotStated);
  const { day, source, captureId, regionPx } = date;
  if (day === null || !/^\d{4}-\d\d-\d\d$/.test(day)) return missing('date-unreadable');
  return found({ day, source, captureId, regionPx });
}
