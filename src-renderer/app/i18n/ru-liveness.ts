import type { SlavicCatalogOf } from './catalog.ts';
import type { enLiveness } from './en-liveness.ts';

/** Sentences about challenges before the camera, in Russian. */
export const ruLiveness: SlavicCatalogOf<keyof typeof enLiveness> = {
  'editor.liveness.title': 'Страница ведёт человека, а снимки анализируются',
  'editor.liveness.text':
    'По ссылке человек делает от двух до четырёх движений, которые сервер выбирает случайно, а страница отправляет их снимки. Анализ говорит, сделано ли каждое движение, в своё ли время, одним ли человеком и есть ли у головы глубина; аналитик видит снимки и измеренное. Измерено это только на нарисованных людях, поэтому проверки предупреждают, если вы не зададите большего. Для сессии, которую аналитик добавляет сам, здесь нужно селфи.',

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
  'liveness.frameNoFace': 'На {{seconds}} с: лица нет.',
  'liveness.frameValues': 'На {{seconds}} с: {{values}}.',
  'liveness.judged.done': 'Сделано на {{seconds}} с.',
  'liveness.judged.not-done': 'Не сделано или сделано недостаточно.',
  'liveness.judged.other': 'Сделано другое движение: {{action}}.',
  'liveness.judged.unclear': 'Измерить, сделано ли оно, не удалось.',
  'liveness.measure.eyes': 'Глаза открыты',
  'liveness.measure.mouth': 'Ширина рта',
  'liveness.measure.pitch': 'Подъём',
  'liveness.measure.yaw': 'Поворот налево от человека',
  'liveness.nothing': 'Снимков нет.',
  'liveness.plot': 'Измеренные движения по времени, по снимкам',
  'liveness.plotNone':
    'Закрашено: пока движение просили. Пунктир: с какого места оно засчитывается. Выберите снимок, чтобы увидеть его значения.',
  'liveness.seconds': '{{seconds}} с',
  'liveness.skipped': 'Человек сообщил, что не может этого сделать.',
  'liveness.text':
    'Эта версия не анализирует, был ли человек перед камерой: сравните каждое движение с его снимками сами.',
  'liveness.title': 'Живость не анализировалась',
};
