import { defineCheck, failed, passed } from './check.ts';

/** The face is lit well enough, and evenly enough, to be compared (ISO/IEC 19794-5, 7.2.7 to 7.2.10). */
export const selfieLit = defineCheck({
  id: 'selfie.lit',
  version: 1,
  appliesTo: 'selfie',
  needs: ['selfiePhoto'],
  reasons: ['too-dark', 'too-bright', 'uneven'],
  run({ selfiePhoto: { captureId, face, quality } }, { policy: { thresholds } }) {
    const { faceDarkLuma, faceBrightLuma, faceImbalance } = thresholds;
    const evidence = [{ captureId, regionPx: face.regionPx, kind: 'face' as const }];
    const { brightness, imbalance } = quality;
    if (brightness < faceDarkLuma.value) {
      return failed('too-dark', { score: brightness, threshold: faceDarkLuma.value, evidence });
    }
    if (brightness > faceBrightLuma.value) {
      return failed('too-bright', { score: brightness, threshold: faceBrightLuma.value, evidence });
    }
    if (imbalance > faceImbalance.value) {
      return failed('uneven', { score: imbalance, threshold: faceImbalance.value, evidence });
    }
    return passed({ score: brightness, threshold: faceDarkLuma.value, evidence });
  },
});
