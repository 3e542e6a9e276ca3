import type { FacePair } from './analysis.ts';

/**
 * Two faces are told to be different people's where more than one pair of strangers in so many looks as alike: the policy's `faceDifferentOneIn`, which no
 * scenario sets. A test in src-analysis holds the two together.
 */
export const otherPersonOneIn = 10;

export type PairLikeness = 'match' | 'uncertain' | 'different';

/** What the checks say of two faces, from what is stored of the pair: what is no match is not yet another person. */
export function pairLikeness({
  matched,
  falseMatchRate,
}: Pick<FacePair, 'matched' | 'falseMatchRate'>): PairLikeness {
  if (matched) return 'match';
  return falseMatchRate !== null && falseMatchRate * otherPersonOneIn <= 1 ? 'uncertain' : 'different';
}
