import { defineCheck, failed, passed } from './check.ts';

/** Each picture shows one document: of two it is not certain which one was read, nor which the person meant. */
export const documentSingle = defineCheck({
  id: 'document.single',
  version: 1,
  appliesTo: 'document',
  needs: ['otherDocuments'],
  reasons: ['several-documents'],
  run({ otherDocuments }) {
    const others = otherDocuments.flatMap(({ captureId, regionsPx }) =>
      regionsPx.map((regionPx) => ({ captureId, regionPx, kind: 'document' as const })),
    );
    return others.length === 0
      ? passed()
      : failed('several-documents', { details: { count: others.length + 1 }, evidence: others });
  },
});
