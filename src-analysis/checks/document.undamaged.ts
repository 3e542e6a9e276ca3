import { defineCheck, passed, warning } from './check.ts';
import { lowestBy } from './lowest-by.ts';

/**
 * No corner and no piece of the edge is missing: clipped corners mark documents that were taken back, torn ones are no longer valid proof in
 * many states. A warning, since a worn document is still its holder's. Other damage is not looked for.
 */
export const documentUndamaged = defineCheck({
  id: 'document.undamaged',
  version: 2,
  appliesTo: 'document',
  needs: ['documentDamage'],
  reasons: ['part-missing'],
  run({ documentDamage: { judged, pictures } }, { policy }) {
    const threshold = policy.thresholds.missingMm2.value;
    const { captureId, regionPx, missingMm2, missingPx } = lowestBy(judged, (one) => -one.missingMm2);
    const score = Math.round(missingMm2 * 10) / 10;
    if (score > threshold)
      return warning('part-missing', {
        score,
        threshold,
        evidence: missingPx.map((part) => ({ captureId, regionPx: part, kind: 'area' as const })),
      });
    return passed({
      score,
      threshold,
      details: { judged: judged.length, pictures },
      evidence: [{ captureId, regionPx, kind: 'document' as const }],
    });
  },
});
