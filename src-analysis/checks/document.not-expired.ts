import { defineCheck, failed, passed, warning } from './check.ts';

/** The document had not expired on the day of the session; the day of expiry itself still counts. */
export const documentNotExpired = defineCheck({
  id: 'document.not-expired',
  version: 2,
  appliesTo: 'document',
  needs: ['expiryDate'],
  reasons: ['expired'],
  run({ expiryDate: { day, source, captureId, regionPx } }, { referenceDay }) {
    const facts = { details: { day }, evidence: [{ captureId, regionPx, kind: 'field' as const }] };
    if (day >= referenceDay) return passed(facts);
    // No check digit guards the print: a misread figure must not refuse anybody.
    return source === 'viz' ? warning('expired', facts) : failed('expired', facts);
  },
});
