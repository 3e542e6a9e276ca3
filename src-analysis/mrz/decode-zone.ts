import type { MrzFormat } from '#shared/domain/analysis.ts';
import { must } from '#shared/lib/invariant.ts';
import {
  exchanged,
  exchangesOf,
  failedCheckDigitCost,
  failedCheckDigits,
  type Reading,
} from './alternatives.ts';
import {
  classCount,
  type ClassTables,
  type DecodedLine,
  decodeLine,
  greedyText,
  type LineLogits,
} from './decode-line.ts';
import { type CharacterClass, formatRules, type FormatRules } from './formats.ts';

export interface DecodedZone {
  readonly format: MrzFormat;
  readonly lines: readonly DecodedLine[];
  /** The index, in the lines given, of the zone's first line. */
  readonly firstLine: number;
  /** Excess of all lines less penalties for failed check digits and unusual document codes; higher is better, about 0 at best. */
  readonly score: number;
  readonly failedCheckDigits: number;
  /** What other formats, or other rows of the block, make of the picture, where they come near. */
  readonly others: readonly Reading[];
}

/** Nats by which another format's reading may score less to be mentioned (one in a hundred). */
const othersReach = 4.6;

/**
 * The format and reading that explain `lines` (top to bottom, upright) best, or `undefined` when no format fits at all. Formats
 * of fewer lines than given are tried at every offset. Single characters are exchanged for the recognizer's own next choice
 * where that makes check digits hold and is worth it (see {@link repair}); each shows as `char !== firstChoice`.
 */
export function decodeZone(lines: readonly LineLogits[], tables: ClassTables): DecodedZone | undefined {
  let best: Omit<DecodedZone, 'others'> | undefined;
  const readings: Reading[] = [];
  const counts = lines.map((logits) => greedyText(logits).length);
  const done = new Map<string, DecodedLine | undefined>();
  const decoded = (
    index: number,
    classes: readonly CharacterClass[],
    longest: number,
  ): DecodedLine | undefined => {
    const key = `${String(index)} ${classes.join()}`;
    if (!done.has(key)) {
      const whole = must(lines[index], 'a line to decode');
      const isShort = classes.length < longest;
      const logits = isShort ? startOf(whole, classes.length, longest) : whole;
      const count = isShort ? greedyText(logits).length : (counts[index] ?? 0);
      const plausible = isPlausibleCount(count, classes.length);
      done.set(key, plausible ? decodeLine(logits, classes, tables) : undefined);
    }
    return done.get(key);
  };
  for (const rules of formatRules) {
    const { code } = rules;
    const longest = Math.max(...rules.lines.map((classes) => classes.length));
    for (let firstLine = 0; firstLine + rules.lines.length <= lines.length; firstLine++) {
      const read: DecodedLine[] = [];
      // The most that this format can still reach: further lines, and mending, only take from it.
      let bound = repairWorth;
      for (const [i, classes] of rules.lines.entries()) {
        const line = decoded(firstLine + i, classes, longest);
        if (line === undefined) break;
        read.push(line);
        bound += line.excess - (i !== code.line || code.usual.test(line.text) ? 0 : code.otherwise);
        if (best !== undefined && bound < best.score - othersReach) break;
      }
      if (read.length < rules.lines.length || (best !== undefined && bound < best.score - othersReach))
        continue;
      const mended = repair(rules, read, lines.slice(firstLine), tables);
      const texts = mended.map(({ text }) => text);
      const failed = failedCheckDigits(rules, texts);
      const score =
        mended.reduce((sum, { excess }) => sum + excess, 0) -
        failed * failedCheckDigitCost -
        (code.usual.test(texts[code.line] ?? '') ? 0 : code.otherwise);
      readings.push({ lines: texts, score });
      if (best === undefined || score > best.score) {
        best = { format: rules.format, lines: mended, firstLine, score, failedCheckDigits: failed };
      }
    }
  }
  if (best === undefined) return undefined;
  const chosen = best.lines.map(({ text }) => text).join();
  const least = best.score - othersReach;
  return {
    ...best,
    others: readings.filter(({ lines, score }) => score >= least && lines.join() !== chosen),
  };
}

/**
 * The columns in which a line of `length` starts that shares its margin with one of `longest` characters: what is beyond is background,
 * in which the recognizer sees what it likes. Crops have 1.8 characters beside the outermost; one more is room for a missed one.
 */
function startOf({ columns, data, glyphColumns }: LineLogits, length: number, longest: number): LineLogits {
  const kept = Math.min(columns, Math.round((columns * (length + 2.8)) / (longest + 2.6)));
  const [first, last] = glyphColumns ?? [0, columns - 1];
  return {
    columns: kept,
    data: data.subarray(0, kept * classCount),
    glyphColumns: [first, first + ((last - first) * (length - 1)) / (longest - 1)],
  };
}

/** Whether a greedy reading of `count` characters may be a line of `length`: spares the full search for formats that are far off. */
const isPlausibleCount = (count: number, length: number): boolean =>
  count >= length * 0.72 && count <= length * 1.2;

/** Nats that one check digit made valid is worth: a wrong digit passes by chance one time in ten. */
const repairWorth = 2.3;
/** Nats by which the best exchange must beat the next; nearer ones are a guess, and are not made. */
const repairLead = 1;

/**
 * Exchanges at most two characters, one at a time, where check digits fail and the recognizer itself was in doubt. A document
 * printed with a wrong check digit has clear glyphs, so it stays as printed.
 */
function repair(
  rules: FormatRules,
  lines: readonly DecodedLine[],
  logits: readonly LineLogits[],
  tables: ClassTables,
): DecodedLine[] {
  const current = [...lines];
  for (let round = 0; round < 2; round++) {
    const texts = current.map(({ text }) => text);
    const failed = failedCheckDigits(rules, texts);
    if (failed === 0) break;
    const gains = exchangesOf(rules, current, logits, tables).flatMap((exchange) => {
      const still = failedCheckDigits(rules, exchanged(texts, exchange));
      const gain = (failed - still) * repairWorth - Math.max(0, exchange.loss);
      return still < failed && gain > 0 ? [{ ...exchange, gain }] : [];
    });
    gains.sort((a, b) => b.gain - a.gain);
    const [first, next] = gains;
    if (first === undefined || (next !== undefined && first.gain - next.gain < repairLead)) break;
    const line = must(current[first.line], 'the line to mend');
    const { char } = first;
    const characters = line.characters.map((character, column) =>
      column === first.column
        ? {
            ...character,
            char,
            confidence: Math.min(character.confidence, Math.exp(-Math.max(0, first.loss)) / 2),
          }
        : character,
    );
    current[first.line] = {
      text: characters.map((one) => one.char).join(''),
      characters,
      excess: line.excess - first.loss,
    };
  }
  return current;
}
