/** Sentences on the capture page's language, colors and words, and on the widget, in English. */
export const enWidget = {
  'editor.pageLanguage': 'Language of the page',
  'editor.pageLanguage.help': 'What the page begins in. The person can switch at any time.',
  'editor.pageLanguage.auto': 'As the person’s browser has it',
  'editor.pageLanguage.en': 'English',
  'editor.pageLanguage.ru': 'Russian',
  'editor.colorScheme': 'Light or dark',
  'editor.colorScheme.help': 'Of the page and the widget’s dialog.',
  'editor.colorScheme.auto': 'As the person’s device has it',
  'editor.colorScheme.light': 'Light',
  'editor.colorScheme.dark': 'Dark',

  'editor.texts': 'Your own words',
  'editor.texts.help':
    'In the place of the page’s own, in each language. An empty field keeps the page’s sentence.',
  'editor.textsLanguage': 'Language of your words',
  'editor.text.title': 'Heading',
  'editor.text.title.help': 'Of the first screen.',
  'editor.text.purpose': 'Purpose in this language',
  'editor.text.purpose.help': 'Goes before the purpose above, which is for every language.',
  'editor.text.agree': 'Button of consent',
  'editor.text.agree.help': 'It must still say that the person agrees.',
  'editor.text.finishedTitle': 'Heading at the end',
  'editor.text.finishedTitle.help': 'When everything was sent.',
  'editor.text.finishedText': 'Text at the end',
  'editor.text.finishedText.help': 'What the person can expect now.',

  'editor.widget': 'Widget',
  'editor.widget.help':
    'The page in a dialog on your own site (docs/widget.md). The intake must know the site: VIDIMUS_EMBED_ORIGINS.',
  'editor.openFromWidget': 'Begin from the widget without a link',
  'editor.openFromWidget.help':
    'Any visitor of an allowed site can begin a session with this scenario’s id. Off: only links that you made.',
  'editor.requireEncryptedClientKey': 'Customer key only encrypted',
  'editor.requireEncryptedClientKey.help':
    'A plain key is what the browser says; an encrypted one comes from your backend, which knows the secret key.',
  'editor.widgetCode': 'On your page',
} as const;
