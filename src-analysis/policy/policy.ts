import type { PolicyWeights } from '#shared/domain/recommend.ts';

/** A number that decides, with what is needed to judge it. */
export interface Threshold {
  readonly value: number;
  readonly unit: string;
  /** Why this number and not another. */
  readonly reason: string;
  /** Standard, paper or measurement that it comes from. */
  readonly source: string;
}

export type ThresholdName =
  | 'documentSharpness'
  | 'glareShare'
  | 'darkMedianLuma'
  | 'brightShare'
  | 'leastContrast'
  | 'pixelsPerMm'
  | 'confidentCharacter'
  | 'confidentWord'
  | 'sameField'
  | 'sameAuthority'
  | 'differentField'
  | 'sameSideLikeness'
  | 'mrzPitchDeviation'
  | 'mrzPlaceMm'
  | 'coveredShare'
  | 'missingMm2'
  | 'ocrBLikeness'
  | 'missedPortrait'
  | 'printEvenness'
  | 'missedSignature'
  | 'missedIssuerSignature'
  | 'missedStamp'
  | 'mostMissed'
  | 'oldestYears'
  | 'longestValidityYears'
  | 'selfieSharpness'
  | 'portraitSharpness'
  | 'selfieEyesPx'
  | 'selfieYawDeg'
  | 'selfiePitchDeg'
  | 'selfieRollDeg'
  | 'selfieScreen'
  | 'selfiePrint'
  | 'selfieDetail'
  | 'selfieNoise'
  | 'selfieEdges'
  | 'selfieHead'
  | 'selfieRealness'
  | 'eyeOpening'
  | 'faceCovered'
  | 'eyesCovered'
  | 'mouthOpen'
  | 'groundBusy'
  | 'comparedYawDeg'
  | 'comparedCover'
  | 'apparentAgeYears'
  | 'apparentSex'
  | 'faceDarkLuma'
  | 'faceBrightLuma'
  | 'faceImbalance'
  | 'livenessYawDeg'
  | 'livenessPitchDeg'
  | 'livenessClosedShare'
  | 'livenessSmileShare'
  | 'livenessReactionMs'
  | 'livenessPersonOneIn'
  | 'livenessLostShare'
  | 'livenessRelief'
  | 'livenessSameBits'
  | 'heldSameLikeness'
  | 'heldOtherLikeness'
  | 'heldSameFigures'
  | 'heldNumberCovered'
  | 'faceMatchOneIn'
  | 'faceDifferentOneIn';

/** Named, versioned numbers and rules that turn findings into a recommendation. A version never changes once released. */
export interface Policy extends PolicyWeights {
  readonly thresholds: Readonly<Record<ThresholdName, Threshold>>;
}
