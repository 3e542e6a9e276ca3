import type { SlavicCatalogOf } from './catalog.ts';
import type { enHistory } from './en-history.ts';

/** Sentences about earlier sessions, lists of people, and the replay of a scenario over stored sessions, in Russian. */
export const ruHistory: SlavicCatalogOf<keyof typeof enHistory> = {
  'blocked.blacklisted': 'Человек находится в чёрном списке.',
  'blocked.same-person-other-data':
    'В одной из прошлых сессий тот же человек или то же лицо было с другими данными, или этот же документ — с кем-то другим.',

  'editor.blacklisted': 'Блокировать при совпадении с чёрным списком',
  'editor.blacklisted.help': 'Кто найден в одном из этих списков, останавливается сразу.',
  'editor.blacklists': 'Чёрные списки',
  'editor.blacklists.help':
    'Идентификаторы списков людей, которым вы отказываете. Поиск идёт, если лица разрешено узнавать; иначе каждая сессия говорит, что поиск не выполнялся, и идёт к аналитику.',
  'editor.customerLists': 'Списки клиентов',
  'editor.customerLists.help':
    'Идентификаторы списков людей, которых вы уже знаете; поиск в них идёт так же.',
  'editor.databaseChecks': 'Присылать проверки по базам по мере готовности',
  'editor.databaseChecks.help':
    'Выключено: в этой версии нет подключений к базам, и присылать нечего. То, что указано в импортированном сценарии, сохраняется.',
  'editor.divisionCodes': 'Сверять орган выдачи с кодами подразделений',
  'editor.divisionCodes.help':
    'Сравнивает орган выдачи в документе с реестром кодов подразделений, импортированным на машине, которая выполняет анализ. Если чего-то нет, проверка говорит, что не выполнялась.',
  'editor.findFaces': 'Узнавать лица',
  'editor.findFaces.help':
    'Шаблон каждого чёткого лица хранится с сессией, запечатанный, пока она не удалена, и сравнивается со списками и прошлыми сессиями. Шаблоны — биометрические данные: статья 9 GDPR и национальный закон требуют явного согласия или прямого разрешения закона.',
  'editor.lists.clear': 'Убрать все списки',
  'editor.otherData': 'Блокировать того же человека с другими данными',
  'editor.otherData.help':
    'Когда в прошлой сессии тот же человек (имя и дата рождения) показал документ того же типа с другим номером или другими данными или этот же документ показан с данными другого человека. Обменённый документ тоже считается. Если лица разрешено узнавать, то и то же лицо под другим именем, и этот же документ с другим лицом. Если выключено, это видит аналитик.',

  'event.history.near-frames_one':
    '{{step}}: почти те же снимки задания есть в {{count, number}} прошлой сессии',
  'event.history.near-frames_few':
    '{{step}}: почти те же снимки задания есть в {{count, number}} прошлых сессиях',
  'event.history.near-frames_many':
    '{{step}}: почти те же снимки задания есть в {{count, number}} прошлых сессиях',
  'event.history.near-frames_other':
    '{{step}}: почти те же снимки задания есть в {{count, number}} прошлой сессии',
  'event.history.near-picture_one': '{{step}}: почти тот же снимок есть в {{count, number}} прошлой сессии',
  'event.history.near-picture_few': '{{step}}: почти тот же снимок есть в {{count, number}} прошлых сессиях',
  'event.history.near-picture_many': '{{step}}: почти тот же снимок есть в {{count, number}} прошлых сессиях',
  'event.history.near-picture_other': '{{step}}: почти тот же снимок есть в {{count, number}} прошлой сессии',
  'event.history.same-document-other-person_one':
    '{{step}}: этот же документ с данными другого человека показан в {{count, number}} прошлой сессии',
  'event.history.same-document-other-person_few':
    '{{step}}: этот же документ с данными другого человека показан в {{count, number}} прошлых сессиях',
  'event.history.same-document-other-person_many':
    '{{step}}: этот же документ с данными другого человека показан в {{count, number}} прошлых сессиях',
  'event.history.same-document-other-person_other':
    '{{step}}: этот же документ с данными другого человека показан в {{count, number}} прошлых сессиях',
  'event.history.same-document-other-face_one':
    '{{step}}: этот же документ с другим лицом показан в {{count, number}} прошлой сессии',
  'event.history.same-document-other-face_few':
    '{{step}}: этот же документ с другим лицом показан в {{count, number}} прошлых сессиях',
  'event.history.same-document-other-face_many':
    '{{step}}: этот же документ с другим лицом показан в {{count, number}} прошлых сессиях',
  'event.history.same-document-other-face_other':
    '{{step}}: этот же документ с другим лицом показан в {{count, number}} прошлых сессиях',
  'event.history.same-face-other-person_one':
    '{{step}}: это лицо с другим именем или датой рождения было в {{count, number}} прошлой сессии',
  'event.history.same-face-other-person_few':
    '{{step}}: это лицо с другим именем или датой рождения было в {{count, number}} прошлых сессиях',
  'event.history.same-face-other-person_many':
    '{{step}}: это лицо с другим именем или датой рождения было в {{count, number}} прошлых сессиях',
  'event.history.same-face-other-person_other':
    '{{step}}: это лицо с другим именем или датой рождения было в {{count, number}} прошлых сессиях',
  'event.history.same-person-other-data_one':
    '{{step}}: тот же человек показал документ этого типа с другими данными в {{count, number}} прошлой сессии',
  'event.history.same-person-other-data_few':
    '{{step}}: тот же человек показал документ этого типа с другими данными в {{count, number}} прошлых сессиях',
  'event.history.same-person-other-data_many':
    '{{step}}: тот же человек показал документ этого типа с другими данными в {{count, number}} прошлых сессиях',
  'event.history.same-person-other-data_other':
    '{{step}}: тот же человек показал документ этого типа с другими данными в {{count, number}} прошлых сессиях',
  'event.history.same-picture_one': '{{step}}: тот же самый снимок есть в {{count, number}} прошлой сессии',
  'event.history.same-picture_few': '{{step}}: тот же самый снимок есть в {{count, number}} прошлых сессиях',
  'event.history.same-picture_many': '{{step}}: тот же самый снимок есть в {{count, number}} прошлых сессиях',
  'event.history.same-picture_other':
    '{{step}}: тот же самый снимок есть в {{count, number}} прошлых сессиях',
  'event.list.clear': 'В списке «{{list}}» не найден',
  'event.list.matched': 'Найден в списке «{{list}}»',
  'event.list.not-run': 'Поиск в списке «{{list}}» выполнить не удалось',

  'history.more_one': '… и ещё {{count, number}} более ранняя',
  'history.more_few': '… и ещё {{count, number}} более ранние',
  'history.more_many': '… и ещё {{count, number}} более ранних',
  'history.more_other': '… и ещё {{count, number}} более ранних',
  'history.otherClient': 'другой ключ клиента',
  'history.near-frames_one':
    'Почти те же снимки задания (та же запись, те же фотографии или тот же человек на том же месте; посмотрите на обе сессии) в {{count, number}} прошлой сессии:',
  'history.near-frames_few':
    'Почти те же снимки задания (та же запись, те же фотографии или тот же человек на том же месте; посмотрите на обе сессии) в {{count, number}} прошлых сессиях:',
  'history.near-frames_many':
    'Почти те же снимки задания (та же запись, те же фотографии или тот же человек на том же месте; посмотрите на обе сессии) в {{count, number}} прошлых сессиях:',
  'history.near-frames_other':
    'Почти те же снимки задания (та же запись, те же фотографии или тот же человек на том же месте; посмотрите на обе сессии) в {{count, number}} прошлой сессии:',
  'history.near-picture_one':
    'Почти тот же снимок, как сохранённый заново, в {{count, number}} прошлой сессии:',
  'history.near-picture_few':
    'Почти тот же снимок, как сохранённый заново, в {{count, number}} прошлых сессиях:',
  'history.near-picture_many':
    'Почти тот же снимок, как сохранённый заново, в {{count, number}} прошлых сессиях:',
  'history.near-picture_other':
    'Почти тот же снимок, как сохранённый заново, в {{count, number}} прошлой сессии:',
  'history.same-document-other-person_one':
    'Этот же документ с данными другого человека, в {{count, number}} прошлой сессии:',
  'history.same-document-other-person_few':
    'Этот же документ с данными другого человека, в {{count, number}} прошлых сессиях:',
  'history.same-document-other-person_many':
    'Этот же документ с данными другого человека, в {{count, number}} прошлых сессиях:',
  'history.same-document-other-person_other':
    'Этот же документ с данными другого человека, в {{count, number}} прошлых сессиях:',
  'history.same-document-other-face_one':
    'Этот же документ с другим лицом, в {{count, number}} прошлой сессии:',
  'history.same-document-other-face_few':
    'Этот же документ с другим лицом, в {{count, number}} прошлых сессиях:',
  'history.same-document-other-face_many':
    'Этот же документ с другим лицом, в {{count, number}} прошлых сессиях:',
  'history.same-document-other-face_other':
    'Этот же документ с другим лицом, в {{count, number}} прошлых сессиях:',
  'history.same-face-other-person_one':
    'То же лицо с другим именем или датой рождения, в {{count, number}} прошлой сессии:',
  'history.same-face-other-person_few':
    'То же лицо с другим именем или датой рождения, в {{count, number}} прошлых сессиях:',
  'history.same-face-other-person_many':
    'То же лицо с другим именем или датой рождения, в {{count, number}} прошлых сессиях:',
  'history.same-face-other-person_other':
    'То же лицо с другим именем или датой рождения, в {{count, number}} прошлых сессиях:',
  'history.same-person-other-data_one':
    'Тот же человек с документом этого типа и другими данными, в {{count, number}} прошлой сессии:',
  'history.same-person-other-data_few':
    'Тот же человек с документом этого типа и другими данными, в {{count, number}} прошлых сессиях:',
  'history.same-person-other-data_many':
    'Тот же человек с документом этого типа и другими данными, в {{count, number}} прошлых сессиях:',
  'history.same-person-other-data_other':
    'Тот же человек с документом этого типа и другими данными, в {{count, number}} прошлых сессиях:',
  'history.same-picture_one': 'Тот же самый снимок, в {{count, number}} прошлой сессии:',
  'history.same-picture_few': 'Тот же самый снимок, в {{count, number}} прошлых сессиях:',
  'history.same-picture_many': 'Тот же самый снимок, в {{count, number}} прошлых сессиях:',
  'history.same-picture_other': 'Тот же самый снимок, в {{count, number}} прошлых сессиях:',
  'history.sameClient': 'тот же ключ клиента',
  'history.session': 'Сессия {{id}}',
  'history.title': 'Встречалось в прошлых сессиях',

  'lists.clear': 'В списке «{{list}}» не найден.',
  'lists.face-search-off':
    'Поиск в «{{list}}» не выполнялся: сценарий не разрешает узнавать лица. Есть ли в нём этот человек, неизвестно.',
  'lists.matched.blacklist': 'В чёрном списке «{{list}}».',
  'lists.matched.customers': 'В списке клиентов «{{list}}».',
  'lists.no-face-templates':
    'Поиск в «{{list}}» не выполнялся: эта версия не умеет искать в списках по лицу. Есть ли в нём этот человек, неизвестно.',
  'lists.no-face':
    'Поиск в «{{list}}» не выполнялся: ни одно лицо сессии не видно достаточно чётко. Есть ли в нём этот человек, неизвестно.',
  'lists.no-list':
    'Поиск в «{{list}}» не выполнялся: такого списка нет. Есть ли в нём этот человек, неизвестно.',
  'lists.title': 'Списки людей',

  'problem.listId': 'Строчные латинские буквы, цифры и дефисы; каждый список один раз.',

  'replay.cannotTell': 'было: {{before}}; без нового анализа сказать нельзя',
  'replay.changed_one': 'Иначе закончилась бы {{count, number}} сессия.',
  'replay.changed_few': 'Иначе закончились бы {{count, number}} сессии.',
  'replay.changed_many': 'Иначе закончились бы {{count, number}} сессий.',
  'replay.changed_other': 'Иначе закончились бы {{count, number}} сессии.',
  'replay.hidden_one': '… и ещё {{count, number}}',
  'replay.hidden_few': '… и ещё {{count, number}}',
  'replay.hidden_many': '… и ещё {{count, number}}',
  'replay.hidden_other': '… и ещё {{count, number}}',
  'replay.instead': '{{after}} вместо «{{before}}»',
  'replay.progress': '{{looked, number}} из {{total, number}} сессий',
  'replay.run': 'Прогнать по сохранённым сессиям',
  'replay.sessions': 'Сессии, которые закончились бы иначе или о которых сказать нельзя',
  'replay.stop': 'Остановить',
  'replay.text':
    'Показывает, какие рекомендации и блокировки изменились бы, по тому, что сохранено о каждой сессии. Решения остаются, и ничего не анализируется заново.',
  'replay.title': 'Прогон',
  'replay.unchanged_one': 'Без изменений: {{count, number}}.',
  'replay.unchanged_few': 'Без изменений: {{count, number}}.',
  'replay.unchanged_many': 'Без изменений: {{count, number}}.',
  'replay.unchanged_other': 'Без изменений: {{count, number}}.',
  'replay.untold_one': 'Нужен новый анализ, чтобы сказать: {{count, number}}.',
  'replay.untold_few': 'Нужен новый анализ, чтобы сказать: {{count, number}}.',
  'replay.untold_many': 'Нужен новый анализ, чтобы сказать: {{count, number}}.',
  'replay.untold_other': 'Нужен новый анализ, чтобы сказать: {{count, number}}.',
  'replay.withoutOutcome_one': 'Ещё без исхода: {{count, number}}.',
  'replay.withoutOutcome_few': 'Ещё без исхода: {{count, number}}.',
  'replay.withoutOutcome_many': 'Ещё без исхода: {{count, number}}.',
  'replay.withoutOutcome_other': 'Ещё без исхода: {{count, number}}.',
};
