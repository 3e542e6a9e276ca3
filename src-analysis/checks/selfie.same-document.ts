import { defineCheck, failed, passed, warning } from './check.ts';

/**
 * The document in the hand is the one of the document step: by its number, where zone or print could be read, else by its look, if what stands at the place of
 * the number looks like that number too. What looks different is for a person to see; only a number that was surely read speaks against anybody.
 */
export const selfieSameDocument = defineCheck({
  id: 'selfie.same-document',
  version: 2,
  appliesTo: 'selfie',
  needs: ['heldSameness'],
  reasons: ['other-number', 'number-unlike', 'looks-different'],
  run({ heldSameness: { captureId, regionPx, number, likeness, figures } }, { policy: { thresholds } }) {
    const threshold = thresholds.heldSameLikeness.value;
    const facts = {
      ...(likeness !== null && { score: likeness, threshold }),
      evidence: [{ captureId, regionPx, kind: 'document' as const }],
    };
    if (number === 'other') return failed('other-number', facts);
    if (number === 'same') return passed(facts);
    const leastAlike = thresholds.heldSameFigures.value;
    const hasOtherLook = likeness !== null && likeness <= thresholds.heldOtherLikeness.value;
    if (figures !== null && figures < leastAlike && !hasOtherLook)
      return warning('number-unlike', { ...facts, score: figures, threshold: leastAlike });
    return (likeness ?? 0) >= threshold ? passed(facts) : warning('looks-different', facts);
  },
});
