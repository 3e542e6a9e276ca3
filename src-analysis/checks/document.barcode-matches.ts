import { defineCheck, failed, passed, warning } from './check.ts';
import { evidenceOfPairs, isSurePair, namesOfPairs } from './reading-pairs.ts';

/** The barcode says what print and zone say, field by field. Its own error correction leaves the other reader to doubt. */
export const documentBarcodeMatches = defineCheck({
  id: 'document.barcode-matches',
  version: 1,
  appliesTo: 'document',
  needs: ['barcodeFields'],
  reasons: ['field-differs', 'field-unsure'],
  run({ barcodeFields }, { policy: { thresholds } }) {
    const unlike = barcodeFields.filter(({ agreement }) => agreement !== 'agrees');
    const sure = unlike.filter((pair) => pair.agreement === 'differs' && isSurePair(pair, thresholds));
    const factsOf = (of: typeof barcodeFields) => ({
      details: { fields: namesOfPairs(of) },
      evidence: evidenceOfPairs(of),
    });
    if (sure.length > 0) return failed('field-differs', factsOf(sure));
    if (unlike.length > 0) return warning('field-unsure', { ...factsOf(unlike), confidence: 0.5 });
    return passed(factsOf(barcodeFields));
  },
});
