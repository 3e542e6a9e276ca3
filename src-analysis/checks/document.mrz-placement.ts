import { mrzPitchMm } from '../features/document-frame.ts';
import { defineCheck, failed, passed } from './check.ts';

/** The zone's height at the document's foot (ICAO Doc 9303-3, 4.2). */
const zoneHeightMm = 23.2;

/**
 * The zone lies and runs as ICAO Doc 9303 prescribes: ten characters per inch, within the 23.2 mm at the foot, between the margins. A zone
 * that was pasted over another picture, or printed with another machine, rarely does.
 */
export const documentMrzPlacement = defineCheck({
  id: 'document.mrz-placement',
  version: 1,
  appliesTo: 'document',
  needs: ['mrzLayout'],
  reasons: ['pitch-differs', 'zone-misplaced'],
  run({ mrzLayout }, { policy: { thresholds } }) {
    const { captureId, regionPx, pitchMm, firstMm, lastMm, firstLineMm, lastLineMm } = mrzLayout;
    const evidence = [{ captureId, regionPx, kind: 'mrz' as const }];
    const deviation = Math.abs(pitchMm / mrzPitchMm - 1);
    const most = thresholds.mrzPitchDeviation.value;
    if (deviation > most) {
      const details = { pitch: pitchMm, prescribed: mrzPitchMm };
      return failed('pitch-differs', { score: deviation, threshold: most, details, evidence });
    }
    const tolerance = thresholds.mrzPlaceMm.value;
    const outside = Math.max(firstLineMm - zoneHeightMm, -lastLineMm, -firstMm, -lastMm);
    const score = Math.max(0, outside);
    return score > tolerance
      ? failed('zone-misplaced', { score, threshold: tolerance, evidence })
      : passed({ score: deviation, threshold: most, evidence });
  },
});
