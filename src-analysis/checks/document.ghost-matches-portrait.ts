import { oneIn } from '#shared/domain/false-match-sentence.ts';
import { judgeLikeness } from '../faces/judge-likeness.ts';
import { defineCheck, failed, passed, warning } from './check.ts';

/** The second, smaller portrait of the document shows the person of the first: whoever changes one often forgets the other. */
export const documentGhostMatchesPortrait = defineCheck({
  id: 'document.ghost-matches-portrait',
  version: 2,
  appliesTo: 'document',
  needs: ['ghostComparison'],
  reasons: ['not-alike', 'uncertain'],
  run({ ghostComparison: { portrait, ghost, distance, calibration } }, { policy: { thresholds } }) {
    const { verdict, ...likeness } = judgeLikeness(distance, calibration, thresholds);
    const facts = {
      score: likeness.oneIn,
      threshold: likeness.matchOneIn,
      details: { strangers: oneIn(1 / likeness.oneIn), asked: oneIn(1 / likeness.matchOneIn) },
      evidence: [portrait, ghost].map(({ captureId, regionPx }) => ({
        captureId,
        regionPx,
        kind: 'face' as const,
      })),
    };
    if (verdict === 'match') return passed(facts);
    return verdict === 'uncertain' ? warning('uncertain', facts) : failed('not-alike', facts);
  },
});
