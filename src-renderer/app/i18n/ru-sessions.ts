import type { SlavicCatalogOf } from './catalog.ts';
import type { enSessions } from './en-sessions.ts';

/** Sentences about sessions that a person goes through step by step, in Russian. */
export const ruSessions: SlavicCatalogOf<keyof typeof enSessions> = {
  'blocked.attempts-exhausted': 'Все попытки на шаге «{{step}}» исчерпаны.',
  'blocked.critical-errors': 'Слишком много попыток с критической ошибкой; последняя на шаге «{{step}}».',
  'blocked.two-documents': 'На шаге «{{step}}» показаны два разных документа.',
  'blocked.text': 'Больше ничего отправить нельзя. Запросите заново или отклоните; одобрить нельзя.',

  'command.step.submit': 'Шаг отправлен',

  'event.session.purged': 'Срок хранения сессии вышел: её снимки и ключи удалены',
  'event.session.frozen': 'Время сессии вышло раньше, чем её отправили',
  'event.step.critical': '{{step}}, попытка {{attempt}}: критическая ошибка',
  'event.step.passed': '{{step}}, попытка {{attempt}}: пройдена',
  'event.step.retry': '{{step}}, попытка {{attempt}}: нужно переснять',
  'event.step.submitted': '{{step}}, попытка {{attempt}}: снимки отправлены',
  'event.step.unanalyzed': '{{step}}, попытка {{attempt}}: проанализировать не удалось ({{reason}})',

  'frozen.text': 'Человек не успел вовремя. Запросите заново или отклоните; одобрить нельзя.',

  'mark.retry': 'нужно переснять',
  'mark.submitted': 'проверяется',

  'person.attempts_one': '{{count, number}} попытка из {{most, number}}',
  'person.attempts_few': '{{count, number}} попытки из {{most, number}}',
  'person.attempts_many': '{{count, number}} попыток из {{most, number}}',
  'person.attempts_other': '{{count, number}} попытки из {{most, number}}',
  'person.checking': 'проверяется',
  'person.failed': 'не пройден',
  'person.open': 'ещё не отправлен',
  'person.passed': 'пройден',
  'person.retry': 'нужно переснять',
  'person.text': 'Человек, открывший ссылку, проходит шаги; эта страница следит за ним.',
  'person.title': 'Шаги человека',
  'person.unanalyzed': 'передан без анализа',

  'refusal.session-blocked': 'Сессия заблокирована; больше ничего отправить нельзя.',
  'refusal.session-frozen': 'Время сессии вышло; больше ничего отправить нельзя.',
  'refusal.step-closed': 'Шаг сейчас не принимает снимков: он пройден или проверяется.',

  'status.blocked': 'Заблокирована',
  'status.frozen': 'Время вышло',

  'tile.opened': 'Открыта, снимков ещё нет',
  'tile.stepAgain': '{{step}}: заново, попыток {{attempts}} из {{most}}',
  'tile.stepChecking': '{{step}}: проверяется попытка {{attempts}}',
  'tile.stepOpen': '{{step}}: идёт',

  'upload.session-blocked': 'Сессия заблокирована; добавьте новую.',
  'upload.session-frozen': 'Время сессии вышло; добавьте новую.',
  'upload.step-closed': 'Этот шаг больше не принимает снимков.',
};
