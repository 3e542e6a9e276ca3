import { defineCheck, failed, passed, warning } from './check.ts';

/**
 * A machine-readable zone was found and read; where the step does not demand one, its absence is for a person to judge. One that is there and
 * could not be read surely is told apart from none: a new picture helps, or an eye.
 */
export const documentMrzPresent = defineCheck({
  id: 'document.mrz-present',
  version: 2,
  appliesTo: 'document',
  needs: ['mrzSearch'],
  reasons: ['mrz-missing', 'mrz-uncertain'],
  run({ mrzSearch: { reading, uncertain, captureId, framePx } }, { step }) {
    if (reading !== null) {
      const { regionPx } = reading.mrz;
      return passed({ evidence: [{ captureId: reading.captureId, regionPx, kind: 'mrz' }] });
    }
    const judge = step?.mrzRequired === false ? warning : failed;
    return uncertain === null
      ? judge('mrz-missing', { evidence: [{ captureId, regionPx: framePx, kind: 'area' }] })
      : judge('mrz-uncertain', { evidence: [{ ...uncertain, kind: 'mrz' }] });
  },
});
