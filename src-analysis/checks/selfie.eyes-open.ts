import { defineCheck, passed, warning } from './check.ts';

/**
 * Both eyes are open, as ISO/IEC 19794-5 (7.2.3) asks: somebody asleep, or held up to the camera, must not be verified. A warning: what a net
 * tells, which was trained on drawn lids.
 */
export const selfieEyesOpen = defineCheck({
  id: 'selfie.eyes-open',
  version: 1,
  appliesTo: 'selfie',
  needs: ['selfieEyes'],
  reasons: ['eyes-closed'],
  run({ selfieEyes: { captureId, face, opening: score } }, { policy }) {
    const threshold = policy.thresholds.eyeOpening.value;
    const facts = {
      score,
      threshold,
      evidence: [{ captureId, regionPx: face.regionPx, kind: 'face' as const }],
    };
    return score >= threshold ? passed(facts) : warning('eyes-closed', facts);
  },
});
