/** Letters whose transliteration in the MRZ is more than dropping the mark (ICAO Doc 9303-3, section 6). */
const transliterations: readonly (readonly [RegExp, string])[] = [
  [/[ÆÄ]/g, 'AE'],
  [/[ŒÖØ]/g, 'OE'],
  [/Ü/g, 'UE'],
  [/Å/g, 'AA'],
  [/ẞ|ß/gi, 'SS'],
  [/Þ/g, 'TH'],
  [/[ĐÐ]/g, 'D'],
  [/Ł/g, 'L'],
  [/Ħ/g, 'H'],
  [/[İI]/g, 'I'],
];

/** Characters that OCR takes for one another, each group merged into its first. */
const lookAlikes: readonly (readonly [RegExp, string])[] = [
  [/[0QD]/g, 'O'],
  [/[1L|!J]/g, 'I'],
  [/5/g, 'S'],
  [/8/g, 'B'],
  [/2/g, 'Z'],
  [/6/g, 'G'],
];

/** Upper case letters and digits only, accents dropped: what can stand in an MRZ, and Cyrillic, which a zone may stand for. */
export function plainText(text: string): string {
  return text
    .toUpperCase()
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/[^A-Z0-9\p{Script=Cyrillic}]/gu, '');
}

/** As {@link plainText}, with the two-letter transliterations of ICAO Doc 9303-3, section 6 (`Ü` is `UE`). */
export function transliterated(text: string): string {
  let result = text.toUpperCase().normalize('NFC');
  for (const [letter, replacement] of transliterations) result = result.replace(letter, replacement);
  return plainText(result);
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

function merged(text: string): string {
  let result = text;
  for (const [group, first] of lookAlikes) result = result.replace(group, first);
  return result;
}

/**
 * How alike a printed text and an MRZ value are, 0 to 1: edit distance over the longer length, look-alikes counting as the
 * same and every usual transliteration tried.
 */
export function likenessOf(printed: string, mrzValue: string): number {
  const wanted = merged(plainText(mrzValue));
  if (wanted === '') return 0;
  const variants = [plainText(printed), transliterated(printed)];
  return Math.max(...variants.map((variant) => similarity(merged(variant), wanted)));
}

function similarity(a: string, b: string): number {
  const longest = Math.max(a.length, b.length);
  return longest === 0 ? 0 : 1 - editDistance(a, b) / longest;
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
