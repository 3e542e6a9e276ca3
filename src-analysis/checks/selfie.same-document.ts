import { defineCheck, failed, passed, warning } from './check.ts';

/**
 * The document in the hand is the one of the document step: by its number, where zone or print could be read, else by its look. A look that differs is for a
 * person to see; only a number that was surely read speaks against anybody.
 */
export const selfieSameDocument = defineCheck({
  id: 'selfie.same-document',
  version: 1,
  appliesTo: 'selfie',
  needs: ['heldSameness'],
  reasons: ['other-number', 'looks-different'],
  run({ heldSameness: { captureId, regionPx, number, likeness } }, { policy: { thresholds } }) {
    const threshold = thresholds.heldSameLikeness.value;
    const facts = {
      ...(likeness !== null && { score: likeness, threshold }),
      evidence: [{ captureId, regionPx, kind: 'document' as const }],
    };
    if (number === 'other') return failed('other-number', facts);
    if (number === 'same' || (likeness ?? 0) >= threshold) return passed(facts);
    return warning('looks-different', facts);
  },
});
