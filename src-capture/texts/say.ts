import type { Language } from '#shared/domain/language.ts';
import type { PageTexts } from '#shared/domain/page-looks.ts';
import { en, type TextKey } from './en.ts';
import { ru } from './ru.ts';

export type LanguageCode = Language;

/** Every language of the page: another one is a catalog and a row here (and, for advice, in `check-sentences.ts`). */
const catalogs: Readonly<Record<LanguageCode, Readonly<Record<TextKey, string>>>> = { en, ru };

/** Each language under its own name, for the switch. */
export const languageNames: Readonly<Record<LanguageCode, string>> = { en: 'English', ru: 'Русский' };

/** The text of a key with its values filled in. */
export type Say = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

/** The page's sentences that an organization may put its own words in place of. */
const ownWords: Partial<Record<TextKey, keyof PageTexts>> = {
  'consent.title': 'title',
  'consent.title.unnamed': 'title',
  'consent.agree': 'agree',
  'finished.title': 'finishedTitle',
  'finished.text': 'finishedText',
};

/** Speaks a language; `own` are the organization's words in it. */
export function createSay(language: LanguageCode, own: PageTexts = {}): Say {
  const catalog = catalogs[language];
  const textOf = (key: TextKey): string => {
    const name = ownWords[key];
    const text = name === undefined ? '' : (own[name] ?? '');
    return text === '' ? catalog[key] : text;
  };
  return (key, values = {}) =>
    textOf(key).replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** The first of the browser's languages that there is a catalog for; English where there is none. */
export function chooseLanguage(wanted: readonly string[]): LanguageCode {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().split('-')[0] ?? '';
    if (isLanguage(primary)) return primary;
  }
  return 'en';
}

export function isLanguage(code: string): code is LanguageCode {
  return Object.prototype.hasOwnProperty.call(catalogs, code);
}
