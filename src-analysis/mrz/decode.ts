import type { MrzFormat } from '#shared/domain/analysis.ts';
import { must } from '#shared/lib/invariant.ts';
import { mrzAlphabet } from './check-digit.ts';
import { type CharacterClass, formatRules, type FormatRules } from './formats.ts';
import { checkDigitsOf } from './parse.ts';

/** What the recognizer says about one line: `columns` rows of 38 log probabilities, class 0 the CTC blank, then {@link mrzAlphabet}. */
export interface LineLogits {
  readonly columns: number;
  readonly data: Float32Array;
  /** Columns between which the locator saw glyphs; ink outside is likelier a border than a character. All, where not known. */
  readonly glyphColumns?: readonly [number, number];
}

/** One character of a decoded line. */
export interface DecodedCharacter {
  readonly char: string;
  /** The recognizer's probability of this character, in 0 to 1; look-alikes that the place rules out count for it. */
  readonly confidence: number;
  /** What the recognizer alone would have read here. */
  readonly firstChoice: string;
  /** The column of {@link LineLogits} where the character peaks. */
  readonly column: number;
}

export interface DecodedLine {
  readonly text: string;
  readonly characters: readonly DecodedCharacter[];
  /** Log likelihood of the path less that of the best path without any rule; 0 when the rules changed nothing. */
  readonly excess: number;
}

export interface DecodedZone {
  readonly format: MrzFormat;
  readonly lines: readonly DecodedLine[];
  /** The index, in the lines given, of the zone's first line. */
  readonly firstLine: number;
  /** Excess of all lines less penalties for failed check digits and unusual document codes; higher is better, about 0 at best. */
  readonly score: number;
  readonly failedCheckDigits: number;
}

/** Classes of the recognizer: blank and 37 characters. */
export const classCount = 38;

const members: Readonly<Record<CharacterClass, string>> = {
  letter: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  'letter-filler': 'ABCDEFGHIJKLMNOPQRSTUVWXYZ<',
  digit: '0123456789',
  'digit-filler': '0123456789<',
  any: mrzAlphabet,
  sex: 'MFX<',
};

/**
 * Glyphs that print alike, so that the class of a place has to tell them apart. Any other character out of its class may
 * really be printed there (a forgery, a mock-up) and is only made dearer.
 */
const lookAlikes = ['0OQD', '1I', '2Z', '5S', '6G', '8B', '4A'] as const;
/** Nats. A sure reading (p > 0.998) of a character that has no business at its place stands; a doubtful one gives way. */
const outOfClassCost = 6;
/** Nats. Above what the recognizer's log probabilities differ by between O and 0 in fonts that draw them the same. */
const lookAlikeCost = 14;
/**
 * Nats per column that skipping ink before the first or after the last character costs at most: outside of where glyphs were seen it
 * is a border or a fold, inside more likely a character.
 */
const edgeSkipCost = { outside: 0.5, inside: 2.5 } as const;
/** Columns by which a glyph's peak may lie outside of where its center was seen (about half a glyph). */
const glyphColumnSlack = 2;
/** How many characters a place may be off from where even spacing puts it; the crop's margins are about two on either side. */
const bandCharacters = 8;

function looksLike(a: string, b: string): boolean {
  return lookAlikes.some((group) => group.includes(a) && group.includes(b));
}

/** Cost per class number, for each class of places. */
export type ClassCosts = Readonly<Record<CharacterClass, Float32Array>>;

/** The cost table that {@link decodeLine} wants; made once by whoever decodes many lines. */
export function createClassCosts(): ClassCosts {
  const costs = (kind: CharacterClass): Float32Array => {
    const allowed = members[kind];
    const table = new Float32Array(classCount);
    for (const [place, char] of Array.from(mrzAlphabet).entries()) {
      if (allowed.includes(char)) continue;
      const ambiguous = Array.from(allowed).some((other) => looksLike(char, other));
      table[place + 1] = ambiguous ? lookAlikeCost : outOfClassCost;
    }
    return table;
  };
  return {
    letter: costs('letter'),
    'letter-filler': costs('letter-filler'),
    digit: costs('digit'),
    'digit-filler': costs('digit-filler'),
    any: costs('any'),
    sex: costs('sex'),
  };
}

const impossible = -1e9;

/**
 * The best CTC path with exactly `classes.length` characters, each charged for standing at a place of another class (Viterbi
 * over character and position, exact but for a band around even spacing). `undefined` when the line has too few columns.
 */
export function decodeLine(
  logits: LineLogits,
  classes: readonly CharacterClass[],
  costs: ClassCosts,
): DecodedLine | undefined {
  const { columns, data } = logits;
  const n = classes.length;
  if (columns < n) return undefined;
  const k = classCount;
  const [firstInk, lastInk] = inkedColumns(logits);
  if (lastInk - firstInk < n) return undefined;
  const tables = classes.map((kind) => costs[kind]);
  const [firstGlyph, lastGlyph] = logits.glyphColumns ?? [0, columns - 1];

  let onChar = new Float64Array(n * k).fill(impossible);
  let nextChar = new Float64Array(n * k).fill(impossible);
  let onBlank = new Float64Array(n + 1).fill(impossible);
  let nextBlank = new Float64Array(n + 1).fill(impossible);
  onBlank[0] = 0;
  const best = new Float64Array(n).fill(impossible);
  const second = new Float64Array(n).fill(impossible);
  const bestClass = new Uint8Array(n);
  const secondClass = new Uint8Array(n);
  // 0: stayed; 1: came from blank; c + 1: came straight from character class c.
  const charFrom = new Uint8Array(columns * n * k);
  // 0: stayed; c: came from character class c.
  const blankFrom = new Uint8Array(columns * (n + 1));
  let free = 0;

  for (let t = 0; t < columns; t++) {
    const row = t * k;
    const expected = ((t - firstInk) / (lastInk - firstInk)) * n;
    const low = Math.max(0, Math.floor(expected) - bandCharacters);
    const high = Math.min(n - 1, Math.ceil(expected) + bandCharacters);
    let top = impossible;
    for (let c = 0; c < k; c++) top = Math.max(top, data[row + c] ?? impossible);
    free += top;

    for (let i = Math.max(0, low - 1); i <= high; i++) {
      let b1 = impossible;
      let b2 = impossible;
      let c1 = 0;
      let c2 = 0;
      for (let c = 1; c < k; c++) {
        const value = onChar[i * k + c] ?? impossible;
        if (value > b1) {
          b2 = b1;
          c2 = c1;
          b1 = value;
          c1 = c;
        } else if (value > b2) {
          b2 = value;
          c2 = c;
        }
      }
      best[i] = b1;
      second[i] = b2;
      bestClass[i] = c1;
      secondClass[i] = c2;
    }

    nextChar.fill(impossible, Math.max(0, low - 1) * k, (high + 1) * k);
    for (let i = low; i <= high; i++) {
      const table = tables[i];
      const fromBlank = onBlank[i] ?? impossible;
      const before = i > 0 ? (best[i - 1] ?? impossible) : impossible;
      const beforeClass = i > 0 ? (bestClass[i - 1] ?? 0) : 0;
      for (let c = 1; c < k; c++) {
        let value = onChar[i * k + c] ?? impossible;
        let from = 0;
        const cost = table?.[c] ?? 0;
        if (fromBlank - cost > value) {
          value = fromBlank - cost;
          from = 1;
        }
        if (i > 0) {
          const same = beforeClass === c;
          const straight = (same ? (second[i - 1] ?? impossible) : before) - cost;
          if (straight > value) {
            value = straight;
            from = (same ? (secondClass[i - 1] ?? 0) : beforeClass) + 1;
          }
        }
        nextChar[i * k + c] = value + (data[row + c] ?? impossible);
        charFrom[(t * n + i) * k + c] = from;
      }
    }
    const blank = data[row] ?? impossible;
    const outside = t < firstGlyph - glyphColumnSlack || t > lastGlyph + glyphColumnSlack;
    const skipCost = outside ? edgeSkipCost.outside : edgeSkipCost.inside;
    nextBlank.fill(impossible);
    for (let i = low; i <= high + 1; i++) {
      const left = i > 0 ? (best[i - 1] ?? impossible) : impossible;
      const stayed = onBlank[i] ?? impossible;
      const emission = i === 0 || i === n ? Math.max(blank, top - skipCost) : blank;
      nextBlank[i] = Math.max(left, stayed) + emission;
      blankFrom[t * (n + 1) + i] = left > stayed ? (bestClass[i - 1] ?? 0) : 0;
    }
    [onChar, nextChar] = [nextChar, onChar];
    [onBlank, nextBlank] = [nextBlank, onBlank];
  }

  let endClass = 1;
  for (let c = 2; c < k; c++) {
    if ((onChar[(n - 1) * k + c] ?? impossible) > (onChar[(n - 1) * k + endClass] ?? impossible))
      endClass = c;
  }
  const endOnChar = onChar[(n - 1) * k + endClass] ?? impossible;
  const endOnBlank = onBlank[n] ?? impossible;
  const total = Math.max(endOnChar, endOnBlank);
  if (total < impossible / 2) return undefined;

  const path = new Uint8Array(n);
  const from = new Int32Array(n).fill(-1);
  const to = new Int32Array(n).fill(-1);
  let [i, c, blank] = endOnChar >= endOnBlank ? [n - 1, endClass, false] : [n, 0, true];
  for (let t = columns - 1; t >= 0; t--) {
    if (blank) {
      const came = blankFrom[t * (n + 1) + i] ?? 0;
      if (came > 0) [i, c, blank] = [i - 1, came, false];
      continue;
    }
    path[i] = c;
    from[i] = t;
    if (to[i] === -1) to[i] = t;
    const came = charFrom[(t * n + i) * k + c] ?? 0;
    if (came === 1) blank = true;
    else if (came > 1) [i, c] = [i - 1, came - 1];
  }

  const characters = describe(logits, classes, path, from, to);
  return { text: characters.map(({ char }) => char).join(''), characters, excess: total - free };
}

/** The first and the last column whose likeliest class is a character. */
function inkedColumns({ columns, data }: LineLogits): [number, number] {
  let [first, last] = [-1, -1];
  for (let t = 0; t < columns; t++) {
    const blank = data[t * classCount] ?? 0;
    // Log of one half: some character is likelier than the blank.
    if (blank < -0.69) {
      if (first < 0) first = t;
      last = t;
    }
  }
  return [first, last];
}

/** The strongest log probability of every class within the reach of each character. */
function evidence(
  logits: LineLogits,
  from: Int32Array,
  to: Int32Array,
  i: number,
): { scores: Float32Array; column: number } {
  const { columns, data } = logits;
  const n = from.length;
  const own = from[i] ?? 0;
  const ownEnd = to[i] ?? own;
  // A column either side, but never one that belongs to a neighbour.
  const start = Math.max(own - 1, i > 0 ? (to[i - 1] ?? -1) + 1 : 0, 0);
  const end = Math.min(ownEnd + 1, i + 1 < n ? (from[i + 1] ?? columns) - 1 : columns - 1, columns - 1);
  const scores = new Float32Array(classCount).fill(impossible);
  let column = own;
  let least = 1;
  for (let t = start; t <= end; t++) {
    for (let c = 1; c < classCount; c++)
      scores[c] = Math.max(scores[c] ?? impossible, data[t * classCount + c] ?? impossible);
    const blank = data[t * classCount] ?? 0;
    if (blank < least) [least, column] = [blank, t];
  }
  return { scores, column };
}

function describe(
  logits: LineLogits,
  classes: readonly CharacterClass[],
  path: Uint8Array,
  from: Int32Array,
  to: Int32Array,
): DecodedCharacter[] {
  return Array.from(path, (number, i) => {
    const { scores, column } = evidence(logits, from, to, i);
    const char = charOf(number);
    let first = 1;
    let all = 0;
    for (let c = 1; c < classCount; c++) {
      all += Math.exp(scores[c] ?? impossible);
      if ((scores[c] ?? impossible) > (scores[first] ?? impossible)) first = c;
    }
    return {
      char,
      firstChoice: charOf(first),
      column,
      confidence: confidence(scores, number, classes[i] ?? 'any', all),
    };
  });
}

function confidence(scores: Float32Array, number: number, kind: CharacterClass, all: number): number {
  const char = charOf(number);
  let own = 0;
  for (let c = 1; c < classCount; c++) {
    const other = charOf(c);
    if (c === number || (!members[kind].includes(other) && looksLike(char, other)))
      own += Math.exp(scores[c] ?? impossible);
  }
  return Math.min(1, own / Math.max(1, all));
}

function charOf(number: number): string {
  return mrzAlphabet[number - 1] ?? '<';
}

/** Nats for each check digit that does not hold: real documents with a wrong one are rare, misread characters are not. */
const failedCheckDigitCost = 1.5;

/** The document code's first letter per format (9303-4 to 7, 4.2.2); others are seen on mock-ups, at a cost in nats. */
const codeCosts: Readonly<Record<MrzFormat, { readonly usual: RegExp; readonly otherwise: number }>> = {
  TD3: { usual: /^P/, otherwise: 3 },
  TD1: { usual: /^[ACI]/, otherwise: 3 },
  TD2: { usual: /^[ACIP]/, otherwise: 3 },
  MRVA: { usual: /^V/, otherwise: 12 },
  MRVB: { usual: /^V/, otherwise: 12 },
  FRID: { usual: /^IDFRA/, otherwise: 12 },
};

/**
 * The format and reading that explain `lines` (top to bottom, upright) best, or `undefined` when no format fits at all. Formats
 * of fewer lines than given are tried at every offset. Single characters are exchanged for the recognizer's own next choice
 * where that makes check digits hold and is worth it (see {@link repair}); each shows as `char !== firstChoice`.
 */
export function decodeZone(lines: readonly LineLogits[], costs: ClassCosts): DecodedZone | undefined {
  let best: DecodedZone | undefined;
  const done = new Map<string, DecodedLine | undefined>();
  const decoded = (index: number, classes: readonly CharacterClass[]): DecodedLine | undefined => {
    const key = `${String(index)} ${classes.join()}`;
    if (!done.has(key)) {
      const logits = must(lines[index], 'a line to decode');
      done.set(key, plausibleLength(logits, classes.length) ? decodeLine(logits, classes, costs) : undefined);
    }
    return done.get(key);
  };
  for (const rules of formatRules) {
    for (let firstLine = 0; firstLine + rules.lines.length <= lines.length; firstLine++) {
      const read: DecodedLine[] = [];
      for (const [i, classes] of rules.lines.entries()) {
        const line = decoded(firstLine + i, classes);
        if (line !== undefined) read.push(line);
      }
      if (read.length < rules.lines.length) continue;
      const mended = repair(rules, read, lines.slice(firstLine), costs);
      const failed = checkDigitsOf(
        rules,
        mended.map(({ text }) => text),
      ).filter(({ valid }) => !valid).length;
      const code = codeCosts[rules.format];
      const score =
        mended.reduce((sum, { excess }) => sum + excess, 0) -
        failed * failedCheckDigitCost -
        (code.usual.test(mended[0]?.text ?? '') ? 0 : code.otherwise);
      if (best === undefined || score > best.score) {
        best = { format: rules.format, lines: mended, firstLine, score, failedCheckDigits: failed };
      }
    }
  }
  return best;
}

/** Whether a greedy reading has about `length` characters: spares the full search for formats that are far off. */
function plausibleLength(logits: LineLogits, length: number): boolean {
  const count = greedyText(logits).length;
  return count >= length * 0.72 && count <= length * 1.2;
}

/** What the recognizer reads with no rule at all. */
export function greedyText({ columns, data }: LineLogits): string {
  let [text, before] = ['', 0];
  for (let t = 0; t < columns; t++) {
    let top = 0;
    for (let c = 1; c < classCount; c++) {
      if ((data[t * classCount + c] ?? impossible) > (data[t * classCount + top] ?? impossible)) top = c;
    }
    if (top !== 0 && top !== before) text += charOf(top);
    before = top;
  }
  return text;
}

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
  costs: ClassCosts,
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
        const table = costs[classes[column] ?? 'any'];
        const standing = mrzAlphabet.indexOf(character.char) + 1;
        const weight = (data[row + standing] ?? impossible) - (table[standing] ?? 0);
        for (let c = 1; c < classCount; c++) {
          const loss = weight - ((data[row + c] ?? impossible) - (table[c] ?? 0));
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
