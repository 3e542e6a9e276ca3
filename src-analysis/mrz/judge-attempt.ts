import type { LineCrop } from './crop-line.ts';
import type { LineLogits } from './decode-line.ts';
import type { DecodedZone } from './decode-zone.ts';
import { agreement, chanceRight, raggedness } from './doubt.ts';
import { rulesOf } from './parse.ts';
import type { TextLine } from './text-line.ts';

/** One reading of the lines of one block. */
export interface Attempt {
  readonly zone: DecodedZone;
  /** The zone's lines, in reading direction. */
  readonly lines: readonly TextLine[];
  readonly crops: readonly LineCrop[];
  readonly logits: readonly LineLogits[];
  readonly meanLogConfidence: number;
}

/**
 * Nats per character that the rules of the best format may cost. Measured on synthetic pages: the worst reading that was right
 * cost 0.2; rows of other print, read as a zone, 0.5 and more.
 */
const dearestPerCharacter = 0.3;
/** The same where three or more check digits hold, which other print does by chance once in a thousand. */
const dearestWithCheckDigits = 0.48;
/** Mean log confidence per character below which nothing is read, whatever the rules say: half of the characters are guesses. */
const leastMeanLogConfidence = -0.7;
/** A reading this sure, in nats per character, ends the search: with every check digit valid, and without. */
const sure = {
  checked: { confidence: -0.12, rules: -0.12 },
  unchecked: { confidence: -0.01, rules: -0.07 },
} as const;

/** Nats per character: a zone this good is the zone, though some characters are in doubt; they are looked at again. */
export const goodPerCharacter = 0.12;
/**
 * A zone whose check digits all hold looks verified, so it is not shown when the chance that it is right times the share of other looks
 * that agree is less than this. Of hard pages (seeds 11 and 12) 4 of 345 right readings lay below, and 4 of 5 silent errors that
 * had been looked at again.
 */
const leastCertainty = 0.7;
/** Chance below which a zone that is sure otherwise is looked at again: one reading in ten of those that are right. */
const settledChance = 0.97;
/**
 * Nats per character that a zone may cost and still be called one that could not be read. Of 60 pages of other print (seeds 1 and 2) the
 * nearest cost 0.77; of zones that were not read for stamps, noise or blur, four in five less than this.
 */
const dearestNearly = 0.5;
/**
 * Mean log confidence below which a zone whose check digits fail was misread rather than printed so: documents with wrong check digits
 * read at -0.02 and above (seeds 1 and 2), misread ones mostly at -0.15 and below.
 */
const leastMeanLogConfidenceWithErrors = -0.12;
/**
 * Characters by which lines of one zone may start or end apart; of pages seen askew the worst that was read right had 1.6. Lines that are
 * read without a doubt may be more apart: a page seen from the side is.
 */
const mostRagged = { usual: 2, sure: 3.5 } as const;

const lengthOf = ({ zone }: Attempt): number => zone.lines.reduce((sum, { text }) => sum + text.length, 0);

/** Comparable between blocks: what the rules cost, per character, and how sure the recognizer is. */
export function worth(attempt: Attempt): number {
  return perCharacter(attempt) + attempt.meanLogConfidence;
}

export const perCharacter = (attempt: Attempt): number => attempt.zone.score / lengthOf(attempt);

export function isSure(attempt: Attempt): boolean {
  const { confidence, rules } = attempt.zone.failedCheckDigits === 0 ? sure.checked : sure.unchecked;
  return attempt.meanLogConfidence > confidence && perCharacter(attempt) > rules;
}

/** Whether another look is not worth its time: a sure reading, of which every character is as good as certain. */
export function isSettled(attempt: Attempt): boolean {
  if (!isSure(attempt)) return false;
  return attempt.zone.failedCheckDigits > 0 || chanceRight(attempt.zone) >= settledChance;
}

/** Whether something is a zone though it may not be one that can be read; what is not, is other print. */
export const isNearlyZone = (attempt: Attempt): boolean =>
  isZone(attempt) || perCharacter(attempt) > -dearestNearly;

/** Whether a reading must not be shown: nothing would give its errors away, or it is full of them. */
export function isDoubtful(best: Attempt, frames: readonly Attempt[]): boolean {
  const { zone, meanLogConfidence } = best;
  if (zone.failedCheckDigits > 0) return meanLogConfidence < leastMeanLogConfidenceWithErrors;
  const others = frames.map((frame) => frame.zone);
  return chanceRight(zone) * agreement(zone, others) < leastCertainty;
}

export function isZone(attempt: Attempt): boolean {
  const checked = rulesOf(attempt.zone.format).checkDigits.length - attempt.zone.failedCheckDigits;
  const dearest = checked >= 3 ? dearestWithCheckDigits : dearestPerCharacter;
  const widthsPx = attempt.crops.map(({ widthPx }) => widthPx);
  return (
    perCharacter(attempt) > -dearest &&
    attempt.meanLogConfidence > leastMeanLogConfidence &&
    raggedness(attempt.zone, widthsPx) < (isSure(attempt) ? mostRagged.sure : mostRagged.usual)
  );
}
