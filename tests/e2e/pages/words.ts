import { en } from '#renderer/app/i18n/en.ts';
import { ru } from '#renderer/app/i18n/ru.ts';

export type Language = 'en' | 'ru';

/** The words that the screen must show, from the product's own catalogs: a test speaks of keys, an analyst reads sentences. */
const catalogs: Readonly<Record<Language, Readonly<Record<string, string>>>> = { en, ru };

/** The sentence of a key without values in it. */
export function word(language: Language, key: keyof typeof en): string {
  const sentence = catalogs[language][key];
  if (sentence === undefined || sentence.includes('{{')) throw new Error(`"${key}" is no plain sentence`);
  return sentence;
}

/** The sentence of a key with values in their places, as they are: numbers as the language writes them. */
export function filledWord(
  language: Language,
  key: keyof typeof en,
  values: Readonly<Record<string, string>>,
): string {
  return (catalogs[language][key] ?? key).replace(/{{(\w+)[^}]*}}/g, (_, name: string) => values[name] ?? '');
}

/** English sentences that Russian says otherwise: none of them may stand on a Russian screen. */
export function englishOnly(): ReadonlySet<string> {
  const russian = new Set<string>(Object.values(ru));
  // Shorter ones are abbreviations and units that both languages share.
  return new Set(Object.values(en).filter((text) => text.length > 3 && !russian.has(text)));
}
