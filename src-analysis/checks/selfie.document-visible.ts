import { defineCheck, failed, passed, warning } from './check.ts';

/** The person holds a document beside their face, and its portrait is seen. */
export const selfieDocumentVisible = defineCheck({
  id: 'selfie.document-visible',
  version: 1,
  appliesTo: 'selfie',
  needs: ['heldDocument'],
  reasons: ['no-document', 'outline-unseen', 'portrait-unseen'],
  run({ heldDocument: { captureId, regionPx, portrait } }) {
    const evidence = [
      ...(regionPx === null ? [] : [{ captureId, regionPx, kind: 'document' as const }]),
      ...(portrait === null ? [] : [{ captureId, regionPx: portrait.regionPx, kind: 'face' as const }]),
    ];
    if (regionPx === null)
      return portrait === null ? failed('no-document') : warning('outline-unseen', { evidence });
    return portrait === null ? warning('portrait-unseen', { evidence }) : passed({ evidence });
  },
});
