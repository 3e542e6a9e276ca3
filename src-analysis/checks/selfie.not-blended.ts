import { defineCheck, passed, warning } from './check.ts';

/**
 * The inner face has as much of the finest detail, the camera's grain, as the skin around it. A face that was put in from another picture or generated
 * often has less; so has one that was smoothed. One that was put in with the same grain is not told.
 */
export const selfieNotBlended = defineCheck({
  id: 'selfie.not-blended',
  version: 1,
  appliesTo: 'selfie',
  needs: ['selfieDetail'],
  reasons: ['face-smoother'],
  run({ selfieDetail: { face, score } }, { policy }) {
    const threshold = policy.thresholds.selfieDetail.value;
    const facts = {
      score,
      threshold,
      evidence: [{ captureId: face.captureId, regionPx: face.regionPx, kind: 'face' as const }],
    };
    return score < threshold ? passed(facts) : warning('face-smoother', facts);
  },
});
