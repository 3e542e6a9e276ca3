import { defineCheck, failed, passed, warning } from './check.ts';

/**
 * All four corners are in the picture. No outline at all is a warning, not a fault: a scan cut to the document's edges has
 * none.
 */
export const documentFullyVisible = defineCheck({
  id: 'document.fully-visible',
  version: 1,
  appliesTo: 'document',
  needs: ['documentPhotos'],
  reasons: ['cut-off', 'edges-unclear'],
  run({ documentPhotos }) {
    const evidenceOf = (photos: typeof documentPhotos) =>
      photos.map(({ captureId, regionPx }) => ({ captureId, regionPx, kind: 'document' as const }));
    const cut = documentPhotos.filter(({ quadPx, cornersInside }) => quadPx !== null && cornersInside < 4);
    if (cut.length > 0) {
      const score = Math.min(...cut.map(({ cornersInside }) => cornersInside));
      return failed('cut-off', { score, threshold: 4, evidence: evidenceOf(cut) });
    }
    const unclear = documentPhotos.filter(({ quadPx }) => quadPx === null);
    if (unclear.length > 0) return warning('edges-unclear', { evidence: evidenceOf(unclear) });
    return passed({ score: 4, threshold: 4, evidence: evidenceOf(documentPhotos) });
  },
});
