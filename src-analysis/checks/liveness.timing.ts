import { defineCheck, failed, passed } from './check.ts';

/** Every movement came after it was asked for by as long as a person needs, and the face never was elsewhere from one frame to the next. */
export const livenessTiming = defineCheck({
  id: 'liveness.timing',
  version: 1,
  appliesTo: 'liveness',
  needs: ['livenessTiming'],
  reasons: ['too-quick', 'jump'],
  run({ livenessTiming: { quickest, jump } }, { policy: { thresholds } }) {
    const threshold = thresholds.livenessReactionMs.value;
    const { judgement, frame, afterMs } = quickest;
    const evidence = [{ captureId: frame.captureId, regionPx: frame.face.boxPx, kind: 'face' as const }];
    const facts = { score: afterMs, threshold, details: { movements: judgement.action }, evidence };
    if (afterMs < threshold) return failed('too-quick', facts);
    if (jump === null) return passed(facts);
    const { from, to } = jump;
    return failed('jump', {
      details: { seconds: Math.round(to.atMs / 100) / 10 },
      evidence: [from, to].map(({ captureId, face: { boxPx } }) => ({
        captureId,
        regionPx: boxPx,
        kind: 'face' as const,
      })),
    });
  },
});
