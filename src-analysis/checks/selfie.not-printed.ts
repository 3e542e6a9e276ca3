import { defineCheck } from './check.ts';
import { judgeTexture } from './texture-of-recapture.ts';

/**
 * The selfie is no picture of a print, whole, cut out or worn as a mask (ISO/IEC 30107-3). Told by the dots and lines of the ink; photographic paper
 * has none and is not told.
 */
export const selfieNotPrinted = defineCheck({
  id: 'selfie.not-printed',
  version: 1,
  appliesTo: 'selfie',
  needs: ['selfieTexture'],
  reasons: ['print-seen'],
  run: ({ selfieTexture }, { policy }) =>
    judgeTexture(selfieTexture, {
      score: selfieTexture.texture.print,
      seenPx: selfieTexture.texture.printPx,
      threshold: policy.thresholds.selfiePrint.value,
      reason: 'print-seen',
    }),
});
