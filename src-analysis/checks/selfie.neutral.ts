import { defineCheck, passed, warning } from './check.ts';

/**
 * The mouth is closed, as ISO/IEC 19794-5 (7.2.3) asks of a portrait: a strict rule, off unless a scenario asks for it. The landmarks tell an open
 * mouth, and not all of them; a smile with closed lips they do not, so that nothing is said of it.
 */
export const selfieNeutral = defineCheck({
  id: 'selfie.neutral',
  version: 1,
  appliesTo: 'selfie',
  needs: ['selfieMouth'],
  reasons: ['mouth-open'],
  run({ selfieMouth: { captureId, face, opening: score } }, { policy }) {
    const threshold = policy.thresholds.mouthOpen.value;
    const facts = {
      score,
      threshold,
      evidence: [{ captureId, regionPx: face.regionPx, kind: 'face' as const }],
    };
    return score <= threshold ? passed(facts) : warning('mouth-open', facts);
  },
});
