import { defineCheck, failed, passed, warning } from './check.ts';

/**
 * The printed fields say what the machine-readable zone says, field by field. A clear difference is a fault only where both
 * were read surely; a doubtful one goes to a person.
 */
export const documentMrzMatchesPrinted = defineCheck({
  id: 'document.mrz-matches-printed',
  version: 1,
  appliesTo: 'document',
  needs: ['printedFields'],
  reasons: ['field-differs', 'field-unsure'],
  run({ printedFields }, { policy: { thresholds } }) {
    const same = thresholds.sameField.value;
    const unlike = printedFields.filter(({ likeness }) => likeness < same);
    const sure = unlike.filter(
      ({ likeness, mrz, viz }) =>
        likeness < thresholds.differentField.value &&
        viz.confidence >= thresholds.confidentWord.value &&
        mrz.confidence >= thresholds.confidentCharacter.value,
    );
    const factsOf = (comparisons: typeof printedFields) => ({
      score: Math.min(...comparisons.map(({ likeness }) => likeness)),
      threshold: same,
      details: { fields: comparisons.map(({ mrz }) => mrz.name).join() },
      evidence: comparisons.flatMap(({ mrz, viz }) =>
        [viz, mrz].map(({ captureId, regionPx }) => ({ captureId, regionPx, kind: 'field' as const })),
      ),
    });
    if (sure.length > 0) return failed('field-differs', factsOf(sure));
    if (unlike.length > 0) return warning('field-unsure', { ...factsOf(unlike), confidence: 0.5 });
    return passed(factsOf(printedFields));
  },
});
