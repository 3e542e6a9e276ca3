import { wholeYearsBetween } from '#shared/domain/whole-years.ts';
import { defineCheck, failed, passed, warning } from './check.ts';

/**
 * The date of issue keeps the rules of the document's type: nobody too young has one, it is not valid for too long, and it was exchanged
 * at the ages at which it must be (the Russian internal passport at 20 and 45: decree 1205 of 23 December 2023, item 10).
 */
export const documentIssueRules = defineCheck({
  id: 'document.issue-rules',
  version: 1,
  appliesTo: 'document',
  needs: ['issueRules'],
  reasons: ['too-young-at-issue', 'valid-too-long', 'exchange-due'],
  run({ issueRules: { rules, birth, issue, expiry } }, { referenceDay }) {
    const days = expiry === null ? [birth, issue] : [birth, issue, expiry];
    const evidenceOf = (shown: typeof days) =>
      shown.map(({ captureId, regionPx }) => ({ captureId, regionPx, kind: 'field' as const }));
    const evidence = evidenceOf(days);
    // One misread figure of the print makes any rule break.
    const judge = days.some(({ source }) => source === 'viz') ? warning : failed;
    const years = wholeYearsBetween(birth.day, issue.day);
    if (rules.leastAgeAtIssue !== null && years < rules.leastAgeAtIssue)
      return judge('too-young-at-issue', { details: { years, min: rules.leastAgeAtIssue }, evidence });
    // A day's grace: some states count the day of issue, others the day before it.
    const most = rules.mostYearsValid;
    if (most !== null && expiry !== null && expiry.day > shifted(issue.day, most, 1))
      return judge('valid-too-long', { details: { max: most }, evidence: evidenceOf([issue, expiry]) });
    for (const age of rules.exchangeAtAges) {
      const until = shifted(birth.day, age, rules.daysToExchange);
      if (issue.day < shifted(birth.day, age, 0) && referenceDay > until)
        return judge('exchange-due', { details: { age, day: until }, evidence });
    }
    return passed({ evidence });
  },
});

/** An ISO day so many years and days later. */
function shifted(day: string, years: number, days: number): string {
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCFullYear(date.getUTCFullYear() + years);
  date.setUTCDate(date.getUTCDate() + days);
  return date.toISOString().slice(0, 10);
}
