import type { FaceRole } from '#shared/domain/analysis.ts';
import type { MissingReason } from '../features/feature-outcome.ts';
import type { Policy } from '../policy/policy.ts';
import type { Face } from './face.ts';
import { leastInterEyePx } from './similarity.ts';

export type ComparisonThresholds = Pick<
  Policy['thresholds'],
  'portraitSharpness' | 'selfieSharpness' | 'comparedYawDeg' | 'comparedCover'
>;

/** What makes a face too poor to be compared with any other. */
export type Poorness = 'too-small' | 'unclear' | 'turned' | 'covered' | 'eyes-covered';

const printedRoles: ReadonlySet<FaceRole> = new Set(['document-portrait', 'ghost-portrait', 'held-portrait']);

/**
 * Why the distance of this face from another would say nothing of whether they are one person; `null` where it may be compared. Such a face
 * is not compared, and never "another person". What a document's print hides is not judged: no net has learned it.
 */
export function whyNotComparable(
  { quality }: Pick<Face, 'quality'>,
  role: FaceRole,
  thresholds: ComparisonThresholds,
): Poorness | null {
  const isPrinted = printedRoles.has(role);
  if (quality.interEyePx < leastInterEyePx) return 'too-small';
  const leastSharpness = isPrinted ? thresholds.portraitSharpness : thresholds.selfieSharpness;
  if (quality.sharpness < leastSharpness.value) return 'unclear';
  if (isPrinted) return null;
  if (Math.abs(quality.yawDeg) > thresholds.comparedYawDeg.value) return 'turned';
  const covered = thresholds.comparedCover.value;
  if ((quality.lowerFaceCovered ?? 0) > covered) return 'covered';
  return (quality.eyesCovered ?? 0) > covered ? 'eyes-covered' : null;
}

/** Why a selfie is not held against the portrait of a document; of the two the portrait first. */
export function whyNotMatched(
  portrait: Pick<Face, 'quality'>,
  selfie: Pick<Face, 'quality'>,
  thresholds: ComparisonThresholds,
): MissingReason | null {
  const ofPortrait = whyNotComparable(portrait, 'document-portrait', thresholds);
  if (ofPortrait !== null) return ofPortrait === 'too-small' ? 'portrait-too-small' : 'portrait-unclear';
  const ofSelfie = whyNotComparable(selfie, 'selfie', thresholds);
  return ofSelfie === null ? null : `selfie-${ofSelfie}`;
}
