import type { Identification } from '#shared/domain/analysis.ts';

type Signal = Identification['signals'][number];

export interface SignalsOfKind {
  readonly kind: Signal['kind'];
  /** What was seen, weightiest first; empty where nothing of the kind was, which also tells something. */
  readonly seen: readonly string[];
}

/** More words than these are not read. */
const mostWords = 3;

/** What spoke for or against a type, told once for each kind: a page has several words that give it away. */
export function signalsByKind(signals: readonly Signal[]): readonly SignalsOfKind[] {
  const seenOf = new Map<Signal['kind'], string[]>();
  for (const { kind, seen } of signals) {
    const words = seenOf.get(kind) ?? [];
    seenOf.set(kind, words);
    if (seen !== null && words.length < mostWords) words.push(seen);
  }
  return [...seenOf].map(([kind, seen]) => ({ kind, seen }));
}
