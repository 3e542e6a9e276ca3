import type { SlavicCatalogOf } from './catalog.ts';
import type { enLiveness } from './en-liveness.ts';

/** Sentences about challenges before the camera, in Russian. */
export const ruLiveness: SlavicCatalogOf<keyof typeof enLiveness> = {
  'editor.liveness.title': 'Страница ведёт человека, но пока ничто этого не оценивает',
  'editor.liveness.text':
    'По ссылке человек делает от двух до четырёх движений, которые сервер выбирает случайно, а страница отправляет их снимки. Эта версия снимки не анализирует: каждая такая сессия идёт к аналитику, который видит их со временем. Для сессии, которую аналитик добавляет сам, здесь нужно селфи.',

  'event.liveness.challenged': '{{step}}, попытка {{attempt}}: нужно {{actions}}',
  'event.liveness.received_one': '{{step}}: получен {{count, number}} снимок с камеры',
  'event.liveness.received_few': '{{step}}: получено {{count, number}} снимка с камеры',
  'event.liveness.received_many': '{{step}}: получено {{count, number}} снимков с камеры',
  'event.liveness.received_other': '{{step}}: получено {{count, number}} снимка с камеры',
  'event.step.notAnalyzed': '{{step}}, попытка {{attempt}}: передано аналитику без анализа',

  'failure.not-available-yet': 'Эта версия этого не анализирует; нужен взгляд человека.',

  'liveness.action.blink': 'закрыть глаза на мгновение',
  'liveness.action.look-up': 'посмотреть вверх',
  'liveness.action.smile': 'улыбнуться',
  'liveness.action.turn-left': 'повернуть голову влево от себя',
  'liveness.action.turn-right': 'повернуть голову вправо от себя',
  'liveness.before': 'До первого движения',
  'liveness.drawn_one': 'Движения выбирались {{count, number}} раз на этом шаге.',
  'liveness.drawn_few':
    'Движения выбирались {{count, number}} раза на этом шаге, каждый раз другие. Причина — плохая связь или поиск движений полегче.',
  'liveness.drawn_many':
    'Движения выбирались {{count, number}} раз на этом шаге, каждый раз другие. Причина — плохая связь или поиск движений полегче.',
  'liveness.drawn_other':
    'Движения выбирались {{count, number}} раза на этом шаге, каждый раз другие. Причина — плохая связь или поиск движений полегче.',
  'liveness.frame': 'Снимок на {{seconds}} с: {{action}}',
  'liveness.nothing': 'Снимков нет.',
  'liveness.seconds': '{{seconds}} с',
  'liveness.skipped': 'Человек сообщил, что не может этого сделать.',
  'liveness.text':
    'Эта версия не анализирует, был ли человек перед камерой: сравните каждое движение с его снимками сами.',
  'liveness.title': 'Живость не анализировалась',
};
