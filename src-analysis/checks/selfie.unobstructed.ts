import { defineCheck, passed, warning } from './check.ts';

/**
 * Neither eyes nor nose and mouth are hidden (ISO/IEC 19794-5, 7.2.11 and 7.2.12: no dark glasses, and nothing over the face). Glasses that
 * let the eyes be seen, beards and what covers the hair or the chin hide nothing. A warning: what a net tells, which was trained on drawn masks.
 */
export const selfieUnobstructed = defineCheck({
  id: 'selfie.unobstructed',
  version: 2,
  appliesTo: 'selfie',
  needs: ['selfieCover'],
  reasons: ['eyes-covered', 'face-covered'],
  run({ selfieCover: { captureId, face, eyes, lowerFace } }, { policy }) {
    const { faceCovered, eyesCovered } = policy.thresholds;
    const evidence = [{ captureId, regionPx: face.regionPx, kind: 'face' as const }];
    if (lowerFace > faceCovered.value)
      return warning('face-covered', { score: lowerFace, threshold: faceCovered.value, evidence });
    // Smiles look like covers now and then, eyes hardly ever: each has its own limit.
    if (eyes > eyesCovered.value)
      return warning('eyes-covered', { score: eyes, threshold: eyesCovered.value, evidence });
    return passed({ score: lowerFace, threshold: faceCovered.value, evidence });
  },
});
