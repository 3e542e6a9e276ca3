import { mrzAlphabet } from './check-digit.ts';
import { charOf, classCount, type ClassTables, type DecodedLine, type LineLogits } from './decode-line.ts';
import type { FormatRules } from './formats.ts';
import { checkDigitsOf } from './parse.ts';

/** One character that the picture allows in place of the one that stands. */
export interface Exchange {
  readonly line: number;
  readonly column: number;
  readonly char: string;
  /** Nats by which the standing one is the likelier; negative where only a check digit speaks for it. */
  readonly loss: number;
}

/** A whole zone as it may have to be read, with its log likelihood, comparable within one picture. */
export interface Reading {
  readonly lines: readonly string[];
  readonly score: number;
}

/** Nats for each check digit that does not hold: real documents with a wrong one are rare, misread characters are not. */
export const failedCheckDigitCost = 1.5;
/** Characters read beyond doubt are not worth trying; as {@link exchangeReach}. */
const beyondDoubt = 0.97;
/** Nats by which the recognizer may prefer what stands: at more (p < 0.03) it has no doubt. */
const exchangeReach = 3.5;

/** What else the recognizer holds for possible, at each place where it is in doubt. `logits` are those of the zone's lines. */
export function exchangesOf(
  rules: FormatRules,
  lines: readonly DecodedLine[],
  logits: readonly LineLogits[],
  tables: ClassTables,
): Exchange[] {
  const exchanges: Exchange[] = [];
  for (const [l, line] of lines.entries()) {
    const data = logits[l]?.data;
    const classes = rules.lines[l];
    if (data === undefined || classes === undefined) continue;
    for (const [column, { char, confidence, column: at }] of line.characters.entries()) {
      if (confidence > beyondDoubt) continue;
      const row = at * classCount;
      const table = tables.costs[classes[column] ?? 'any'];
      const weightOf = (number: number): number => (data[row + number] ?? -Infinity) - (table[number] ?? 0);
      const standing = mrzAlphabet.indexOf(char) + 1;
      for (let c = 1; c < classCount; c++) {
        const loss = weightOf(standing) - weightOf(c);
        if (c !== standing && loss <= exchangeReach)
          exchanges.push({ line: l, column, char: charOf(c), loss });
      }
    }
  }
  return exchanges;
}

export function failedCheckDigits(rules: FormatRules, texts: readonly string[]): number {
  return checkDigitsOf(rules, texts).filter(({ valid }) => !valid).length;
}

/** `texts` with one character in another's place. */
export function exchanged(texts: readonly string[], { line, column, char }: Exchange): string[] {
  return texts.map((text, l) => (l === line ? text.slice(0, column) + char + text.slice(column + 1) : text));
}

/** Exchanges that are tried by themselves and in pairs; dearer ones lead to readings below {@link leastProbability}. */
const exchangesTried = 12;
const mostAlternatives = 5;
/** A reading that is likelier wrong than this is of no use to anybody. */
const leastProbability = 0.01;

/**
 * The readings that the picture allows beside `chosen`, likeliest first: doubtful characters exchanged, singly and in pairs, and `others`,
 * such as other formats. Probabilities are relative to all readings weighed, `chosen` included; check digits count as in the choice.
 */
export function alternativesTo(
  chosen: Reading,
  rules: FormatRules,
  exchanges: readonly Exchange[],
  others: readonly Reading[],
): { lines: readonly string[]; probability: number }[] {
  const failed = failedCheckDigits(rules, chosen.lines);
  const tried = [...exchanges].sort((a, b) => a.loss - b.loss).slice(0, exchangesTried);
  const readings: Reading[] = [chosen, ...others];
  for (const [i, first] of tried.entries()) {
    const lines = exchanged(chosen.lines, first);
    const add = (all: readonly string[], loss: number): void => {
      const more = failedCheckDigits(rules, all) - failed;
      readings.push({ lines: all, score: chosen.score - loss - more * failedCheckDigitCost });
    };
    add(lines, first.loss);
    for (const second of tried.slice(i + 1)) {
      if (second.line !== first.line || second.column !== first.column)
        add(exchanged(lines, second), first.loss + second.loss);
    }
  }
  const likeliest = Math.max(...readings.map(({ score }) => score));
  const weights = new Map<string, { lines: readonly string[]; weight: number }>();
  let total = 0;
  for (const { lines, score } of readings) {
    const weight = Math.exp(score - likeliest);
    total += weight;
    const key = lines.join();
    weights.set(key, { lines, weight: weight + (weights.get(key)?.weight ?? 0) });
  }
  weights.delete(chosen.lines.join());
  return [...weights.values()]
    .map(({ lines, weight }) => ({ lines, probability: weight / total }))
    .filter(({ probability }) => probability >= leastProbability)
    .sort((a, b) => b.probability - a.probability)
    .slice(0, mostAlternatives);
}
