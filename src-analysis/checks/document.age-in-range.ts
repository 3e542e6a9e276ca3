import { wholeYearsBetween } from '#shared/domain/whole-years.ts';
import { defineCheck, failed, passed, warning } from './check.ts';

/** The holder's age in whole years on the day of the session lies in the scenario's range, both ends included. */
export const documentAgeInRange = defineCheck({
  id: 'document.age-in-range',
  version: 2,
  appliesTo: 'document',
  needs: ['birthDate'],
  reasons: ['too-young', 'too-old'],
  run({ birthDate: { day, source, captureId, regionPx } }, { ageYears: { min, max }, referenceDay }) {
    const years = wholeYearsBetween(day, referenceDay);
    const evidence = [{ captureId, regionPx, kind: 'field' as const }];
    // No check digit guards the print: a misread figure must not refuse anybody.
    const judge = source === 'viz' ? warning : failed;
    if (years < min)
      return judge('too-young', { score: years, threshold: min, details: { years, min }, evidence });
    if (years > max)
      return judge('too-old', { score: years, threshold: max, details: { years, max }, evidence });
    return passed({ score: years, evidence });
  },
});
