import type { SlavicCatalogOf } from './catalog.ts';
import type { enWidget } from './en-widget.ts';

/** Sentences on the capture page's language, colors and words, and on the widget, in Russian. */
export const ruWidget: SlavicCatalogOf<keyof typeof enWidget> = {
  'editor.pageLanguage': 'Язык страницы',
  'editor.pageLanguage.help':
    'На каком языке страница открывается. Человек может сменить его в любой момент.',
  'editor.pageLanguage.auto': 'Как в браузере человека',
  'editor.pageLanguage.en': 'Английский',
  'editor.pageLanguage.ru': 'Русский',
  'editor.colorScheme': 'Светлая или тёмная',
  'editor.colorScheme.help': 'Для страницы и окна виджета.',
  'editor.colorScheme.auto': 'Как на устройстве человека',
  'editor.colorScheme.light': 'Светлая',
  'editor.colorScheme.dark': 'Тёмная',

  'editor.texts': 'Свои слова',
  'editor.texts.help': 'Вместо слов страницы, для каждого языка. Пустое поле оставляет слова страницы.',
  'editor.textsLanguage': 'Язык ваших слов',
  'editor.text.title': 'Заголовок',
  'editor.text.title.help': 'На первом экране.',
  'editor.text.purpose': 'Цель на этом языке',
  'editor.text.purpose.help': 'Важнее общей цели выше, которая для всех языков.',
  'editor.text.agree': 'Кнопка согласия',
  'editor.text.agree.help': 'Из неё должно быть ясно, что человек согласен.',
  'editor.text.finishedTitle': 'Заголовок в конце',
  'editor.text.finishedTitle.help': 'Когда всё отправлено.',
  'editor.text.finishedText': 'Текст в конце',
  'editor.text.finishedText.help': 'Чего человеку ждать теперь.',

  'editor.widget': 'Виджет',
  'editor.widget.help':
    'Страница в окне на вашем сайте (docs/widget.md). Сервер должен знать сайт: VIDIMUS_EMBED_ORIGINS.',
  'editor.openFromWidget': 'Начинать из виджета без ссылки',
  'editor.openFromWidget.help':
    'Любой посетитель разрешённого сайта сможет начать сессию по id сценария. Выключено: только по вашим ссылкам.',
  'editor.requireEncryptedClientKey': 'Ключ клиента только зашифрованным',
  'editor.requireEncryptedClientKey.help':
    'Открытый ключ – лишь слова браузера; зашифрованный делает ваш сервер, который знает секретный ключ.',
  'editor.widgetCode': 'На вашей странице',
};
