import { defineCheck, failed, passed } from './check.ts';

/** The document is of a type, and of a state, that the step accepts. */
export const documentTypeAccepted = defineCheck({
  id: 'document.type-accepted',
  version: 2,
  appliesTo: 'document',
  needs: ['documentType'],
  reasons: ['type-not-accepted', 'country-not-accepted'],
  run({ documentType: { type, issuingState, captureId, regionPx } }, { step }) {
    const accepted = step?.documentTypes ?? [];
    const evidence = [{ captureId, regionPx, kind: 'mrz' as const }];
    if (accepted.length > 0 && !accepted.includes(type))
      return failed('type-not-accepted', { evidence, details: { type, accepted: accepted.join() } });
    const countries = step?.countries ?? [];
    if (countries.length > 0 && !countries.includes(issuingState)) {
      const details = { country: issuingState === '' ? '–' : issuingState, countries: countries.join(', ') };
      return failed('country-not-accepted', { evidence, details });
    }
    return passed({ evidence });
  },
});
