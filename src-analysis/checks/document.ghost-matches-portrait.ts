import { defineCheck, failed, passed, warning } from './check.ts';

/** The second, smaller portrait of the document shows the person of the first: whoever changes one often forgets the other. */
export const documentGhostMatchesPortrait = defineCheck({
  id: 'document.ghost-matches-portrait',
  version: 1,
  appliesTo: 'document',
  needs: ['ghostComparison'],
  reasons: ['not-alike', 'uncertain'],
  run({ ghostComparison: { portrait, ghost, distance: score } }, { policy: { thresholds } }) {
    const threshold = thresholds.faceMatchDistance.value;
    const evidence = [portrait, ghost].map(({ captureId, regionPx }) => ({
      captureId,
      regionPx,
      kind: 'face' as const,
    }));
    const facts = { score, threshold, evidence };
    if (score <= threshold) return passed(facts);
    return score <= thresholds.faceDifferentDistance.value
      ? warning('uncertain', facts)
      : failed('not-alike', facts);
  },
});
