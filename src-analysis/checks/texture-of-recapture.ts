import type { Rect } from '#shared/domain/geometry.ts';
import type { FeatureValues } from '../features/feature-values.ts';
import { patchesOfConfidence } from '../presentation/texture-patches.ts';
import { passed, warning, type Verdict } from './check.ts';

/** What patches of texture tell of one medium that a face may have been photographed from: at the threshold, and above, a warning. */
export function judgeTexture<const Reason extends string>(
  { face, texture: { patches } }: FeatureValues['selfieTexture'],
  {
    score,
    seenPx,
    threshold,
    reason,
  }: {
    /** Probability, 0 to 1. */
    readonly score: number;
    /** Where it is seen, in pixels of the picture. */
    readonly seenPx: readonly Rect[];
    readonly threshold: number;
    readonly reason: Reason;
  },
): Verdict<Reason> {
  const { captureId } = face;
  const facts = {
    score,
    threshold,
    // One or two patches are little to go by.
    confidence: Math.min(1, patches / patchesOfConfidence),
    evidence: [
      { captureId, regionPx: face.regionPx, kind: 'face' as const },
      ...seenPx.map((regionPx) => ({ captureId, regionPx, kind: 'area' as const })),
    ],
  };
  return score < threshold ? passed(facts) : warning(reason, facts);
}
