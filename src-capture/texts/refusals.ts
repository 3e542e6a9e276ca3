import type { PersonErrorCode } from '#shared/api/person-contract.ts';
import type { LanguageCode } from './say.ts';

/** What a person is told, and whether trying again from where they are can help. */
export interface RefusalText {
  readonly title: string;
  readonly text: string;
}
type RefusalTexts = Readonly<Record<PersonErrorCode, RefusalText>>;

const orNewLink = 'please ask the organization that sent it for a new link.';
const newLink = 'Please ask the organization that sent it for a new link.';
const goOn = 'Continue, and the page shows what is still needed.';
const en: RefusalTexts = {
  'link-unknown': {
    title: 'This link does not work',
    text: `Open the link once more from the message in which you received it, whole and in the browser that you began with. If that does not help, ${orNewLink}`,
  },
  'link-expired': { title: 'This link is no longer valid', text: `Its time is over. ${newLink}` },
  'link-revoked': {
    title: 'This link was taken back',
    text: `The organization has withdrawn it. ${newLink}`,
  },
  'link-taken': {
    title: 'This link is in use on another device',
    text: `It belongs to the device and browser that opened it first. Go on there. If that was not you, ${orNewLink}`,
  },
  'consent-missing': { title: 'Your consent is needed first', text: goOn },
  'captures-missing': { title: 'A picture is missing', text: goOn },
  'challenge-over': { title: 'This step was begun again elsewhere', text: goOn },
  'frames-invalid': {
    title: 'The pictures of the camera could not be used',
    text: 'Continue, and the step begins again.',
  },
  'challenges-exhausted': {
    title: 'This step was begun too often',
    text: 'It cannot be begun again with this link. Please ask the organization that sent it how to go on.',
  },
  'too-many-requests': { title: 'The service is busy', text: 'Wait a minute, then continue.' },
  'invalid-request': {
    title: 'The page and the service do not understand each other',
    text: 'Reload this page; what you have sent is kept.',
  },
  internal: {
    title: 'Something went wrong at the other end',
    text: 'It is not your fault, and what you have sent is kept. Try again in a few minutes.',
  },
  'too-many-bytes': {
    title: 'The file is too large',
    text: 'Files may have 50 MB. Take the photo with the camera, or choose a smaller file.',
  },
  'empty-file': {
    title: 'The file could not be read',
    text: 'It is empty, or it was moved or changed since you chose it. Choose a file again, or take the photo with the camera.',
  },
  'already-submitted': { title: 'Everything was handed over already', text: goOn },
  'session-frozen': {
    title: 'The time for this check is over',
    text: `Nothing more can be sent. ${newLink}`,
  },
  'session-blocked': {
    title: 'This check was stopped',
    text: 'Nothing more can be sent. Please ask the organization that sent you the link how to go on.',
  },
  'step-closed': { title: 'This step is closed already', text: goOn },
  'capture-exists': { title: 'This picture was received already', text: goOn },
  'unknown-step': { title: 'This step is not asked for', text: goOn },
};

const orNewLinkRu = 'попросите новую ссылку у организации, которая её прислала.';
const newLinkRu = 'Попросите, пожалуйста, новую ссылку у организации, которая её прислала.';
const goOnRu = 'Продолжите, и страница покажет, что ещё нужно.';
const ru: RefusalTexts = {
  'link-unknown': {
    title: 'Эта ссылка не работает',
    text: `Откройте ссылку ещё раз из сообщения, в котором она пришла: целиком и в том браузере, в котором начали. Если не поможет, ${orNewLinkRu}`,
  },
  'link-expired': { title: 'Ссылка больше не действует', text: `Её время вышло. ${newLinkRu}` },
  'link-revoked': { title: 'Ссылка отозвана', text: `Организация её отозвала. ${newLinkRu}` },
  'link-taken': {
    title: 'Ссылка уже открыта на другом устройстве',
    text: `Она принадлежит тому устройству и браузеру, где её открыли первыми. Продолжите там. Если это были не вы, ${orNewLinkRu}`,
  },
  'consent-missing': { title: 'Сначала нужно ваше согласие', text: goOnRu },
  'captures-missing': { title: 'Не хватает снимка', text: goOnRu },
  'challenge-over': { title: 'Этот шаг начали заново в другом окне', text: goOnRu },
  'frames-invalid': {
    title: 'Снимки с камеры не удалось использовать',
    text: 'Продолжите, и шаг начнётся заново.',
  },
  'challenges-exhausted': {
    title: 'Этот шаг начинали слишком много раз',
    text: 'По этой ссылке его больше не начать. Спросите, пожалуйста, как продолжить, у организации, приславшей ссылку.',
  },
  'too-many-requests': { title: 'Сервис занят', text: 'Подождите минуту и продолжите.' },
  'invalid-request': {
    title: 'Страница и сервис не понимают друг друга',
    text: 'Перезагрузите страницу; отправленное сохранено.',
  },
  internal: {
    title: 'На другом конце что-то сломалось',
    text: 'Вы ни при чём, отправленное сохранено. Попробуйте ещё раз через несколько минут.',
  },
  'too-many-bytes': {
    title: 'Файл слишком большой',
    text: 'Размер файла — до 50 МБ. Снимите камерой или выберите файл поменьше.',
  },
  'empty-file': {
    title: 'Файл не удалось прочитать',
    text: 'Он пустой, либо его переместили или изменили после выбора. Выберите файл ещё раз или снимите камерой.',
  },
  'already-submitted': { title: 'Всё уже передано', text: goOnRu },
  'session-frozen': {
    title: 'Время этой проверки вышло',
    text: `Больше ничего отправить нельзя. ${newLinkRu}`,
  },
  'session-blocked': {
    title: 'Проверка остановлена',
    text: 'Больше ничего отправить нельзя. Спросите, пожалуйста, как продолжить, у организации, приславшей ссылку.',
  },
  'step-closed': { title: 'Этот шаг уже закрыт', text: goOnRu },
  'capture-exists': { title: 'Этот снимок уже получен', text: goOnRu },
  'unknown-step': { title: 'Этого шага здесь не требуется', text: goOnRu },
};

/** Every refusal of the intake, in words. */
export const refusalTexts: Readonly<Record<LanguageCode, RefusalTexts>> = { en, ru };

/** Whether a code is one that the page has words for. */
export function isRefusalCode(code: string): code is PersonErrorCode {
  return Object.prototype.hasOwnProperty.call(en, code);
}
