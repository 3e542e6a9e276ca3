import { defineCheck, passed, warning } from './check.ts';

/**
 * The optional net for presentation attacks takes the face for a real one. One more opinion beside `selfie.not-screen` and `selfie.not-printed`: what it was
 * trained on is not known to us.
 */
export const selfieRealToNet = defineCheck({
  id: 'selfie.real-to-net',
  version: 1,
  appliesTo: 'selfie',
  needs: ['selfieRealness'],
  reasons: ['looks-presented'],
  run({ selfieRealness: { face, score } }, { policy }) {
    const threshold = policy.thresholds.selfieRealness.value;
    const facts = {
      score,
      threshold,
      evidence: [{ captureId: face.captureId, regionPx: face.regionPx, kind: 'face' as const }],
    };
    return score >= threshold ? passed(facts) : warning('looks-presented', facts);
  },
});
