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

/** Shorter words must stand by themselves and be read without a fault: three letters are found in any line. */
const leastFuzzyLength = 6;

/** Whether a line of print holds the text, in any script, one letter in six misread at most. */
export function holdsText(line: string, text: string): boolean {
  const wanted = comparableText(text);
  if (wanted.length < leastFuzzyLength)
    return line.split(/\s+/).some((word) => comparableText(word) === wanted);
  const found = comparableText(line);
  if (found.includes(wanted)) return true;
  const most = Math.floor(wanted.length / 6);
  return found.length >= wanted.length - most && distanceWithin(found, wanted) <= most;
}

/** The least edit distance of `wanted` to any part of `text` (Sellers 1980). */
function distanceWithin(text: string, wanted: string): number {
  let column = Array.from({ length: wanted.length + 1 }, (_, i) => i);
  let least = wanted.length;
  for (const char of text) {
    const next = [0];
    for (let i = 0; i < wanted.length; i += 1) {
      const exchanged = (column[i] ?? 0) + (char === wanted[i] ? 0 : 1);
      next.push(Math.min(exchanged, (column[i + 1] ?? 0) + 1, (next[i] ?? 0) + 1));
    }
    column = next;
    least = Math.min(least, column[wanted.length] ?? least);
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

/** Levenshtein's distance: insertions, deletions and exchanges. */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 0; i < a.length; i += 1) {
    const current = [i + 1];
    for (let j = 0; j < b.length; j += 1) {
      const exchanged = (previous[j] ?? 0) + (a[i] === b[j] ? 0 : 1);
      current.push(Math.min(exchanged, (previous[j + 1] ?? 0) + 1, (current[j] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
