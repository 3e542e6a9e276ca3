import { wholeYearsBetween } from '#shared/domain/whole-years.ts';
import type { StatedDate } from '../features/feature-values.ts';
import { defineCheck, failed, passed, warning } from './check.ts';
import { isSureReading } from './reading-pairs.ts';

/**
 * The dates exist in the calendar and follow each other: birth, issue, expiry; the zone has a year's last two digits only (ICAO Doc
 * 9303-3, 4.8). What speaks against the document by a date that was read unsurely is for a person to judge.
 */
export const documentDatesPossible = defineCheck({
  id: 'document.dates-possible',
  version: 2,
  appliesTo: 'document',
  needs: ['documentDates'],
  reasons: [
    'no-such-day',
    'birth-after-expiry',
    'birth-after-issue',
    'issue-after-expiry',
    'issued-in-future',
    'born-before-records',
    'valid-too-long',
  ],
  run({ documentDates: { birth, issue, expiry } }, { policy: { thresholds }, referenceDay }) {
    const evidenceOf = (...dates: readonly (StatedDate | null)[]) =>
      dates.flatMap((date) =>
        date === null ? [] : [{ captureId: date.captureId, regionPx: date.regionPx, kind: 'field' as const }],
      );
    const judgeBy = (...dates: readonly (StatedDate | null)[]) =>
      dates.every((date) => date === null || date.source === 'mrz' || isSureReading(date, thresholds))
        ? failed
        : warning;
    for (const [name, date] of [
      ['birth-date', birth],
      ['expiry-date', expiry],
    ] as const) {
      if (date?.day !== null) continue;
      return failed('no-such-day', {
        details: { fields: name, printed: date.printed },
        evidence: evidenceOf(date),
      });
    }
    const [born, issued, expires] = [birth, issue, expiry].map((date) => date?.day ?? null);
    if (isAfter(born, expires))
      return judgeBy(birth, expiry)('birth-after-expiry', { evidence: evidenceOf(birth, expiry) });
    if (isAfter(born, issued))
      return judgeBy(birth, issue)('birth-after-issue', { evidence: evidenceOf(birth, issue) });
    if (isAfter(issued, expires))
      return judgeBy(issue, expiry)('issue-after-expiry', { evidence: evidenceOf(issue, expiry) });
    if (isAfter(issued, dayAfter(referenceDay))) {
      const details = { day: issued ?? '' };
      return judgeBy(issue)('issued-in-future', { details, evidence: evidenceOf(issue) });
    }
    if (typeof born === 'string') {
      const [years, oldest] = [wholeYearsBetween(born, referenceDay), thresholds.oldestYears.value];
      if (years > oldest) {
        const facts = {
          score: years,
          threshold: oldest,
          details: { years },
          evidence: evidenceOf(birth),
        };
        return judgeBy(birth)('born-before-records', facts);
      }
    }
    if (typeof expires === 'string') {
      const [years, longest] = [
        wholeYearsBetween(referenceDay, expires),
        thresholds.longestValidityYears.value,
      ];
      if (years > longest) {
        const facts = {
          score: years,
          threshold: longest,
          details: { years },
          evidence: evidenceOf(expiry),
        };
        return judgeBy(expiry)('valid-too-long', facts);
      }
    }
    return passed({ evidence: evidenceOf(birth, issue, expiry) });
  },
});

/** Whether a date lies after another for certain: one that is known to the month only may lie on any of its days. */
function isAfter(later: string | null | undefined, earlier: string | null | undefined): boolean {
  if (typeof later !== 'string' || typeof earlier !== 'string') return false;
  const shared = Math.min(later.length, earlier.length);
  return later.slice(0, shared) > earlier.slice(0, shared);
}

/** Where it is already tomorrow, documents are issued tomorrow. */
function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
