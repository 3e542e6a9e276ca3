import i18next, { type i18n } from 'i18next';
import { useCallback } from 'react';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Language } from '#shared/domain/language.ts';
import type { MessageKey } from './catalog.ts';
import { en } from './en.ts';
import { ru } from './ru.ts';

/** Values that a sentence quotes; `count` chooses the plural form. */
export type MessageValues = Readonly<Record<string, string | number>>;

/** A sentence in the reader's language. */
export type Translate = (key: MessageKey, values?: MessageValues) => string;

/** The one i18n instance, with both catalogs in it: switching needs no request. */
export async function createI18n(language: Language): Promise<i18n> {
  const instance = i18next.createInstance();
  await instance.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: { en: { translation: en }, ru: { translation: ru } },
    // Keys are flat; dots in them are only for the reader of the catalog.
    keySeparator: false,
    nsSeparator: false,
    // React escapes.
    interpolation: { escapeValue: false },
  });
  return instance;
}

export interface Localization {
  readonly t: Translate;
  readonly language: Language;
}

/** Sentences in the current language; a component that uses it renders again when the language changes. */
export function useLocalization(): Localization {
  const { t, i18n } = useTranslation();
  const translate = useCallback<Translate>((key, values) => t(key, values ?? {}), [t]);
  return { t: translate, language: i18n.language === 'ru' ? 'ru' : 'en' };
}
