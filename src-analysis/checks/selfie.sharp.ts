import { defineCheck, failed, passed } from './check.ts';

/** The face on the selfie is in focus and not smeared by movement. */
export const selfieSharp = defineCheck({
  id: 'selfie.sharp',
  version: 1,
  appliesTo: 'selfie',
  needs: ['selfiePhoto'],
  reasons: ['blurred'],
  run(
    {
      selfiePhoto: {
        captureId,
        face,
        quality: { sharpness: score },
      },
    },
    { policy },
  ) {
    const threshold = policy.thresholds.selfieSharpness.value;
    const facts = {
      score,
      threshold,
      evidence: [{ captureId, regionPx: face.regionPx, kind: 'face' as const }],
    };
    return score >= threshold ? passed(facts) : failed('blurred', facts);
  },
});
