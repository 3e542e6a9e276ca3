import { wholeYearsBetween } from '#shared/domain/whole-years.ts';
import { defineCheck, failed, passed } from './check.ts';

/** The dates exist in the calendar and follow each other; the zone has a year's last two digits only (ICAO Doc 9303-3, 4.8). */
export const documentDatesPossible = defineCheck({
  id: 'document.dates-possible',
  version: 1,
  appliesTo: 'document',
  needs: ['mrz'],
  reasons: ['no-such-day', 'birth-after-expiry', 'born-before-records', 'valid-too-long'],
  run({ mrz: { captureId, birthDate, expiryDate } }, { policy: { thresholds }, referenceDay }) {
    const evidenceOf = (dates: readonly (typeof birthDate)[]) =>
      dates.flatMap((date) =>
        date === null ? [] : [{ captureId, regionPx: date.regionPx, kind: 'field' as const }],
      );
    for (const [name, date] of [
      ['birth-date', birthDate],
      ['expiry-date', expiryDate],
    ] as const) {
      // All fillers: the date is unknown or not stated, which is allowed.
      if (date?.day !== null || /^<+$/.test(date.printed)) continue;
      return failed('no-such-day', {
        details: { fields: name, printed: date.printed },
        evidence: evidenceOf([date]),
      });
    }
    const born = birthDate?.day ?? null;
    const expires = expiryDate?.day ?? null;
    if (born !== null && expires !== null && expires < born) {
      return failed('birth-after-expiry', { evidence: evidenceOf([birthDate, expiryDate]) });
    }
    if (born !== null) {
      const [years, oldest] = [wholeYearsBetween(born, referenceDay), thresholds.oldestYears.value];
      if (years > oldest) {
        const facts = {
          score: years,
          threshold: oldest,
          details: { years },
          evidence: evidenceOf([birthDate]),
        };
        return failed('born-before-records', facts);
      }
    }
    if (expires !== null) {
      const [years, longest] = [
        wholeYearsBetween(referenceDay, expires),
        thresholds.longestValidityYears.value,
      ];
      if (years > longest) {
        const facts = {
          score: years,
          threshold: longest,
          details: { years },
          evidence: evidenceOf([expiryDate]),
        };
        return failed('valid-too-long', facts);
      }
    }
    return passed({ evidence: evidenceOf([birthDate, expiryDate]) });
  },
});
