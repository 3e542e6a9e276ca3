import type { Language } from './language.ts';
import { pageLanguages, pageTextNames, type PageLanguage, type PageTexts } from './page-looks.ts';
import type { CapturePage } from './scenario.ts';

interface LookWords {
  readonly language: string;
  readonly colorScheme: string;
  readonly openFromWidget: string;
  readonly requireEncryptedClientKey: string;
  readonly texts: Readonly<Record<keyof PageTexts, string>>;
  readonly languages: Readonly<Record<PageLanguage | 'auto', string>>;
  readonly schemes: Readonly<Record<CapturePage['colorScheme'], string>>;
  readonly yes: string;
  readonly no: string;
  readonly own: string;
  readonly quote: (text: string) => string;
}

const words: Readonly<Record<Language, LookWords>> = {
  en: {
    language: 'Language of the page',
    colorScheme: 'Light or dark',
    openFromWidget: 'Begin from the widget without a link',
    requireEncryptedClientKey: 'Customer key only encrypted',
    texts: {
      title: 'Heading',
      purpose: 'Purpose',
      agree: 'Button of consent',
      finishedTitle: 'Heading at the end',
      finishedText: 'Text at the end',
    },
    languages: { auto: 'as the browser has it', en: 'English', ru: 'Russian' },
    schemes: { auto: 'as the device has it', light: 'light', dark: 'dark' },
    yes: 'on',
    no: 'off',
    own: 'the page’s own',
    quote: (text) => `“${text}”`,
  },
  ru: {
    language: 'Язык страницы',
    colorScheme: 'Светлая или тёмная',
    openFromWidget: 'Начинать из виджета без ссылки',
    requireEncryptedClientKey: 'Ключ клиента только зашифрованным',
    texts: {
      title: 'Заголовок',
      purpose: 'Цель',
      agree: 'Кнопка согласия',
      finishedTitle: 'Заголовок в конце',
      finishedText: 'Текст в конце',
    },
    languages: { auto: 'как в браузере', en: 'английский', ru: 'русский' },
    schemes: { auto: 'как на устройстве', light: 'светлая', dark: 'тёмная' },
    yes: 'да',
    no: 'нет',
    own: 'собственный текст страницы',
    quote: (text) => `«${text}»`,
  },
};

/** Says through `compare` how two capture pages differ in language, colors, words and how the widget may open them. */
export function diffPageLooks(
  before: CapturePage,
  after: CapturePage,
  language: Language,
  compare: (label: string, from: string, to: string) => void,
): void {
  const say = words[language];
  compare(say.language, say.languages[before.language], say.languages[after.language]);
  compare(say.colorScheme, say.schemes[before.colorScheme], say.schemes[after.colorScheme]);
  const textOf = (page: CapturePage, code: PageLanguage, name: keyof PageTexts): string => {
    const text = page.texts[code]?.[name] ?? '';
    return text === '' ? say.own : say.quote(text);
  };
  for (const code of pageLanguages)
    for (const name of pageTextNames)
      compare(
        `${say.texts[name]} (${say.languages[code]})`,
        textOf(before, code, name),
        textOf(after, code, name),
      );
  const yesNo = (value: boolean): string => (value ? say.yes : say.no);
  compare(say.openFromWidget, yesNo(before.openFromWidget), yesNo(after.openFromWidget));
  compare(
    say.requireEncryptedClientKey,
    yesNo(before.requireEncryptedClientKey),
    yesNo(after.requireEncryptedClientKey),
  );
}
