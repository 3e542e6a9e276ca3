import { writingsByLetter } from './letter-writings.ts';

/** A name as its letters stand in print: capitals, each with its mark, and nothing that zones leave out. */
function lettersOf(name: string): readonly string[] {
  return Array.from(
    name
      .toUpperCase()
      .normalize('NFC')
      .replace(/[^\p{L}\p{N}]/gu, ''),
  );
}

interface Writing {
  readonly text: string;
  /** How many letters of the name it stands for. */
  readonly taken: number;
}

/** What the letter at `index` may be in a zone; the letter itself too, for zones in its own script. */
function writingsAt(letters: readonly string[], index: number): readonly Writing[] {
  const letter = letters[index] ?? '';
  if (/^[A-Z0-9]$/.test(letter)) return [{ text: letter, taken: 1 }];
  const base = letter.normalize('NFD').replace(/\p{M}/gu, '');
  const single = writingsByLetter.get(letter) ?? writingsByLetter.get(base) ?? [];
  const pair = writingsByLetter.get(letter + (letters[index + 1] ?? '')) ?? [];
  return [
    ...[base, ...single].map((text) => ({ text, taken: 1 })),
    ...pair.map((text) => ({ text, taken: 2 })),
  ];
}

/**
 * How many letters must be changed for `zone` to be a writing of `name` by some table in use (Latin accents, Cyrillic), by Levenshtein's
 * distance: 0 where it is one. `fold` makes characters the same that a reader takes for one another; `zone` is folded already. Marks,
 * spaces and hyphens do not count.
 */
export function writingDistance(
  name: string,
  zone: string,
  fold: (text: string) => string = (text) => text,
): number {
  const letters = lettersOf(name);
  const columns = zone.length + 1;
  // One row for each count of letters written so far, one column for each count of characters of the zone.
  const distances = new Float64Array((letters.length + 1) * columns).fill(Number.POSITIVE_INFINITY);
  distances[0] = 0;
  const reach = (row: number, column: number, distance: number): void => {
    const index = row * columns + column;
    if (column < columns && distance < (distances[index] ?? 0)) distances[index] = distance;
  };
  for (let row = 0; row <= letters.length; row += 1) {
    const isLast = row === letters.length;
    const writings = isLast
      ? []
      : writingsAt(letters, row).map(({ text, taken }) => ({ text: fold(text), taken }));
    for (let column = 0; column < columns; column += 1) {
      const here = distances[row * columns + column] ?? 0;
      reach(row, column + 1, here + 1);
      if (isLast) continue;
      reach(row + 1, column, here + 1);
      reach(row + 1, column + 1, here + 1);
      for (const { text, taken } of writings)
        if (zone.startsWith(text, column)) reach(row + taken, column + text.length, here);
    }
  }
  return distances.at(-1) ?? 0;
}

/** Whether `zone` is a writing of `name` by some table in use. Both in any case; marks, spaces and hyphens do not count. */
export function isWrittenAs(name: string, zone: string): boolean {
  return writingDistance(name, lettersOf(zone).join('')) === 0;
}

/** Whether `zone` is a beginning of a writing of `name`: a zone that is too short ends names within a letter. */
export function beginsAs(name: string, zone: string): boolean {
  const letters = lettersOf(name);
  const wanted = lettersOf(zone).join('');
  const ends: Set<number>[] = letters.map(() => new Set<number>());
  ends[0]?.add(0);
  for (let i = 0; i < letters.length; i += 1) {
    for (const end of ends[i] ?? []) {
      for (const { text, taken } of writingsAt(letters, i)) {
        if (end + text.length >= wanted.length && text.startsWith(wanted.slice(end))) return true;
        if (wanted.startsWith(text, end)) ends[i + taken]?.add(end + text.length);
      }
    }
  }
  return false;
}
