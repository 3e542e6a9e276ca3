import type { CheckId } from '#shared/domain/check-sentences.ts';

/** A number that decides, with what is needed to judge it. */
export interface Threshold {
  readonly value: number;
  readonly unit: string;
  /** Why this number and not another. */
  readonly reason: string;
  /** Standard, paper or measurement that it comes from. */
  readonly source: string;
}

/** What a failed check means for the whole: the document or person is refused, a new picture is needed, a person decides. */
export type Severity = 'decline' | 'ask-again' | 'review';

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
  | 'differentField'
  | 'oldestYears'
  | 'longestValidityYears'
  | 'selfieSharpness'
  | 'portraitSharpness'
  | 'faceDarkLuma'
  | 'faceBrightLuma'
  | 'faceImbalance'
  | 'faceMatchDistance'
  | 'faceDifferentDistance';

/** Named, versioned numbers and rules that turn findings into a recommendation. A version never changes once released. */
export interface Policy {
  readonly version: string;
  readonly thresholds: Readonly<Record<ThresholdName, Threshold>>;
  readonly severities: Readonly<Record<CheckId, Severity>>;
  /** Only when each of these passed is an approval recommended. */
  readonly essential: readonly CheckId[];
  /** A check that no longer speaks against the person when one of these failed: a bad picture is no evidence. */
  readonly doubtedBy: Readonly<Partial<Record<CheckId, readonly CheckId[]>>>;
}
