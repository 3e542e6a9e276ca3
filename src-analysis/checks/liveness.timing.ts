import { defineCheck, failed, passed, warning } from './check.ts';

/** Every movement came after it was asked for by as long as a person needs, and the face never was elsewhere or turned from one frame to the next, nor behind something. */
export const livenessTiming = defineCheck({
  id: 'liveness.timing',
  version: 3,
  appliesTo: 'liveness',
  needs: ['livenessTiming'],
  reasons: ['too-quick', 'jump', 'abrupt', 'hidden'],
  run({ livenessTiming: { quickest, jump, abrupt } }, { policy: { thresholds } }) {
    const threshold = thresholds.livenessReactionMs.value;
    const { judgement, frame, afterMs } = quickest;
    const evidence = [{ captureId: frame.captureId, regionPx: frame.face.boxPx, kind: 'face' as const }];
    const facts = { score: afterMs, threshold, details: { movements: judgement.action }, evidence };
    if (afterMs < threshold) return failed('too-quick', facts);
    const between = ({ from, to }: NonNullable<typeof jump>) => ({
      details: { seconds: Math.round(to.atMs / 100) / 10 },
      evidence: [from, to].map(({ captureId, face: { boxPx } }) => ({
        captureId,
        regionPx: boxPx,
        kind: 'face' as const,
      })),
    });
    if (jump !== null) return failed('jump', between(jump));
    if (abrupt === null) return passed(facts);
    const { details, ...told } = between(abrupt);
    return warning(abrupt.isHidden ? 'hidden' : 'abrupt', {
      ...told,
      details: { ...details, movements: abrupt.movements.join(',') },
    });
  },
});
