import { isStateCode } from '../features/state-codes.ts';
import { defineCheck, failed, passed, warning } from './check.ts';
import { isSureReading } from './reading-pairs.ts';

/**
 * The zone has a form that documents of this type have, and names states that exist (ICAO Doc 9303-3, section 5). That each character is
 * one that may stand in its place is what the reader reads by, and needs no check.
 */
export const documentMrzForm = defineCheck({
  id: 'document.mrz-form',
  version: 1,
  appliesTo: 'document',
  needs: ['mrzForm'],
  reasons: ['format-of-other-type', 'unknown-state'],
  run({ mrzForm: { format, formats, states, captureId, regionPx } }, { policy: { thresholds } }) {
    const evidence = [{ captureId, regionPx, kind: 'mrz' as const }];
    if (!formats.includes(format))
      return failed('format-of-other-type', { details: { format, expected: formats.join(', ') }, evidence });
    const unknown = states.filter(({ normalized }) => normalized !== null && !isStateCode(normalized));
    if (unknown.length === 0) return passed({ evidence });
    const judge = unknown.some((field) => isSureReading(field, thresholds)) ? failed : warning;
    return judge('unknown-state', {
      details: { code: [...new Set(unknown.map(({ normalized }) => normalized ?? ''))].join(', ') },
      evidence: unknown.map((field) => ({
        captureId: field.captureId,
        regionPx: field.regionPx,
        kind: 'field' as const,
      })),
    });
  },
});
