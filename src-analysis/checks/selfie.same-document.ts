import { defineCheck, failed, passed, warning } from './check.ts';

/**
 * The document in the hand is the one of the document step: by its number, where zone or print could be read, else by its look, if what stands at the place of
 * the number looks like that number too. What looks different is for a person to see, and so is a number under a thumb, which another document may hide as well; only a
 * number that was surely read speaks against anybody.
 */
export const selfieSameDocument = defineCheck({
  id: 'selfie.same-document',
  version: 3,
  appliesTo: 'selfie',
  needs: ['heldSameness'],
  reasons: ['other-number', 'number-unlike', 'number-covered', 'looks-different'],
  run({ heldSameness }, { policy: { thresholds } }) {
    const { captureId, regionPx, number, likeness, figures, numberCovered } = heldSameness;
    const evidence = [{ captureId, regionPx, kind: 'document' as const }];
    // Beside a number that was read a likeness says nothing, and would look like a contradiction.
    if (number === 'other') return failed('other-number', { evidence });
    if (number === 'same') return passed({ evidence });
    const { heldSameLikeness, heldOtherLikeness, heldSameFigures, heldNumberCovered } = thresholds;
    const hasOtherLook = likeness !== null && likeness <= heldOtherLikeness.value;
    // What lies under a finger may look like any number: it speaks neither for nor against the document.
    if (numberCovered !== null && numberCovered >= heldNumberCovered.value && !hasOtherLook)
      return warning('number-covered', {
        score: numberCovered,
        threshold: heldNumberCovered.value,
        evidence,
      });
    if (figures !== null && figures < heldSameFigures.value && !hasOtherLook)
      return warning('number-unlike', { score: figures, threshold: heldSameFigures.value, evidence });
    const facts = {
      ...(likeness !== null && { score: likeness, threshold: heldSameLikeness.value }),
      evidence,
    };
    return (likeness ?? 0) >= heldSameLikeness.value ? passed(facts) : warning('looks-different', facts);
  },
});
