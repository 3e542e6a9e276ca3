import { defineCheck, failed, passed } from './check.ts';
import { lowestBy } from './lowest-by.ts';

/** Enough pixels per millimeter of the document to judge its print. */
export const documentResolution = defineCheck({
  id: 'document.resolution',
  version: 1,
  appliesTo: 'document',
  needs: ['documentPhotos', 'documentScale'],
  reasons: ['too-few-pixels'],
  run({ documentPhotos, documentScale }, { policy }) {
    const threshold = policy.thresholds.pixelsPerMm.value;
    const { captureId, pixelsPerMm: score } = lowestBy(documentScale, ({ pixelsPerMm }) => pixelsPerMm);
    const evidence = documentPhotos
      .filter((photo) => photo.captureId === captureId)
      .map(({ regionPx }) => ({ captureId, regionPx, kind: 'document' as const }));
    const facts = { score, threshold, evidence };
    return score >= threshold ? passed(facts) : failed('too-few-pixels', facts);
  },
});
