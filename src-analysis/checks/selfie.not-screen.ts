import { defineCheck } from './check.ts';
import { judgeTexture } from './texture-of-recapture.ts';

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
  run: ({ selfieTexture }, { policy }) =>
    judgeTexture(selfieTexture, {
      score: selfieTexture.texture.screen,
      seenPx: selfieTexture.texture.screenPx,
      threshold: policy.thresholds.selfieScreen.value,
      reason: 'screen-seen',
    }),
});
