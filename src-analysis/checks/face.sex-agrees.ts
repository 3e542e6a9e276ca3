import { defineCheck, passed, warning } from './check.ts';

/**
 * The net takes the person on the selfie for one of the sex that the document states. It errs with some groups more than with others: it calls a
 * person to look and refuses nobody, and where it is not sure, it agrees.
 */
export const faceSexAgrees = defineCheck({
  id: 'face.sex-agrees',
  version: 1,
  appliesTo: 'session',
  needs: ['apparentSex'],
  reasons: ['looks-other'],
  run({ apparentSex: { face, apparent, confidence, statedSex, stated } }, { policy }) {
    const threshold = policy.thresholds.apparentSex.value;
    const facts = {
      score: confidence,
      threshold,
      evidence: [
        { captureId: face.captureId, regionPx: face.regionPx, kind: 'face' as const },
        { captureId: stated.captureId, regionPx: stated.regionPx, kind: 'field' as const },
      ],
    };
    return apparent === statedSex || confidence < threshold ? passed(facts) : warning('looks-other', facts);
  },
});
