import { checksEn } from './check-sentences-en.ts';
import { checksRu } from './check-sentences-ru.ts';
import type { CheckText } from './check-text.ts';
import type { Language } from './language.ts';

export type CheckId = keyof typeof checksEn;
/** The reasons that a check may give. */
export type CheckReason<Id extends CheckId> = keyof (typeof checksEn)[Id]['reasons'] & string;

export type CheckTexts = { readonly [Id in CheckId]: CheckText<CheckReason<Id>> };

/** What every check says, in every language. */
export const checkSentences: Readonly<Record<Language, CheckTexts>> = { en: checksEn, ru: checksRu };

/** A check that broke; the policy never takes it for a pass. */
export const brokenCheckSentences: Readonly<Record<Language, string>> = {
  en: 'The check broke off because of a fault in the program; a person has to look.',
  ru: 'Проверка прервалась из-за ошибки в программе; нужен взгляд человека.',
};
