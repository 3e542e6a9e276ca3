import { patchesOfConfidence } from '../presentation/texture-patches.ts';
import { defineCheck, passed, warning } from './check.ts';

/**
 * The selfie is no picture of a screen: a photograph or a video shown on a telephone, a tablet or a monitor (ISO/IEC 30107-3: an artefact of the type
 * display). Told by the grid of its pixels and the moiré it makes; what a camera does not resolve is not told.
 */
export const selfieNotScreen = defineCheck({
  id: 'selfie.not-screen',
  version: 1,
  appliesTo: 'selfie',
  needs: ['selfieTexture'],
  reasons: ['screen-seen'],
  run({ selfieTexture: { face, texture } }, { policy }) {
    const threshold = policy.thresholds.selfieScreen.value;
    const facts = {
      score: texture.screen,
      threshold,
      // One or two patches are little to go by.
      confidence: Math.min(1, texture.patches / patchesOfConfidence),
      evidence: [
        { captureId: face.captureId, regionPx: face.regionPx, kind: 'face' as const },
        ...texture.screenPx.map((regionPx) => ({
          captureId: face.captureId,
          regionPx,
          kind: 'area' as const,
        })),
      ],
    };
    return texture.screen < threshold ? passed(facts) : warning('screen-seen', facts);
  },
});
