import type { PageLanguage, PageTexts } from '#shared/domain/page-looks.ts';
import type { CapturePage } from '#shared/domain/scenario.ts';

/** The texts with one changed; what is empty is left out, so that emptied texts are as if they had never been. */
export function withText(
  texts: CapturePage['texts'],
  language: PageLanguage,
  name: keyof PageTexts,
  text: string,
): CapturePage['texts'] {
  const { [name]: _before, ...others } = texts[language] ?? {};
  const inLanguage = text === '' ? others : { ...others, [name]: text };
  const { [language]: _old, ...otherLanguages } = texts;
  return Object.keys(inLanguage).length === 0
    ? otherLanguages
    : { ...otherLanguages, [language]: inLanguage };
}

/** The organization's own sentence, or the page's where it has none. */
export function textOr(
  { texts }: CapturePage,
  language: PageLanguage,
  name: keyof PageTexts,
  own: string,
): string {
  const text = texts[language]?.[name] ?? '';
  return text === '' ? own : text;
}
