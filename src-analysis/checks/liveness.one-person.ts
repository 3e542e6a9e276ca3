import { oneIn } from '#shared/domain/false-match-sentence.ts';
import { judgeLikeness } from '../faces/judge-likeness.ts';
import { defineCheck, failed, passed, warning } from './check.ts';

/** The frames show one person from the first to the last, alone. */
export const livenessOnePerson = defineCheck({
  id: 'liveness.one-person',
  version: 1,
  appliesTo: 'liveness',
  needs: ['livenessPerson'],
  reasons: ['another-person', 'several-faces', 'person-unsure', 'face-lost'],
  run({ livenessPerson: { least, several, lostShare, calibration } }, { policy: { thresholds } }) {
    const { frame, distance } = least;
    const { livenessPersonOneIn: faceMatchOneIn, faceDifferentOneIn } = thresholds;
    const { verdict, ...likeness } = judgeLikeness(distance, calibration, {
      faceMatchOneIn,
      faceDifferentOneIn,
    });
    const seconds = Math.round(frame.atMs / 100) / 10;
    const evidence = [{ captureId: frame.captureId, regionPx: frame.face.boxPx, kind: 'face' as const }];
    const details = { seconds, strangers: oneIn(1 / likeness.oneIn) };
    const facts = { score: likeness.oneIn, threshold: likeness.matchOneIn, details, evidence };
    if (verdict === 'different') return failed('another-person', facts);
    if (several !== null)
      return failed('several-faces', {
        details: { seconds: Math.round(several.atMs / 100) / 10 },
        evidence:
          several.face === null
            ? []
            : [{ captureId: several.captureId, regionPx: several.face.boxPx, kind: 'face' as const }],
      });
    if (verdict === 'uncertain') return warning('person-unsure', facts);
    const mostLost = thresholds.livenessLostShare.value;
    if (lostShare > mostLost) return warning('face-lost', { score: lostShare, threshold: mostLost });
    return passed(facts);
  },
});
