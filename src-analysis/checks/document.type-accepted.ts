import { defineCheck, failed, passed } from './check.ts';

/** The document is of a type that the step accepts. */
export const documentTypeAccepted = defineCheck({
  id: 'document.type-accepted',
  version: 1,
  appliesTo: 'document',
  needs: ['documentType'],
  reasons: ['type-not-accepted'],
  run({ documentType: { type, captureId, regionPx } }, { step }) {
    const accepted = step?.documentTypes ?? [];
    const evidence = [{ captureId, regionPx, kind: 'mrz' as const }];
    if (accepted.length === 0 || accepted.includes(type)) return passed({ evidence });
    return failed('type-not-accepted', { evidence, details: { type, accepted: accepted.join() } });
  },
});
