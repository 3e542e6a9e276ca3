import { defineCheck, passed, warning } from './check.ts';

/**
 * The ground beside and above the head is plain, as ISO/IEC 19794-5 (7.2.6) asks of a portrait: a strict rule, off unless a scenario asks for it,
 * since a selfie is mostly taken in a room.
 */
export const selfiePlainBackground = defineCheck({
  id: 'selfie.plain-background',
  version: 1,
  appliesTo: 'selfie',
  needs: ['selfieGround'],
  reasons: ['background-busy'],
  run({ selfieGround: { captureId, face, busyShare: score } }, { policy }) {
    const threshold = policy.thresholds.groundBusy.value;
    const facts = {
      score,
      threshold,
      evidence: [{ captureId, regionPx: face.regionPx, kind: 'face' as const }],
    };
    return score <= threshold ? passed(facts) : warning('background-busy', facts);
  },
});
