import { defineCheck, failed, passed, warning } from './check.ts';

/** A machine-readable zone was found; where the step does not demand one, its absence is for a person to judge. */
export const documentMrzPresent = defineCheck({
  id: 'document.mrz-present',
  version: 1,
  appliesTo: 'document',
  needs: ['mrzSearch'],
  reasons: ['mrz-missing'],
  run({ mrzSearch: { reading, captureId, framePx } }, { step }) {
    if (reading !== null) {
      const { regionPx } = reading.mrz;
      return passed({ evidence: [{ captureId: reading.captureId, regionPx, kind: 'mrz' }] });
    }
    const facts = { evidence: [{ captureId, regionPx: framePx, kind: 'area' as const }] };
    return step?.mrzRequired === false ? warning('mrz-missing', facts) : failed('mrz-missing', facts);
  },
});
