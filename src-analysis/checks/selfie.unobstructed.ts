import { defineCheck, passed, warning } from './check.ts';

/**
 * Neither eyes nor nose and mouth are hidden (ISO/IEC 19794-5, 7.2.11 and 7.2.12: no dark glasses, and nothing over the face). Glasses that
 * let the eyes be seen, beards and what covers the hair or the chin hide nothing. A warning: what a net tells, which was trained on drawn masks.
 */
export const selfieUnobstructed = defineCheck({
  id: 'selfie.unobstructed',
  version: 1,
  appliesTo: 'selfie',
  needs: ['selfieCover'],
  reasons: ['eyes-covered', 'face-covered'],
  run({ selfieCover: { captureId, face, eyes, lowerFace } }, { policy }) {
    const threshold = policy.thresholds.faceCovered.value;
    const evidence = [{ captureId, regionPx: face.regionPx, kind: 'face' as const }];
    if (lowerFace > threshold) return warning('face-covered', { score: lowerFace, threshold, evidence });
    if (eyes > threshold) return warning('eyes-covered', { score: eyes, threshold, evidence });
    return passed({ score: Math.max(eyes, lowerFace), threshold, evidence });
  },
});
