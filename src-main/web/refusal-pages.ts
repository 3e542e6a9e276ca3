export const refusals = ['launch-used', 'no-session'] as const;
export type Refusal = (typeof refusals)[number];

const sentences = {
  en: {
    title: 'Vidimus is not open in this browser',
    'launch-used':
      'This link has been used already, or a newer one has replaced it. Each link opens Vidimus once. If it was not you who used it, stop Vidimus in the terminal.',
    'no-session': 'Vidimus lets in only the browser that opened it with a link from the terminal.',
    remedy:
      'Press Enter in the terminal in which Vidimus runs: it prints a new link. Or stop it and start it again.',
  },
  ru: {
    title: 'Vidimus не открыт в этом браузере',
    'launch-used':
      'Эта ссылка уже использована или заменена новой. Каждая ссылка открывает Vidimus один раз. Если использовали её не вы, остановите Vidimus в терминале.',
    'no-session': 'Vidimus пускает только тот браузер, который открыл его по ссылке из терминала.',
    remedy:
      'Нажмите Enter в терминале, в котором работает Vidimus: он напечатает новую ссылку. Или остановите его и запустите снова.',
  },
} as const;

/** A page without any resource that says why the browser was not let in and what to do, in the browser's language. */
export function refusalPage(refusal: Refusal, acceptLanguage: string | undefined): string {
  const language = /^\s*ru\b/i.test(acceptLanguage ?? '') ? 'ru' : 'en';
  const words = sentences[language];
  return `<!doctype html>
<html lang="${language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${words.title}</title></head>
<body><main><h1>${words.title}</h1><p>${words[refusal]}</p><p>${words.remedy}</p></main></body>
</html>
`;
}
