import { defineCheck, passed, warning } from './check.ts';

/**
 * The zone is printed in OCR-B (ICAO Doc 9303-3, 4.4). A warning, since cuts of that font differ and older documents were typed: a person
 * compares the characters.
 */
export const documentMrzFont = defineCheck({
  id: 'document.mrz-font',
  version: 2,
  appliesTo: 'document',
  needs: ['zoneFont'],
  reasons: ['other-font'],
  run({ zoneFont: { captureId, regionPx, score, unlikePx } }, { policy }) {
    const threshold = policy.thresholds.ocrBLikeness.value;
    const zone = { captureId, regionPx, kind: 'mrz' as const };
    if (score >= threshold) return passed({ score, threshold, evidence: [zone] });
    const characters = unlikePx.map((rect) => ({ captureId, regionPx: rect, kind: 'area' as const }));
    return warning('other-font', { score, threshold, evidence: [zone, ...characters] });
  },
});
