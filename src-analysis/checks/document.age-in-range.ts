import { wholeYearsBetween } from '#shared/domain/whole-years.ts';
import { defineCheck, failed, passed } from './check.ts';

/** The holder's age in whole years on the day of the session lies in the scenario's range, both ends included. */
export const documentAgeInRange = defineCheck({
  id: 'document.age-in-range',
  version: 1,
  appliesTo: 'document',
  needs: ['birthDate'],
  reasons: ['too-young', 'too-old'],
  run({ birthDate: { day, captureId, regionPx } }, { ageYears: { min, max }, referenceDay }) {
    const years = wholeYearsBetween(day, referenceDay);
    const evidence = [{ captureId, regionPx, kind: 'field' as const }];
    if (years < min)
      return failed('too-young', { score: years, threshold: min, details: { years, min }, evidence });
    if (years > max)
      return failed('too-old', { score: years, threshold: max, details: { years, max }, evidence });
    return passed({ score: years, evidence });
  },
});
