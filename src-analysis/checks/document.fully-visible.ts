import { defineCheck, failed, passed, warning } from './check.ts';

/**
 * All four edges are in the picture, or the picture is cut to them. No edge seen is a warning, not a fault: the document may
 * lie on a ground of its own color.
 */
export const documentFullyVisible = defineCheck({
  id: 'document.fully-visible',
  version: 1,
  appliesTo: 'document',
  needs: ['documentPhotos'],
  reasons: ['cut-off', 'edges-unclear'],
  run({ documentPhotos }) {
    const evidenceOf = (photos: typeof documentPhotos) => ({
      evidence: photos.map(({ captureId, regionPx }) => ({ captureId, regionPx, kind: 'document' as const })),
    });
    const cut = documentPhotos.filter(({ wholeness }) => wholeness === 'cut-off');
    if (cut.length > 0) return failed('cut-off', evidenceOf(cut));
    const unclear = documentPhotos.filter(({ wholeness }) => wholeness === 'unclear');
    return unclear.length > 0
      ? warning('edges-unclear', evidenceOf(unclear))
      : passed(evidenceOf(documentPhotos));
  },
});
