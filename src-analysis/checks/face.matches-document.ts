import { defineCheck, failed, passed, warning } from './check.ts';

/** The selfie shows the person of the document's portrait; between the bands of the policy a person decides. */
export const faceMatchesDocument = defineCheck({
  id: 'face.matches-document',
  version: 1,
  appliesTo: 'session',
  needs: ['faceComparison'],
  reasons: ['not-alike', 'uncertain'],
  run({ faceComparison: { portrait, selfie, distance: score } }, { policy: { thresholds } }) {
    const threshold = thresholds.faceMatchDistance.value;
    const facts = {
      score,
      threshold,
      evidence: [portrait, selfie].map(({ captureId, regionPx }) => ({
        captureId,
        regionPx,
        kind: 'face' as const,
      })),
    };
    if (score <= threshold) return passed(facts);
    return score <= thresholds.faceDifferentDistance.value
      ? warning('uncertain', facts)
      : failed('not-alike', facts);
  },
});
