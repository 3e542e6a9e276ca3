import { defineCheck, failed, passed } from './check.ts';

/** The document is neither lost in the dark nor burnt out. */
export const documentExposure = defineCheck({
  id: 'document.exposure',
  version: 1,
  appliesTo: 'document',
  needs: ['documentPhotos'],
  reasons: ['too-dark', 'too-bright'],
  run({ documentPhotos }, { policy }) {
    const darkest = policy.thresholds.darkMedianLuma.value;
    const brightest = policy.thresholds.brightShare.value;
    const leastContrast = policy.thresholds.leastContrast.value;
    for (const { captureId, regionPx, exposure } of documentPhotos) {
      const evidence = [{ captureId, regionPx, kind: 'document' as const }];
      if (exposure.medianLuma < darkest) {
        return failed('too-dark', { score: exposure.medianLuma, threshold: darkest, evidence });
      }
      // A white page is bright too, but its print stands out.
      if (exposure.brightShare > brightest && exposure.contrast < leastContrast) {
        return failed('too-bright', { score: exposure.brightShare, threshold: brightest, evidence });
      }
    }
    return passed();
  },
});
