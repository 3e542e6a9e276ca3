import { patchesOfConfidence } from '../presentation/texture-patches.ts';
import { defineCheck, passed, warning } from './check.ts';

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
  run({ selfieTexture: { face, texture } }, { policy }) {
    const threshold = policy.thresholds.selfiePrint.value;
    const facts = {
      score: texture.print,
      threshold,
      // One or two patches are little to go by.
      confidence: Math.min(1, texture.patches / patchesOfConfidence),
      evidence: [
        { captureId: face.captureId, regionPx: face.regionPx, kind: 'face' as const },
        ...texture.printPx.map((regionPx) => ({
          captureId: face.captureId,
          regionPx,
          kind: 'area' as const,
        })),
      ],
    };
    return texture.print < threshold ? passed(facts) : warning('print-seen', facts);
  },
});
