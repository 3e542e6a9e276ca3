import type { MrzFormat } from '#shared/domain/analysis.ts';
import { must } from '#shared/lib/invariant.ts';
import { mrzAlphabet } from './check-digit.ts';
import {
  charOf,
  classCount,
  type ClassTables,
  type DecodedLine,
  decodeLine,
  greedyText,
  type LineLogits,
} from './decode-line.ts';
import { type CharacterClass, formatRules, type FormatRules } from './formats.ts';
import { checkDigitsOf } from './parse.ts';

export interface DecodedZone {
  readonly format: MrzFormat;
  readonly lines: readonly DecodedLine[];
  /** The index, in the lines given, of the zone's first line. */
  readonly firstLine: number;
  /** Excess of all lines less penalties for failed check digits and unusual document codes; higher is better, about 0 at best. */
  readonly score: number;
  readonly failedCheckDigits: number;
}

/** Nats for each check digit that does not hold: real documents with a wrong one are rare, misread characters are not. */
const failedCheckDigitCost = 1.5;

/**
 * The format and reading that explain `lines` (top to bottom, upright) best, or `undefined` when no format fits at all. Formats
 * of fewer lines than given are tried at every offset. Single characters are exchanged for the recognizer's own next choice
 * where that makes check digits hold and is worth it (see {@link repair}); each shows as `char !== firstChoice`.
 */
export function decodeZone(lines: readonly LineLogits[], tables: ClassTables): DecodedZone | undefined {
  let best: DecodedZone | undefined;
  const counts = lines.map((logits) => greedyText(logits).length);
  const done = new Map<string, DecodedLine | undefined>();
  const decoded = (index: number, classes: readonly CharacterClass[]): DecodedLine | undefined => {
    const key = `${String(index)} ${classes.join()}`;
    if (!done.has(key)) {
      const logits = must(lines[index], 'a line to decode');
      const plausible = isPlausibleCount(counts[index] ?? 0, classes.length);
      done.set(key, plausible ? decodeLine(logits, classes, tables) : undefined);
    }
    return done.get(key);
  };
  for (const rules of formatRules) {
    const { code } = rules;
    for (let firstLine = 0; firstLine + rules.lines.length <= lines.length; firstLine++) {
      const read: DecodedLine[] = [];
      // The most that this format can still reach: further lines, and mending, only take from it.
      let bound = repairWorth;
      for (const [i, classes] of rules.lines.entries()) {
        const line = decoded(firstLine + i, classes);
        if (line === undefined) break;
        read.push(line);
        bound += line.excess - (i !== code.line || code.usual.test(line.text) ? 0 : code.otherwise);
        if (best !== undefined && bound < best.score) break;
      }
      if (read.length < rules.lines.length || (best !== undefined && bound < best.score)) continue;
      const mended = repair(rules, read, lines.slice(firstLine), tables);
      const failed = checkDigitsOf(
        rules,
        mended.map(({ text }) => text),
      ).filter(({ valid }) => !valid).length;
      const score =
        mended.reduce((sum, { excess }) => sum + excess, 0) -
        failed * failedCheckDigitCost -
        (code.usual.test(mended[code.line]?.text ?? '') ? 0 : code.otherwise);
      if (best === undefined || score > best.score) {
        best = { format: rules.format, lines: mended, firstLine, score, failedCheckDigits: failed };
      }
    }
  }
  return best;
}

/** Whether a greedy reading of `count` characters may be a line of `length`: spares the full search for formats that are far off. */
const isPlausibleCount = (count: number, length: number): boolean =>
  count >= length * 0.72 && count <= length * 1.2;

/** Nats that one check digit made valid is worth: a wrong digit passes by chance one time in ten. */
const repairWorth = 2.3;
/** Nats by which the recognizer may prefer what stands: at more (p < 0.03) it has no doubt, and the print is wrong. */
const repairReach = 3.5;
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
    const failed = checkDigitsOf(rules, texts).filter(({ valid }) => !valid).length;
    if (failed === 0) break;
    const gains: { gain: number; line: number; column: number; number: number; loss: number }[] = [];
    for (const [l, line] of current.entries()) {
      const data = logits[l]?.data;
      const classes = rules.lines[l];
      if (data === undefined || classes === undefined) continue;
      for (const [column, character] of line.characters.entries()) {
        // Characters read beyond doubt are not worth trying; 0.97 matches repairReach.
        if (character.confidence > 0.97) continue;
        const row = character.column * classCount;
        const table = tables.costs[classes[column] ?? 'any'];
        const standing = mrzAlphabet.indexOf(character.char) + 1;
        const weight = (data[row + standing] ?? -Infinity) - (table[standing] ?? 0);
        for (let c = 1; c < classCount; c++) {
          const loss = weight - ((data[row + c] ?? -Infinity) - (table[c] ?? 0));
          if (c === standing || loss > repairReach) continue;
          const tried = [...texts];
          tried[l] = line.text.slice(0, column) + charOf(c) + line.text.slice(column + 1);
          const still = checkDigitsOf(rules, tried).filter(({ valid }) => !valid).length;
          const gain = (failed - still) * repairWorth - Math.max(0, loss);
          if (still < failed && gain > 0) gains.push({ gain, line: l, column, number: c, loss });
        }
      }
    }
    gains.sort((a, b) => b.gain - a.gain);
    const [first, next] = gains;
    if (first === undefined || (next !== undefined && first.gain - next.gain < repairLead)) break;
    const line = must(current[first.line], 'the line to mend');
    const char = charOf(first.number);
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
