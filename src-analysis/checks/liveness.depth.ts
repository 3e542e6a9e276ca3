import { defineCheck, passed, warning } from './check.ts';

/** When the head turned, the nose moved against eyes and mouth as that of a head does, and not as that of a picture. */
export const livenessDepth = defineCheck({
  id: 'liveness.depth',
  version: 1,
  appliesTo: 'liveness',
  needs: ['livenessDepth'],
  reasons: ['flat'],
  run({ livenessDepth: { frame, relief: score, turnedDeg } }, { policy: { thresholds } }) {
    const threshold = thresholds.livenessRelief.value;
    const facts = {
      score,
      threshold,
      details: { degrees: Math.round(Math.abs(turnedDeg)) },
      evidence: [{ captureId: frame.captureId, regionPx: frame.face.boxPx, kind: 'face' as const }],
    };
    return score >= threshold ? passed(facts) : warning('flat', facts);
  },
});
