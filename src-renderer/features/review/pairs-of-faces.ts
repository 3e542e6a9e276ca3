import type { Analysis, AnalyzedFace, FacePair, FacesNotCompared } from '#shared/domain/analysis.ts';
import type { PairLikeness } from '#shared/domain/pair-likeness.ts';

/** Two faces side by side: how alike they are, or why that is not told. */
export type ShownPair =
  | { readonly kind: 'compared'; readonly pair: FacePair }
  | { readonly kind: 'not-compared'; readonly pair: FacesNotCompared };

/** The status of a finding that looks as a pair does. */
export const likenessLooks = {
  match: 'passed',
  uncertain: 'warning',
  different: 'failed',
} as const satisfies Record<PairLikeness, string>;

type Faces = Analysis['faces'];

export const pairKey = ({ pair: { a, b } }: ShownPair): string => `${a}|${b}`;

/** Every pair that the analysis says something of, those that were compared first. */
export function shownPairs({
  pairs,
  notCompared,
}: Pick<Faces, 'pairs' | 'notCompared'>): readonly ShownPair[] {
  return [
    ...pairs.map((pair) => ({ kind: 'compared' as const, pair })),
    ...notCompared.map((pair) => ({ kind: 'not-compared' as const, pair })),
  ];
}

export function pairOf(pairs: readonly ShownPair[], one: string, other: string): ShownPair | undefined {
  return pairs.find(({ pair: { a, b } }) => (a === one && b === other) || (a === other && b === one));
}

/** The faces of the matrix: all that take part in a pair. Whoever else is in a picture is compared with nobody. */
export function facesOfPairs(
  detected: readonly AnalyzedFace[],
  pairs: readonly ShownPair[],
): readonly AnalyzedFace[] {
  const ids = new Set(pairs.flatMap(({ pair: { a, b } }) => [a, b]));
  return detected.filter(({ id }) => ids.has(id));
}
