/** Endings of Russian patronymics, in Cyrillic and as passports transliterate them; nothing else tells a sex. */
const endings: readonly (readonly ['M' | 'F', RegExp])[] = [
  ['F', /(?:ОВНА|ЕВНА|ИЧНА|ИНИЧНА|OVNA|EVNA|[IY]CHNA)$/u],
  ['M', /(?:ОВИЧ|ЕВИЧ|ИЧ|OVICH|EVICH|[IY]CH)$/u],
];

/**
 * The sex that the form of a Russian patronymic tells; `null` for what is none, such as the Turkic `кызы` and `оглы`, which people
 * bear as words of their own, or a name of another language.
 */
export function sexOfPatronymic(name: string): 'M' | 'F' | null {
  const word = name.trim().toUpperCase().normalize('NFC');
  // The shortest are ИЛЬИЧ and ФОМИЧ: a shorter word is a surname such as ИЧ.
  if (!/^\p{L}{5,}$/u.test(word)) return null;
  return endings.find(([, ending]) => ending.test(word))?.[0] ?? null;
}
