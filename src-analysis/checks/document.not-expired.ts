import { defineCheck, failed, passed } from './check.ts';

/** The document had not expired on the day of the session; the day of expiry itself still counts. */
export const documentNotExpired = defineCheck({
  id: 'document.not-expired',
  version: 1,
  appliesTo: 'document',
  needs: ['expiryDate'],
  reasons: ['expired'],
  run({ expiryDate: { day, captureId, regionPx } }, { referenceDay }) {
    const facts = { details: { day }, evidence: [{ captureId, regionPx, kind: 'field' as const }] };
    return day >= referenceDay ? passed(facts) : failed('expired', facts);
  },
});
