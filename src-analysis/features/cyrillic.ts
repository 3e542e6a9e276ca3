/**
 * How ICAO Doc 9303-3, section 6 (table B) writes Cyrillic letters in the zone, Russian first; other alphabets read some letters
 * differently, which `variantsOf` knows.
 */
const icaoTable: Readonly<Record<string, string>> = {
  А: 'A',
  Б: 'B',
  В: 'V',
  Г: 'G',
  Д: 'D',
  Е: 'E',
  Ё: 'E',
  Ж: 'ZH',
  З: 'Z',
  И: 'I',
  Й: 'I',
  К: 'K',
  Л: 'L',
  М: 'M',
  Н: 'N',
  О: 'O',
  П: 'P',
  Р: 'R',
  С: 'S',
  Т: 'T',
  У: 'U',
  Ф: 'F',
  Х: 'KH',
  Ц: 'TS',
  Ч: 'CH',
  Ш: 'SH',
  Щ: 'SHCH',
  Ъ: 'IE',
  Ы: 'Y',
  Ь: '',
  Э: 'E',
  Ю: 'IU',
  Я: 'IA',
  Є: 'IE',
  І: 'I',
  Ї: 'I',
  Ґ: 'G',
  Ў: 'U',
  Ђ: 'D',
  Ј: 'J',
  Љ: 'LJ',
  Њ: 'NJ',
  Ћ: 'C',
  Џ: 'DZ',
};

/**
 * What other tables write: Russian passports before 2014 (`YU`, `YA`, `Y`), the licence's and the road signs' (GOST R 52535.1), Ukrainian,
 * Belarusian and Bulgarian (`H`, `SHT`, `A`).
 */
const otherWritings: Readonly<Record<string, readonly string[]>> = {
  Г: ['H'],
  Е: ['YE', 'IE'],
  Ё: ['YO', 'IO', 'YE'],
  Й: ['Y', 'J'],
  И: ['Y'],
  Х: ['H'],
  Ц: ['C', 'TC'],
  Щ: ['SHT'],
  Ъ: ['', 'A', 'Y'],
  Ы: ['I'],
  Ю: ['YU', 'JU'],
  Я: ['YA', 'JA'],
  Є: ['YE'],
  Ї: ['YI'],
  Ж: ['J'],
};

/** Whether the text has Cyrillic letters. */
export function hasCyrillic(text: string): boolean {
  return /\p{Script=Cyrillic}/u.test(text);
}

/**
 * Whether a Latin writing can come from a Cyrillic one by some table in use, letter by letter. Both in upper case; what is no letter is
 * passed over.
 */
export function isTransliteration(cyrillic: string, latin: string): boolean {
  const from = Array.from(
    cyrillic
      .toUpperCase()
      .normalize('NFC')
      .replace(/[^\p{L}]/gu, ''),
  );
  const to = latin.toUpperCase().replace(/[^A-Z]/g, '');
  // Places in the Latin writing that some transliteration of what came before ends at.
  let ends = new Set([0]);
  for (const letter of from) {
    const writings = [icaoTable[letter] ?? letter, ...(otherWritings[letter] ?? [])];
    const next = new Set<number>();
    for (const end of ends)
      for (const writing of writings) if (to.startsWith(writing, end)) next.add(end + writing.length);
    if (next.size === 0) return false;
    ends = next;
  }
  return ends.has(to.length);
}

const twinsOfLatin = new Map(
  Array.from('ABEKMHOPCTYX', (letter, index) => [letter, 'АВЕКМНОРСТУХ'.charAt(index)]),
);
const twinsOfCyrillic = new Map([...twinsOfLatin].map(([latin, cyrillic]) => [cyrillic, latin]));

/** Upper case, with letters of the other script that look like the wanted one's put right: readers of both take either. */
export function inScript(text: string, script: 'latin' | 'cyrillic'): string {
  const twins = script === 'latin' ? twinsOfCyrillic : twinsOfLatin;
  return Array.from(text.toUpperCase().normalize('NFC'), (letter) => twins.get(letter) ?? letter).join('');
}
