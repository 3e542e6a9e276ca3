import { defineCheck, failed, passed, warning } from './check.ts';
import { evidenceOfPairs, isSurePair, namesOfPairs } from './reading-pairs.ts';

/** The two sides are two sides, and of one document: what both state is the same, and they are not one side twice. */
export const documentSidesMatch = defineCheck({
  id: 'document.sides-match',
  version: 1,
  appliesTo: 'document',
  needs: ['documentSides'],
  reasons: ['same-side-twice', 'field-differs', 'field-unsure'],
  run({ documentSides: { regions, likeness, pairs } }, { policy: { thresholds } }) {
    const threshold = thresholds.sameSideLikeness.value;
    if (likeness !== null && likeness >= threshold) {
      const evidence = regions.map((region) => ({ ...region, kind: 'document' as const }));
      return failed('same-side-twice', { score: likeness, threshold, evidence });
    }
    const unlike = pairs.filter(({ agreement }) => agreement === 'differs');
    const sure = unlike.filter((pair) => isSurePair(pair, thresholds));
    const factsOf = (of: typeof pairs) => ({
      details: { fields: namesOfPairs(of) },
      evidence: evidenceOfPairs(of),
    });
    if (sure.length > 0) return failed('field-differs', factsOf(sure));
    if (unlike.length > 0) return warning('field-unsure', { ...factsOf(unlike), confidence: 0.5 });
    return passed(factsOf(pairs));
  },
});
