import { defineCheck, failed, passed } from './check.ts';

/** The face on the selfie has enough pixels to be compared (inter-eye distance, ISO/IEC 29794-5). */
export const selfieResolution = defineCheck({
  id: 'selfie.resolution',
  version: 1,
  appliesTo: 'selfie',
  needs: ['selfiePhoto'],
  reasons: ['too-small'],
  run({ selfiePhoto: { captureId, face, quality } }, { policy }) {
    const score = quality.interEyePx;
    const threshold = policy.thresholds.selfieEyesPx.value;
    const facts = {
      score,
      threshold,
      evidence: [{ captureId, regionPx: face.regionPx, kind: 'face' as const }],
    };
    return score >= threshold ? passed(facts) : failed('too-small', facts);
  },
});
