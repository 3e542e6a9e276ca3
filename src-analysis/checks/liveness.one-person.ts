import { defineCheck, failed, passed, warning } from './check.ts';

/** The frames show one person from the first to the last, alone. */
export const livenessOnePerson = defineCheck({
  id: 'liveness.one-person',
  version: 1,
  appliesTo: 'liveness',
  needs: ['livenessPerson'],
  reasons: ['another-person', 'several-faces', 'person-unsure', 'face-lost'],
  run({ livenessPerson: { least, several, lostShare } }, { policy: { thresholds } }) {
    const threshold = thresholds.livenessPersonDistance.value;
    const { frame, distance: score } = least;
    const seconds = Math.round(frame.atMs / 100) / 10;
    const evidence = [{ captureId: frame.captureId, regionPx: frame.face.boxPx, kind: 'face' as const }];
    const facts = { score, threshold, details: { seconds }, evidence };
    if (score > thresholds.faceDifferentDistance.value) return failed('another-person', facts);
    if (several !== null)
      return failed('several-faces', {
        details: { seconds: Math.round(several.atMs / 100) / 10 },
        evidence:
          several.face === null
            ? []
            : [{ captureId: several.captureId, regionPx: several.face.boxPx, kind: 'face' as const }],
      });
    if (score > threshold) return warning('person-unsure', facts);
    const mostLost = thresholds.livenessLostShare.value;
    if (lostShare > mostLost) return warning('face-lost', { score: lostShare, threshold: mostLost });
    return passed(facts);
  },
});
