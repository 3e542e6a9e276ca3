import { defineCheck, passed, warning } from './check.ts';

/** The person on the selfie looks about as old as the document says. A net's guess: it calls a person to look and refuses nobody. */
export const faceAgeAgrees = defineCheck({
  id: 'face.age-agrees',
  version: 1,
  appliesTo: 'session',
  needs: ['apparentAge'],
  reasons: ['looks-older', 'looks-younger'],
  run({ apparentAge: { face, apparentYears, statedYears, stated } }, { policy }) {
    const threshold = policy.thresholds.apparentAgeYears.value;
    const off = apparentYears - statedYears;
    const facts = {
      score: Math.abs(off),
      threshold,
      details: { apparent: Math.round(apparentYears), stated: statedYears },
      evidence: [
        { captureId: face.captureId, regionPx: face.regionPx, kind: 'face' as const },
        { captureId: stated.captureId, regionPx: stated.regionPx, kind: 'field' as const },
      ],
    };
    if (Math.abs(off) <= threshold) return passed(facts);
    return warning(off > 0 ? 'looks-older' : 'looks-younger', facts);
  },
});
