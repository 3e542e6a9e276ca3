import { defineCheck, failed, passed, warning } from './check.ts';
import { evidenceOfPairs, isSurePair, namesOfPairs } from './reading-pairs.ts';

/**
 * The documents of a session are of one person. Nobody has two birthdays; of names one may have changed with a marriage, or is written
 * otherwise by another state, which a person has to look at.
 */
export const documentSameHolder = defineCheck({
  id: 'document.same-holder',
  version: 1,
  appliesTo: 'session',
  needs: ['holderFields'],
  reasons: ['holder-differs', 'name-differs', 'field-unsure'],
  run({ holderFields }, { policy: { thresholds } }) {
    const unlike = holderFields.filter(({ agreement }) => agreement === 'differs');
    const sure = unlike.filter((pair) => isSurePair(pair, thresholds));
    const factsOf = (of: typeof holderFields) => ({
      details: { fields: namesOfPairs(of) },
      evidence: evidenceOfPairs(of),
    });
    const differs = new Set(sure.map(({ name }) => name));
    const isOther =
      differs.has('birth-date') ||
      differs.has('sex') ||
      (differs.has('surname') && differs.has('given-names'));
    if (isOther) return failed('holder-differs', factsOf(sure));
    if (sure.length > 0) return warning('name-differs', factsOf(sure));
    if (unlike.length > 0) return warning('field-unsure', { ...factsOf(unlike), confidence: 0.5 });
    return passed(factsOf(holderFields));
  },
});
