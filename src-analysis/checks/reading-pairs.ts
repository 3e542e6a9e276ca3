import type { DocumentField, Evidence } from '#shared/domain/analysis.ts';
import type { ReadingPair } from '../features/feature-values.ts';
import type { Policy } from '../policy/policy.ts';

/** Whether a reading is sure enough to speak against a document; a barcode's error correction makes it so. */
export function isSureReading(
  { source, confidence }: Pick<DocumentField, 'source' | 'confidence'>,
  { confidentCharacter, confidentWord }: Policy['thresholds'],
): boolean {
  if (source === 'barcode') return true;
  return confidence >= (source === 'mrz' ? confidentCharacter : confidentWord).value;
}

export function isSurePair({ a, b }: ReadingPair, thresholds: Policy['thresholds']): boolean {
  return isSureReading(a, thresholds) && isSureReading(b, thresholds);
}

/** Names of the fields, each once, as a finding's details have them. */
export function namesOfPairs(pairs: readonly ReadingPair[]): string {
  return [...new Set(pairs.map(({ name }) => name))].join();
}

/** Both places of every pair. */
export function evidenceOfPairs(pairs: readonly ReadingPair[]): Evidence[] {
  return pairs.flatMap(({ a, b }) =>
    [a, b].map(({ captureId, regionPx }) => ({ captureId, regionPx, kind: 'field' as const })),
  );
}
