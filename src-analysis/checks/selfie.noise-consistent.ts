import { scoreNoise } from '../presentation/noise-score.ts';
import { defineCheck, passed, warning } from './check.ts';

/**
 * The grain of the face is that of the skin beside it, in size and in how coarse it is. A face put in from another picture, scaled, turned or generated,
 * brings another; so may a filter that works on a part of the face. Grain laid on with care, and faces under strong compression, are not told.
 */
export const selfieNoiseConsistent = defineCheck({
  id: 'selfie.noise-consistent',
  version: 1,
  appliesTo: 'selfie',
  needs: ['selfieNoise'],
  reasons: ['noise-differs'],
  run({ selfieNoise: { face, differences } }, { policy }) {
    const threshold = policy.thresholds.selfieNoise.value;
    const { score, at } = scoreNoise(differences);
    const { captureId } = face;
    const faceArea = { captureId, regionPx: face.regionPx, kind: 'face' as const };
    if (score < threshold) return passed({ score, threshold, evidence: [faceArea] });
    return warning('noise-differs', {
      score,
      threshold,
      evidence: [faceArea, ...(at === null ? [] : [{ captureId, regionPx: at, kind: 'area' as const }])],
    });
  },
});
