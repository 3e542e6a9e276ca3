import type { SlavicCatalogOf } from './catalog.ts';
import type { enWithheld } from './en-withheld.ts';

/** Sentences in Russian where the reader's rights leave something out. */
export const ruWithheld: SlavicCatalogOf<keyof typeof enWithheld> = {
  'withheld.checks': 'Результаты проверок скрыты',
  'withheld.checksText':
    'У вашей учётной записи нет права на результаты проверок: не показано ни то, что пройдено, ни то, что нет. Право может дать администратор.',
  'withheld.fields': 'Прочитанное в документе скрыто',
  'withheld.fieldsText':
    'У вашей учётной записи нет права на значения: видно, где что-то прочитано, но не что именно. Право может дать администратор.',
  'withheld.images': 'Снимки скрыты',
  'withheld.imagesText': 'У вашей учётной записи нет права на снимки. Его может дать администратор.',
  'withheld.pairs': 'Сравнения лиц скрыты',
  'withheld.value': 'скрыто',
};
