/**
 * The zone of the Russian internal passport writes each Cyrillic letter as one character, digits included, so that it can be read
 * back (order of the Federal Migration Service of 2011, and of the Ministry of the Interior since). Not the table of ICAO Doc 9303-3,
 * which takes several letters for one.
 */
const letters: readonly (readonly [latin: string, cyrillic: string])[] = Array.from(
  'ABVGDE2JZIQKLMNOPRSTUFHC34WXY9678',
).map((latin, i) => [latin, 'АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯ'.charAt(i)]);
const cyrillicOf = new Map(letters);
const latinOf = new Map(letters.map(([latin, cyrillic]) => [cyrillic, latin]));

/** A name of the zone in Cyrillic; `null` where a character stands for none. Spaces and hyphens stay. */
export function toRussianName(zone: string): string | null {
  let name = '';
  for (const char of zone) {
    const letter = char === ' ' || char === '-' ? char : cyrillicOf.get(char);
    if (letter === undefined) return null;
    name += letter;
  }
  return name;
}

/** A Cyrillic name as the zone writes it, without fillers; `null` where it has a character that the zone cannot write. */
export function toZoneName(name: string): string | null {
  let zone = '';
  for (const char of name.toUpperCase()) {
    const letter = char === ' ' || char === '-' ? '<' : latinOf.get(char);
    if (letter === undefined) return null;
    zone += letter;
  }
  return zone;
}
