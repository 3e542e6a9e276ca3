import { writingDistance } from '../names/written-as.ts';

/** Characters that OCR takes for one another, each group by its first. */
const lookAlikes = new Map(
  ['O0QD', 'I1L|!J', 'S5', 'B8', 'Z2', 'G6'].flatMap((group) =>
    Array.from(group, (char) => [char, group.charAt(0)] as const),
  ),
);

/** Upper case letters and digits only, accents dropped: what can stand in an MRZ, and Cyrillic, which a zone may stand for. */
export function plainText(text: string): string {
  return text
    .toUpperCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Z0-9\p{Script=Cyrillic}]/gu, '');
}

/** Cyrillic letters that look like Latin ones: a reader of both takes either. */
const twins = new Map(
  Array.from('АВЕКМНОРСТУХІЈЅ', (letter, index) => [letter, 'ABEKMHOPCTYXIJS'.charAt(index)]),
);

/** Upper case letters of any script and digits, accents dropped, and what looks alike in Latin and Cyrillic made the same. */
export function comparableText(text: string): string {
  const plain = text
    .toUpperCase()
    .normalize('NFD')
    .replace(/[^\p{L}\p{N}]/gu, '');
  return Array.from(plain, (letter) => twins.get(letter) ?? letter).join('');
}

const labels = new Map<string, string>();

/** {@link comparableText} of a label of a definition, which every page of its family is held against: made once. */
export function comparableLabel(label: string): string {
  let text = labels.get(label);
  if (text === undefined) {
    text = comparableText(label);
    labels.set(label, text);
  }
  return text;
}

/** Shorter words must stand by themselves and be read without a fault: three letters are found in any line. */
const leastFuzzyLength = 6;

/** A line of print in the form in which texts are looked for on it. */
export interface ComparableLine {
  readonly whole: string;
  readonly words: readonly string[];
}

export function comparableLine(line: string): ComparableLine {
  return { whole: comparableText(line), words: line.split(/\s+/).map(comparableText) };
}

/** Whether a line of print holds a text, both made comparable, one letter in six misread at most. */
export function holdsText({ whole, words }: ComparableLine, wanted: string): boolean {
  if (wanted.length < leastFuzzyLength) return words.includes(wanted);
  if (whole.includes(wanted)) return true;
  const most = Math.floor(wanted.length / 6);
  return whole.length >= wanted.length - most && distanceWithin(whole, wanted) <= most;
}

/** The least edit distance of `wanted` to any part of `text` (Sellers 1980). */
function distanceWithin(text: string, wanted: string): number {
  const { length } = wanted;
  // One column after the other in place: every line of a page is held against every anchor of every family.
  const column = Uint16Array.from({ length: length + 1 }, (_, i) => i);
  let least = length;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charCodeAt(at);
    let before = 0;
    let last = 0;
    for (let i = 0; i < length; i += 1) {
      const beside = column[i + 1] ?? 0;
      const exchanged = before + (char === wanted.charCodeAt(i) ? 0 : 1);
      before = beside;
      last = Math.min(exchanged, beside + 1, last + 1);
      column[i + 1] = last;
    }
    least = Math.min(least, last);
  }
  return least;
}

const merged = (text: string): string => Array.from(text, (char) => lookAlikes.get(char) ?? char).join('');

/**
 * How alike a printed text and what a zone says are, 0 to 1: the letters to change over the longer length, by whichever writing of each letter
 * fits (`Ü` is `U` or `UE`, `Щ` is `SHCH`), look-alikes counting as the same.
 */
export function likenessOf(printed: string, mrzValue: string): number {
  const wanted = merged(plainText(mrzValue));
  if (wanted === '') return 0;
  const longest = Math.max(plainText(printed).length, wanted.length);
  return Math.max(0, 1 - writingDistance(printed, wanted, merged) / longest);
}

/** Whether a text is a piece of another, as a reader leaves of `JÖRG` that loses its accented letter: no other name. */
export function isFragment(short: string, long: string): boolean {
  return plainText(long).includes(plainText(short));
}

/** The last row of distances, kept: a page's runs of words are held against hundreds of captions. */
let distances = new Uint16Array(64);

/**
 * Levenshtein's distance of two texts: insertions, deletions and exchanges. Where it is more than `most`, something that is more: the
 * search stops where no way leads to so few.
 */
export function editDistance(a: string, b: string, most = Infinity): number {
  if (a === b) return 0;
  const apart = Math.abs(a.length - b.length);
  if (apart > most) return apart;
  if (distances.length <= b.length) distances = new Uint16Array(2 * b.length);
  for (let j = 0; j <= b.length; j += 1) distances[j] = j;
  for (let i = 0; i < a.length; i += 1) {
    const char = a.charCodeAt(i);
    let before = i;
    let last = i + 1;
    let least = last;
    distances[0] = last;
    for (let j = 0; j < b.length; j += 1) {
      const above = distances[j + 1] ?? 0;
      const exchanged = before + (char === b.charCodeAt(j) ? 0 : 1);
      before = above;
      last = Math.min(exchanged, above + 1, last + 1);
      distances[j + 1] = last;
      if (last < least) least = last;
    }
    if (least > most) return least;
  }
  return distances[b.length] ?? 0;
}
