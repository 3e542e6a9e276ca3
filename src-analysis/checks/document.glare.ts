import { defineCheck, failed, passed } from './check.ts';
import { lowestBy } from './lowest-by.ts';

/** No reflection hides part of the document. */
export const documentGlare = defineCheck({
  id: 'document.glare',
  version: 1,
  appliesTo: 'document',
  needs: ['documentPhotos'],
  reasons: ['glare'],
  run({ documentPhotos }, { policy }) {
    const threshold = policy.thresholds.glareShare.value;
    const { captureId, glare } = lowestBy(documentPhotos, (photo) => -photo.glare.share);
    const facts = { score: glare.share, threshold };
    if (glare.share <= threshold) return passed(facts);
    return failed('glare', {
      ...facts,
      details: { percent: Math.round(glare.share * 100) },
      evidence: glare.regionsPx.map((regionPx) => ({ captureId, regionPx, kind: 'area' as const })),
    });
  },
});
