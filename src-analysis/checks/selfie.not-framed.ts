import { boundsOf } from '#shared/domain/geometry.ts';
import { defineCheck, passed, warning } from './check.ts';

/**
 * No straight edges that meet in corners stand around the face, as those of a sheet or a device that is held before the camera do. Attacks whose edges are
 * out of the picture, or not straight, are not told.
 */
export const selfieNotFramed = defineCheck({
  id: 'selfie.not-framed',
  version: 2,
  appliesTo: 'selfie',
  needs: ['selfieEdges'],
  reasons: ['edges-around'],
  run({ selfieEdges: { face, edges } }, { policy }) {
    const threshold = policy.thresholds.selfieEdges.value;
    const { captureId } = face;
    const score = edges?.score ?? 0;
    if (edges === null || score < threshold)
      return passed({
        score,
        threshold,
        evidence: [{ captureId, regionPx: face.regionPx, kind: 'face' }],
      });
    return warning('edges-around', {
      score,
      threshold,
      evidence: [{ captureId, regionPx: boundsOf(edges.quadPx), kind: 'area' }],
    });
  },
});
