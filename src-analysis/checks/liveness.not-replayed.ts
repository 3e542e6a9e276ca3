import { defineCheck, failed, passed, warning } from './check.ts';

/**
 * No frame came twice, and the picture changed over the challenge: a camera's noise makes no two pictures alike to the byte, a file that is
 * played in its place does.
 */
export const livenessNotReplayed = defineCheck({
  id: 'liveness.not-replayed',
  version: 1,
  appliesTo: 'liveness',
  needs: ['livenessRepetition'],
  reasons: ['same-frame', 'still-picture'],
  run({ livenessRepetition: { same, mostBits: score, isTurnAsked } }, { policy: { thresholds } }) {
    if (same !== null) {
      return failed('same-frame', {
        details: { first: Math.round(same[0].atMs / 100) / 10, seconds: Math.round(same[1].atMs / 100) / 10 },
        evidence: same.flatMap(({ captureId, face }) =>
          face === null ? [] : [{ captureId, regionPx: face.boxPx, kind: 'face' as const }],
        ),
      });
    }
    const threshold = thresholds.livenessChangedBits.value;
    return isTurnAsked && score < threshold
      ? warning('still-picture', { score, threshold })
      : passed({ score, threshold });
  },
});
