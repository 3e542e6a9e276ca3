import { z } from 'zod';

/** Languages that the capture page has a catalog for: those of `language.ts`; the checks' sentences would weigh on every scenario's reader. */
export const pageLanguages = ['en', 'ru'] as const;
export type PageLanguage = (typeof pageLanguages)[number];

/** `auto`: the first of the browser's languages that there is a catalog for. The person may choose another one at any time. */
export const pageLanguageChoices = ['auto', ...pageLanguages] as const;

/** `auto`: as the person's device has it. */
export const pageColorSchemes = ['auto', 'light', 'dark'] as const;

/** The organization's own words in one language, each in the place of the page's own; what is absent or empty stays the page's. */
export const pageTextsSchema = z.strictObject({
  /** Heading of the first screen. */
  title: z.string().max(120).optional(),
  /** Why the person is asked, in this language; before `purpose`, which is for all languages. */
  purpose: z.string().max(500).optional(),
  /** The button with which the person agrees. */
  agree: z.string().max(60).optional(),
  /** Heading of the last screen, after success. */
  finishedTitle: z.string().max(120).optional(),
  finishedText: z.string().max(500).optional(),
});
export type PageTexts = z.infer<typeof pageTextsSchema>;

export const pageTextNames = [
  'title',
  'purpose',
  'agree',
  'finishedTitle',
  'finishedText',
] as const satisfies readonly (keyof PageTexts)[];

/** By language. */
export const textsByLanguageSchema = z.strictObject({
  en: pageTextsSchema.optional(),
  ru: pageTextsSchema.optional(),
});
