import { defineCheck, failed, passed, warning } from './check.ts';

/**
 * Every check digit of the zone holds. One that does not is a fault of the document only where all characters that it covers
 * were read surely; else a misread character is the likelier cause.
 */
export const documentMrzCheckDigits = defineCheck({
  id: 'document.mrz-check-digits',
  version: 1,
  appliesTo: 'document',
  needs: ['mrz'],
  reasons: ['check-digit-wrong', 'check-digit-unsure'],
  run({ mrz: { captureId, mrz, weakestByCheckDigit } }, { policy }) {
    const wrong = mrz.checkDigits.filter(({ valid }) => !valid);
    if (wrong.length === 0) {
      return passed({ evidence: [{ captureId, regionPx: mrz.regionPx, kind: 'mrz' }] });
    }
    const threshold = policy.thresholds.confidentCharacter.value;
    const score = Math.min(...wrong.map(({ name }) => weakestByCheckDigit[name] ?? 0));
    const facts = {
      score,
      threshold,
      confidence: score,
      details: { fields: wrong.map(({ name }) => name).join() },
      evidence: wrong.map(({ regionPx }) => ({ captureId, regionPx, kind: 'field' as const })),
    };
    return score >= threshold ? failed('check-digit-wrong', facts) : warning('check-digit-unsure', facts);
  },
});
