import { languages, type Language } from '#shared/domain/language.ts';
import type { en } from './en.ts';

type EnglishKey = keyof typeof en;
type PluralBase<Key> = Key extends `${infer Base}_one` ? Base : never;

/** Name of a sentence. A counted sentence is named without its plural form. */
export type MessageKey = Exclude<EnglishKey, `${string}_one` | `${string}_other`> | PluralBase<EnglishKey>;

/** A catalog in a language with the plural forms one, few, many and other. A missing key does not compile. */
export type SlavicCatalog = SlavicCatalogOf<EnglishKey>;

/** A part of such a catalog: the sentences of some English keys. */
export type SlavicCatalogOf<Key extends string> = Readonly<
  Record<Key | `${PluralBase<Key>}_few` | `${PluralBase<Key>}_many`, string>
>;

/** The first of the reader's languages that there is a catalog for; English where there is none. */
export function chooseLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    const found = languages.find((language) => tag.toLowerCase().split('-')[0] === language);
    if (found !== undefined) return found;
  }
  return 'en';
}
