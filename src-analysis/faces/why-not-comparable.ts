import type { AnalyzedFace } from '#shared/domain/analysis.ts';
import type { MissingReason } from '../features/feature-outcome.ts';
import type { Policy } from '../policy/policy.ts';
import type { Face } from './face.ts';
import { leastInterEyePx } from './similarity.ts';

type Thresholds = Pick<
  Policy['thresholds'],
  'portraitSharpness' | 'selfieSharpness' | 'comparedYawDeg' | 'comparedCover'
>;

/**
 * Why the distance of this face from another would say nothing of whether they are one person; `null` where it may be compared. Such a face
 * is not compared, and never "another person". What a document's print hides is not judged: no net has learned it.
 */
export function whyNotComparable(
  { quality }: Pick<Face, 'quality'>,
  role: AnalyzedFace['role'],
  thresholds: Thresholds,
): MissingReason | null {
  const isPortrait = role === 'document-portrait';
  if (quality.interEyePx < leastInterEyePx) return isPortrait ? 'portrait-too-small' : 'selfie-too-small';
  const leastSharpness = isPortrait ? thresholds.portraitSharpness : thresholds.selfieSharpness;
  if (quality.sharpness < leastSharpness.value) return isPortrait ? 'portrait-unclear' : 'selfie-unclear';
  if (isPortrait) return null;
  if (Math.abs(quality.yawDeg) > thresholds.comparedYawDeg.value) return 'selfie-turned';
  const covered = thresholds.comparedCover.value;
  if ((quality.lowerFaceCovered ?? 0) > covered) return 'selfie-covered';
  return (quality.eyesCovered ?? 0) > covered ? 'selfie-eyes-covered' : null;
}
