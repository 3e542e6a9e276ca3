import { oneIn } from '#shared/domain/false-match-sentence.ts';
import { judgeLikeness } from '../faces/judge-likeness.ts';
import { defineCheck, failed, passed, warning } from './check.ts';

/** The selfie shows the person of the document's portrait; between the bands of the policy a person decides. */
export const faceMatchesDocument = defineCheck({
  id: 'face.matches-document',
  version: 2,
  appliesTo: 'session',
  needs: ['faceComparison'],
  reasons: ['not-alike', 'uncertain'],
  run({ faceComparison: { portrait, selfie, distance, calibration } }, { policy: { thresholds } }) {
    const { verdict, ...likeness } = judgeLikeness(distance, calibration, thresholds);
    const facts = {
      score: likeness.oneIn,
      threshold: likeness.matchOneIn,
      details: { strangers: oneIn(1 / likeness.oneIn), asked: oneIn(1 / likeness.matchOneIn) },
      evidence: [portrait, selfie].map(({ captureId, regionPx }) => ({
        captureId,
        regionPx,
        kind: 'face' as const,
      })),
    };
    if (verdict === 'match') return passed(facts);
    return verdict === 'uncertain' ? warning('uncertain', facts) : failed('not-alike', facts);
  },
});
