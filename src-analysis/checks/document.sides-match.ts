import { defineCheck, failed, passed, warning } from './check.ts';
import { evidenceOfPairs, isSurePair, namesOfPairs } from './reading-pairs.ts';

/** The two sides are of one document: what both state is the same. Sides that state nothing in common prove nothing, and are not judged. */
export const documentSidesMatch = defineCheck({
  id: 'document.sides-match',
  version: 2,
  appliesTo: 'document',
  needs: ['sharedFields'],
  reasons: ['field-differs', 'field-unsure'],
  run({ sharedFields }, { policy: { thresholds } }) {
    const unlike = sharedFields.filter(({ agreement }) => agreement === 'differs');
    const sure = unlike.filter((pair) => isSurePair(pair, thresholds));
    const factsOf = (of: typeof sharedFields) => ({
      details: { fields: namesOfPairs(of) },
      evidence: evidenceOfPairs(of),
    });
    if (sure.length > 0) return failed('field-differs', factsOf(sure));
    if (unlike.length > 0) return warning('field-unsure', { ...factsOf(unlike), confidence: 0.5 });
    return passed(factsOf(sharedFields));
  },
});
