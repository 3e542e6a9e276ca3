import { defineCheck, failed, passed } from './check.ts';

/** The head on the selfie is turned to the camera: yaw, pitch and roll of ISO/IEC 19794-5, with more room than a passport's portrait has. */
export const selfieFrontal = defineCheck({
  id: 'selfie.frontal',
  version: 1,
  appliesTo: 'selfie',
  needs: ['selfiePhoto'],
  reasons: ['turned', 'nodded', 'tilted'],
  run({ selfiePhoto: { captureId, face, quality } }, { policy: { thresholds } }) {
    const evidence = [{ captureId, regionPx: face.regionPx, kind: 'face' as const }];
    const angles = [
      ['turned', quality.yawDeg, thresholds.selfieYawDeg.value],
      ['nodded', quality.pitchDeg, thresholds.selfiePitchDeg.value],
      ['tilted', quality.rollDeg, thresholds.selfieRollDeg.value],
    ] as const;
    for (const [reason, angle, threshold] of angles) {
      const score = Math.abs(angle);
      if (score > threshold) return failed(reason, { score, threshold, evidence });
    }
    return passed({ score: Math.abs(quality.yawDeg), threshold: thresholds.selfieYawDeg.value, evidence });
  },
});
