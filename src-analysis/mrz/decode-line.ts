import { mrzAlphabet } from './check-digit.ts';
import type { CharacterClass } from './formats.ts';

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

/** Classes of the recognizer: blank and 37 characters. */
export const classCount = 38;

const members: Readonly<Record<CharacterClass, string>> = {
  letter: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ',
  'letter-filler': 'ABCDEFGHIJKLMNOPQRSTUVWXYZ<',
  digit: '0123456789',
  'digit-filler': '0123456789<',
  filler: '<',
  any: mrzAlphabet,
  sex: 'MFX<',
  'russian-name': 'ABCDEFGHIJKLMNOPQRSTUVWXYZ2346789<',
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

/**
 * Nats that an O costs where letters and digits may stand: issuers avoid it in numbers because it looks like 0, which is there about ten
 * times as often, and two of them may cancel out in a check digit. An O that is printed clearly stays.
 */
const letterOCost = 2.3;

/** What {@link decodeLine} looks up, for each class of places. */
export interface ClassTables {
  /** Nats per class number. */
  readonly costs: Readonly<Record<CharacterClass, Float32Array>>;
  /** 1 at `number * classCount + other` where a sight of `other` speaks for `number`: itself, and look-alikes that the place rules out. */
  readonly speaksFor: Readonly<Record<CharacterClass, Uint8Array>>;
}

let tables: ClassTables | undefined;

/** The same tables at each call: they are made at the first. */
export function classTables(): ClassTables {
  return (tables ??= createClassTables());
}

function createClassTables(): ClassTables {
  const costs = (kind: CharacterClass): Float32Array => {
    const allowed = members[kind];
    const table = new Float32Array(classCount);
    for (const [place, char] of Array.from(mrzAlphabet).entries()) {
      if (allowed.includes(char)) continue;
      const ambiguous = Array.from(allowed).some((other) => looksLike(char, other));
      table[place + 1] = ambiguous ? lookAlikeCost : outOfClassCost;
    }
    if (kind === 'any') table[mrzAlphabet.indexOf('O') + 1] = letterOCost;
    return table;
  };
  const speaksFor = (kind: CharacterClass): Uint8Array => {
    const table = new Uint8Array(classCount * classCount);
    for (let number = 1; number < classCount; number++) {
      for (let c = 1; c < classCount; c++) {
        const other = charOf(c);
        const speaks = c === number || (!members[kind].includes(other) && looksLike(charOf(number), other));
        if (speaks) table[number * classCount + c] = 1;
      }
    }
    return table;
  };
  return { costs: perClass(costs), speaksFor: perClass(speaksFor) };
}

const perClass = <T>(make: (kind: CharacterClass) => T): Record<CharacterClass, T> => ({
  letter: make('letter'),
  'letter-filler': make('letter-filler'),
  digit: make('digit'),
  'digit-filler': make('digit-filler'),
  filler: make('filler'),
  any: make('any'),
  sex: make('sex'),
  'russian-name': make('russian-name'),
});

const impossible = -1e9;

/**
 * Nats below a column's likeliest class from which a class is not followed there. More than the dearest rule costs, so that a path through it
 * loses to one that breaks the rule; of 37 characters a third is left.
 */
const followed = lookAlikeCost + 8;

/**
 * The best CTC path with exactly `classes.length` characters, each charged for standing at a place of another class (Viterbi
 * over character and position, exact but for a band around even spacing). `undefined` when the line has too few columns.
 */
export function decodeLine(
  logits: LineLogits,
  classes: readonly CharacterClass[],
  { costs: costsOf, speaksFor }: ClassTables,
): DecodedLine | undefined {
  const { columns, data } = logits;
  const n = classes.length;
  if (columns < n) return undefined;
  const k = classCount;
  const [firstInk, lastInk] = inkedColumns(logits);
  if (lastInk - firstInk < n) return undefined;
  const costs = classes.map((kind) => costsOf[kind]);
  const [firstGlyph, lastGlyph] = logits.glyphColumns ?? [0, columns - 1];

  // Scores of paths that end on a character (by place and class) or on the blank before a place; both are updated in place, from
  // the last place to the first, because a place depends on itself and the one before.
  const onChar = new Float64Array(n * k).fill(impossible);
  const onBlank = new Float64Array(n + 1).fill(impossible);
  onBlank[0] = 0;
  // The two best classes of each place, so that a character can follow any but itself.
  const best = new Float64Array(n).fill(impossible);
  const second = new Float64Array(n).fill(impossible);
  const bestClass = new Uint8Array(n);
  const secondClass = new Uint8Array(n);
  // 0: stayed; 1: came from blank; c + 1: came straight from character class c.
  const charFrom = new Uint8Array(columns * n * k);
  // 0: stayed; c: came from character class c.
  const blankFrom = new Uint8Array(columns * (n + 1));
  let free = 0;
  // Characters that are followed in this column, and those that were in the one before and are not any more.
  const active = new Uint8Array(k);
  const dropped = new Uint8Array(k);
  const wasActive = new Uint8Array(k);

  for (let t = 0; t < columns; t++) {
    const row = t * k;
    const expected = ((t - firstInk) / (lastInk - firstInk)) * n;
    const low = Math.max(0, Math.floor(expected) - bandCharacters);
    const high = Math.min(n - 1, Math.ceil(expected) + bandCharacters);
    let top = impossible;
    for (let c = 0; c < k; c++) {
      const value = data[row + c] ?? impossible;
      if (value > top) top = value;
    }
    free += top;
    const blank = data[row] ?? impossible;
    const outside = t < firstGlyph - glyphColumnSlack || t > lastGlyph + glyphColumnSlack;
    const edge = Math.max(blank, top - (outside ? edgeSkipCost.outside : edgeSkipCost.inside));
    let [activeCount, droppedCount] = [0, 0];
    for (let c = 1; c < k; c++) {
      const isActive = (data[row + c] ?? impossible) >= top - followed;
      if (isActive) active[activeCount++] = c;
      else if (wasActive[c] === 1) dropped[droppedCount++] = c;
      wasActive[c] = isActive ? 1 : 0;
    }

    for (let i = Math.min(n, high + 1); i >= low; i--) {
      const stayed = onBlank[i] ?? impossible;
      const before = i > 0 ? (best[i - 1] ?? impossible) : impossible;
      const beforeClass = i > 0 ? (bestClass[i - 1] ?? 0) : 0;
      if (i <= high) {
        const beforeOther = i > 0 ? (second[i - 1] ?? impossible) : impossible;
        const table = costs[i];
        const [at, fromAt] = [i * k, (t * n + i) * k];
        const [enter, enterFrom] = before > stayed ? [before, beforeClass + 1] : [stayed, 1];
        let [b1, b2, c1, c2] = [impossible, impossible, 0, 0];
        for (let a = 0; a < droppedCount; a++) onChar[at + (dropped[a] ?? 0)] = impossible;
        for (let a = 0; a < activeCount; a++) {
          const c = active[a] ?? 0;
          let value = onChar[at + c] ?? impossible;
          let entered = enter;
          let from = enterFrom;
          if (c === beforeClass && enterFrom > 1) {
            if (beforeOther > stayed) [entered, from] = [beforeOther, (secondClass[i - 1] ?? 0) + 1];
            else [entered, from] = [stayed, 1];
          }
          entered -= table?.[c] ?? 0;
          if (entered > value) {
            value = entered;
            charFrom[fromAt + c] = from;
          }
          value += data[row + c] ?? impossible;
          onChar[at + c] = value;
          if (value > b1) {
            [b2, c2] = [b1, c1];
            [b1, c1] = [value, c];
          } else if (value > b2) {
            [b2, c2] = [value, c];
          }
        }
        best[i] = b1;
        second[i] = b2;
        bestClass[i] = c1;
        secondClass[i] = c2;
      }
      onBlank[i] = Math.max(before, stayed) + (i === 0 || i === n ? edge : blank);
      if (before > stayed) blankFrom[t * (n + 1) + i] = beforeClass;
    }
    // What the band has left behind leads nowhere.
    if (low > 0) {
      onChar.fill(impossible, (low - 1) * k, low * k);
      [best[low - 1], second[low - 1], onBlank[low - 1]] = [impossible, impossible, impossible];
    }
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

  const characters = describe(logits, classes, speaksFor, path, from, to);
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

function describe(
  { columns, data }: LineLogits,
  classes: readonly CharacterClass[],
  speaksFor: ClassTables['speaksFor'],
  path: Uint8Array,
  from: Int32Array,
  to: Int32Array,
): DecodedCharacter[] {
  const n = path.length;
  // The strongest log probability of every class within the reach of the character.
  const scores = new Float64Array(classCount);
  const characters: DecodedCharacter[] = [];
  for (let i = 0; i < n; i += 1) {
    const number = path[i] ?? 0;
    const own = from[i] ?? 0;
    const ownEnd = to[i] ?? own;
    // A column either side, but never one that belongs to a neighbour.
    const start = Math.max(own - 1, i > 0 ? (to[i - 1] ?? -1) + 1 : 0, 0);
    const end = Math.min(ownEnd + 1, i + 1 < n ? (from[i + 1] ?? columns) - 1 : columns - 1, columns - 1);
    scores.fill(impossible);
    let [column, least] = [own, 1];
    for (let t = start; t <= end; t++) {
      raiseTo(scores, data, t * classCount);
      const blank = data[t * classCount] ?? 0;
      if (blank < least) [least, column] = [blank, t];
    }
    const speaks = speaksFor[classes[i] ?? 'any'];
    const [first, all, mine] = weigh(scores, speaks, number);
    characters.push({
      char: charOf(number),
      firstChoice: charOf(first),
      column,
      confidence: Math.min(1, mine / Math.max(1, all)),
    });
  }
  return characters;
}

/** Raises every character's score to that of a column, if that is higher. */
function raiseTo(scores: Float64Array, data: Float32Array, row: number): void {
  for (let c = 1; c < classCount; c++) {
    const value = data[row + c] ?? impossible;
    if (value > (scores[c] ?? impossible)) scores[c] = value;
  }
}

/** The likeliest character, the sum of all probabilities, and of those that speak for `number`. */
function weigh(scores: Float64Array, speaks: Uint8Array, number: number): [number, number, number] {
  let [first, all, mine] = [1, 0, 0];
  for (let c = 1; c < classCount; c++) {
    const score = scores[c] ?? impossible;
    const probability = Math.exp(score);
    all += probability;
    if (speaks[number * classCount + c] === 1) mine += probability;
    if (score > (scores[first] ?? impossible)) first = c;
  }
  return [first, all, mine];
}

/** The character of a class number; a filler for the blank. */
export function charOf(number: number): string {
  return mrzAlphabet[number - 1] ?? '<';
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
