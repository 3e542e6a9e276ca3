import type { Language } from './language.ts';
import type { CheckSeverity, ScenarioStep, StepType } from './scenario.ts';

type Label =
  | 'name'
  | 'age'
  | 'attempts'
  | 'criticalErrors'
  | 'lifetime'
  | 'storage'
  | 'twoDocuments'
  | 'otherData'
  | 'blacklists'
  | 'blacklisted'
  | 'customerLists'
  | 'findFaces'
  | 'divisionCodes'
  | 'databaseChecks'
  | 'callbackUrl'
  | 'encrypt'
  | 'statusesOnly'
  | 'onlyFinal'
  | 'organization'
  | 'purpose'
  | 'accentColor'
  | 'redirectUrl'
  | 'stepType'
  | 'sides'
  | 'documentTypes'
  | 'countries'
  | 'mrzRequired'
  | 'captureFrame';

/** The words of the sentences that tell two versions of a scenario apart. */
export interface DifferenceWords {
  readonly labels: Readonly<Record<Label, string>>;
  readonly stepTypes: Readonly<Record<StepType, string>>;
  readonly frames: Readonly<Record<ScenarioStep['captureFrame'], string>>;
  readonly severities: Readonly<Record<CheckSeverity, string>>;
  readonly on: string;
  readonly off: string;
  /** Of a check, which is feminine in Russian. */
  readonly checkOff: string;
  readonly never: string;
  readonly any: string;
  readonly nothing: string;
  readonly asPolicy: string;
  readonly quote: (text: string) => string;
  readonly changed: (label: string, from: string, to: string) => string;
  readonly inStep: (step: string, sentence: string) => string;
  readonly step: (type: string, id: string) => string;
  readonly check: (title: string) => string;
  readonly threshold: (value: string) => string;
  readonly added: (step: string) => string;
  readonly removed: (step: string) => string;
  readonly reordered: (order: string) => string;
}

export const differenceWords: Readonly<Record<Language, DifferenceWords>> = {
  en: {
    labels: {
      name: 'Name',
      age: 'Allowed age',
      attempts: 'Attempts per step',
      criticalErrors: 'Critical errors before blocking',
      lifetime: 'Lifetime in minutes',
      storage: 'Storage in days',
      twoDocuments: 'Block on two different documents',
      otherData: 'Block on same person with other data',
      blacklists: 'Blacklists',
      blacklisted: 'Block on a match with a blacklist',
      customerLists: 'Customer lists',
      findFaces: 'Faces are found again',
      divisionCodes: 'Issuing authority against division codes',
      databaseChecks: 'Notifications of database checks as they are ready',
      callbackUrl: 'Callback address',
      encrypt: 'Encrypted notifications',
      statusesOnly: 'Notifications without personal data',
      onlyFinal: 'Notifications only when final',
      organization: 'Organization',
      purpose: 'Purpose',
      accentColor: 'Color',
      redirectUrl: 'Address after success',
      stepType: 'type',
      sides: 'pictures',
      documentTypes: 'document types',
      countries: 'issuing states',
      mrzRequired: 'machine-readable zone required',
      captureFrame: 'frame',
    },
    stepTypes: {
      document: 'Document',
      selfie: 'Selfie',
      'selfie-with-document': 'Selfie with document',
      liveness: 'Liveness',
    },
    frames: { horizontal: 'horizontal', vertical: 'vertical' },
    severities: { block: 'blocks', retry: 'asks again', warn: 'warns' },
    on: 'on',
    off: 'off',
    checkOff: 'off',
    never: 'without limit',
    any: 'any',
    nothing: 'nothing',
    asPolicy: 'as the policy has it',
    quote: (text) => `“${text}”`,
    changed: (label, from, to) => `${label}: ${to} instead of ${from}.`,
    inStep: (step, sentence) => `${step} – ${sentence}`,
    // The id is said where it says more than the type does.
    step: (type, id) => (id === type.toLowerCase().replaceAll(' ', '-') ? type : `${type} (${id})`),
    check: (title) => `check “${title}”`,
    threshold: (value) => `threshold ${value}`,
    added: (step) => `Step added: ${step}.`,
    removed: (step) => `Step removed: ${step}.`,
    reordered: (order) => `Order of the steps: ${order}.`,
  },
  ru: {
    labels: {
      name: 'Название',
      age: 'Допустимый возраст',
      attempts: 'Попыток на шаг',
      criticalErrors: 'Критических ошибок до блокировки',
      lifetime: 'Время сессии в минутах',
      storage: 'Хранение в днях',
      twoDocuments: 'Блокировать при двух разных документах',
      otherData: 'Блокировать того же человека с другими данными',
      blacklists: 'Чёрные списки',
      blacklisted: 'Блокировать при совпадении с чёрным списком',
      customerLists: 'Списки клиентов',
      findFaces: 'Лица узнаются',
      divisionCodes: 'Сверка органа выдачи с кодами подразделений',
      databaseChecks: 'Уведомления о проверках по базам по мере готовности',
      callbackUrl: 'Адрес уведомлений',
      encrypt: 'Шифрование уведомлений',
      statusesOnly: 'Уведомления без персональных данных',
      onlyFinal: 'Уведомления только об итоге',
      organization: 'Организация',
      purpose: 'Цель',
      accentColor: 'Цвет',
      redirectUrl: 'Адрес после успеха',
      stepType: 'вид',
      sides: 'снимки',
      documentTypes: 'виды документов',
      countries: 'государства выдачи',
      mrzRequired: 'машиночитаемая зона обязательна',
      captureFrame: 'рамка',
    },
    stepTypes: {
      document: 'Документ',
      selfie: 'Селфи',
      'selfie-with-document': 'Селфи с документом',
      liveness: 'Живость',
    },
    frames: { horizontal: 'горизонтальная', vertical: 'вертикальная' },
    severities: { block: 'блокирует', retry: 'просит переснять', warn: 'предупреждает' },
    on: 'да',
    off: 'нет',
    checkOff: 'выключена',
    never: 'без ограничения',
    any: 'любые',
    nothing: 'ничего',
    asPolicy: 'как в политике',
    quote: (text) => `«${text}»`,
    changed: (label, from, to) => `${label}: ${to}, было: ${from}.`,
    inStep: (step, sentence) => `${step} – ${sentence}`,
    step: (type, id) => `${type} (${id})`,
    check: (title) => `проверка «${title}»`,
    threshold: (value) => `порог ${value}`,
    added: (step) => `Добавлен шаг: ${step}.`,
    removed: (step) => `Убран шаг: ${step}.`,
    reordered: (order) => `Порядок шагов: ${order}.`,
  },
};
