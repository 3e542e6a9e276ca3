const words = {
  en: {
    title: 'Identity check',
    close: 'Close',
    opening: 'Opening…',
    ask: 'Leave the check?',
    askText: 'What you have sent is kept. You can go on later while the check is still open.',
    stay: 'Stay',
    leave: 'Leave',
    failed: 'The check could not be opened',
    failedText: 'Please tell whoever runs this site:',
  },
  ru: {
    title: 'Проверка личности',
    close: 'Закрыть',
    opening: 'Открываем…',
    ask: 'Прервать проверку?',
    askText: 'Отправленное сохранится. Пока проверка открыта, её можно продолжить.',
    stay: 'Остаться',
    leave: 'Прервать',
    failed: 'Проверку открыть не удалось',
    failedText: 'Сообщите об этом владельцу сайта:',
  },
} as const;

export type Words = (typeof words)[keyof typeof words];

/** The dialog's own few words, in the first of these languages that it knows. */
export function wordsIn(wanted: readonly string[]): Words & { readonly lang: keyof typeof words } {
  for (const tag of wanted) {
    const primary = tag.toLowerCase().slice(0, 2);
    if (primary === 'en' || primary === 'ru') return { lang: primary, ...words[primary] };
  }
  return { lang: 'en', ...words.en };
}
