import { defineCheck, passed, warning } from './check.ts';

/**
 * The head with what is around it does not look like a mask (paper, silicone, resin) or like a print cut out along the head. A net trained on simulated ones
 * tells: of real ones its error is unknown, so that it warns and never refuses. Off by default, as long as a photograph of a real person lies just below the limit.
 */
export const selfieNotMask = defineCheck({
  id: 'selfie.not-mask',
  version: 1,
  appliesTo: 'selfie',
  needs: ['selfieHead'],
  reasons: ['mask-or-cut-out'],
  run({ selfieHead: { face, odds } }, { policy }) {
    const threshold = policy.thresholds.selfieHead.value;
    const { captureId, regionPx } = face;
    const score = 1 - odds.genuine;
    const measured = { score, threshold, evidence: [{ captureId, regionPx, kind: 'face' }] } as const;
    return score < threshold ? passed(measured) : warning('mask-or-cut-out', measured);
  },
});
