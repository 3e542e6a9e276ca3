import type { CheckId } from './check-sentences.ts';
import type { Language } from './language.ts';
import type { CheckSeverity, ScenarioStep } from './scenario.ts';

/** The one threshold of the policy that decides a check, as a scenario may set it for a step. */
export interface ThresholdOption {
  /** Name in the policy. */
  readonly name: string;
  /** The policy's own value. */
  readonly value: number;
  /** What can be set: outside of it the check would pass, or fail, everything. */
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

/** What a scenario can set for a check. A test in src-analysis holds it to the registry and to the policy. */
export interface CheckOptions {
  /**
   * Which steps carry its setting. A check of the whole session is set at the selfie, which it compares with the document, or at the
   * documents that it compares: {@link isAmongDocuments}.
   */
  readonly scope: 'document' | 'selfie' | 'session';
  /** The policy's own severity. */
  readonly severity: CheckSeverity;
  /** Null where the check has no threshold, or several that only make sense together. */
  readonly threshold: ThresholdOption | null;
}

/** Every check, in the order in which an analyst reads them. */
export const checkOptions: Readonly<Record<CheckId, CheckOptions>> = {
  'document.present': { scope: 'document', severity: 'retry', threshold: null },
  'document.single': { scope: 'document', severity: 'warn', threshold: null },
  'document.fully-visible': { scope: 'document', severity: 'retry', threshold: null },
  'document.unobstructed': {
    scope: 'document',
    severity: 'warn',
    threshold: { name: 'coveredShare', value: 0.08, min: 0.01, max: 0.5, step: 0.01 },
  },
  'document.undamaged': {
    scope: 'document',
    severity: 'warn',
    threshold: { name: 'missingMm2', value: 10, min: 2, max: 200, step: 1 },
  },
  'document.sharp': {
    scope: 'document',
    severity: 'retry',
    threshold: { name: 'documentSharpness', value: 0.4, min: 0.05, max: 0.95, step: 0.05 },
  },
  'document.resolution': {
    scope: 'document',
    severity: 'retry',
    threshold: { name: 'pixelsPerMm', value: 4, min: 1, max: 40, step: 0.5 },
  },
  'document.exposure': { scope: 'document', severity: 'retry', threshold: null },
  'document.glare': {
    scope: 'document',
    severity: 'retry',
    threshold: { name: 'glareShare', value: 0.08, min: 0.005, max: 0.5, step: 0.005 },
  },
  'document.type-accepted': { scope: 'document', severity: 'retry', threshold: null },
  'document.sides-differ': { scope: 'document', severity: 'retry', threshold: null },
  'document.sides-type': { scope: 'document', severity: 'warn', threshold: null },
  'document.sides-match': { scope: 'document', severity: 'retry', threshold: null },
  'document.elements-present': { scope: 'document', severity: 'warn', threshold: null },
  'document.mrz-present': { scope: 'document', severity: 'retry', threshold: null },
  'document.mrz-form': { scope: 'document', severity: 'warn', threshold: null },
  'document.mrz-check-digits': {
    scope: 'document',
    severity: 'block',
    threshold: { name: 'confidentCharacter', value: 0.9, min: 0.5, max: 0.99, step: 0.01 },
  },
  'document.mrz-placement': { scope: 'document', severity: 'warn', threshold: null },
  'document.mrz-font': { scope: 'document', severity: 'warn', threshold: null },
  'document.mrz-matches-printed': { scope: 'document', severity: 'warn', threshold: null },
  'document.barcode-matches': { scope: 'document', severity: 'warn', threshold: null },
  'document.dates-possible': { scope: 'document', severity: 'block', threshold: null },
  'document.not-expired': { scope: 'document', severity: 'block', threshold: null },
  'document.age-in-range': { scope: 'document', severity: 'block', threshold: null },
  'document.issue-rules': { scope: 'document', severity: 'warn', threshold: null },
  'document.number-format': { scope: 'document', severity: 'warn', threshold: null },
  'document.sex-matches-names': { scope: 'document', severity: 'warn', threshold: null },
  'document.issuing-authority': { scope: 'document', severity: 'warn', threshold: null },
  'document.ghost-matches-portrait': { scope: 'document', severity: 'warn', threshold: null },
  'selfie.single-face': { scope: 'selfie', severity: 'retry', threshold: null },
  'selfie.sharp': {
    scope: 'selfie',
    severity: 'retry',
    threshold: { name: 'selfieSharpness', value: 15, min: 1, max: 200, step: 1 },
  },
  'selfie.lit': { scope: 'selfie', severity: 'retry', threshold: null },
  'selfie.resolution': {
    scope: 'selfie',
    severity: 'retry',
    threshold: { name: 'selfieEyesPx', value: 40, min: 20, max: 200, step: 5 },
  },
  'selfie.frontal': { scope: 'selfie', severity: 'retry', threshold: null },
  'selfie.not-screen': {
    scope: 'selfie',
    severity: 'warn',
    threshold: { name: 'selfieScreen', value: 0.45, min: 0.05, max: 0.99, step: 0.01 },
  },
  'selfie.not-printed': {
    scope: 'selfie',
    severity: 'warn',
    threshold: { name: 'selfiePrint', value: 0.55, min: 0.05, max: 0.99, step: 0.01 },
  },
  'selfie.not-blended': {
    scope: 'selfie',
    severity: 'warn',
    threshold: { name: 'selfieDetail', value: 0.8, min: 0.2, max: 4, step: 0.1 },
  },
  'selfie.not-edited': { scope: 'selfie', severity: 'warn', threshold: null },
  'selfie.real-to-net': {
    scope: 'selfie',
    severity: 'warn',
    threshold: { name: 'selfieRealness', value: 0.5, min: 0.01, max: 0.99, step: 0.01 },
  },
  'document.same-holder': { scope: 'session', severity: 'warn', threshold: null },
  'face.matches-document': {
    scope: 'session',
    severity: 'block',
    threshold: { name: 'faceMatchDistance', value: 0.5, min: 0.3, max: 0.65, step: 0.01 },
  },
  'face.age-agrees': {
    scope: 'session',
    severity: 'warn',
    threshold: { name: 'apparentAgeYears', value: 30, min: 5, max: 60, step: 1 },
  },
  'face.sex-agrees': {
    scope: 'session',
    severity: 'warn',
    threshold: { name: 'apparentSex', value: 0.98, min: 0.6, max: 0.999, step: 0.001 },
  },
};

export const checkIds = Object.keys(checkOptions) as readonly CheckId[];

/** Whether a check of the whole session holds the documents of several steps against each other, and needs no selfie. */
export function isAmongDocuments(id: string): boolean {
  return id === 'document.same-holder';
}

export type CheckedStep = Pick<ScenarioStep, 'id' | 'type' | 'checks'>;

/**
 * The checks whose settings a step of the scenario carries; none for liveness, which nothing checks yet. One among documents is set at those
 * behind the first, which are compared with it; what a step says of it all the same is listed, since it counts.
 */
export function checksOfStep(
  { id, type, checks }: CheckedStep,
  steps: readonly CheckedStep[],
): readonly CheckId[] {
  if (type === 'liveness') return [];
  const isDocument = type === 'document';
  const isFirst = steps.find((other) => other.type === 'document')?.id === id;
  return checkIds.filter((check) =>
    isAmongDocuments(check)
      ? (isDocument && !isFirst) || checks[check] !== undefined
      : (checkOptions[check].scope === 'document') === isDocument,
  );
}

type ThresholdTexts = Readonly<Partial<Record<CheckId, string>>>;

/** What a threshold means, for whoever moves it: which way is stricter, and what was measured. */
export const thresholdMeanings: Readonly<Record<Language, ThresholdTexts>> = {
  en: {
    'document.sharp':
      'Least sharpness; higher is stricter. Readable print measured 0.51 and more, print that was lost 0.39 and less (15 synthetic pictures).',
    'document.resolution':
      'Least pixels per millimeter; higher is stricter. From 4.1 all print was read, at 2.3 most was lost (15 synthetic pictures).',
    'document.glare':
      'Most of the document that glare may hide, as a share of 1; lower is stricter. All pictures that lost their print measured over 0.08 (7 of 20 synthetic ones).',
    'document.unobstructed':
      'Most of the document that may be covered at its edge, as a share of 1; lower is stricter. A thumb that holds a document measures 0.015 to 0.066 (24 synthetic pictures).',
    'document.undamaged':
      'Most of the document, in mm², that may be missing at its edge; lower is stricter. Of 44 whole documents one measured more than 4 mm², 9 mm²; of 28 that lacked 7 mm and more 26 measured over 10 (synthetic pictures).',
    'document.mrz-check-digits':
      'How surely every character must be read before a wrong check digit counts against the document; higher is more lenient. At 0.9 well under 1 of 1,000 characters is misread.',
    'selfie.sharp':
      'Least sharpness of the face; higher is stricter. Faces as taken measured 20 and more, a face 40 pixels high under 8.',
    'selfie.resolution':
      'Least pixels between the eyes; higher is stricter. At 40 about 99 of 100 pairs of one person match, at 27 about 93 (13 people; small set). A phone gives 150 and more.',
    'selfie.not-screen':
      'Mean probability of a screen from which it counts; higher is more lenient. What share of simulated screens and of genuine pictures it tells is in docs/accuracy/presentation-attacks.md; real ones were not measured.',
    'selfie.not-printed':
      'Mean probability of a print from which it counts; higher is more lenient. What share of simulated prints and of genuine pictures it tells is in docs/accuracy/presentation-attacks.md; real ones were not measured.',
    'selfie.not-blended':
      'From how much less detail in the face than around it counts; higher is more lenient; 1 is half of it. What it tells of simulated blends is in docs/accuracy/presentation-attacks.md; real ones were not measured.',
    'selfie.real-to-net':
      'Least probability of a real face; higher is stricter. What it tells of simulated attacks is in docs/accuracy/presentation-attacks.md; it needs an optional net.',
    'face.age-agrees':
      'Most years between the apparent age and the one stated; lower is stricter. On 12 rendered people the net is off by 10 on average and by 29 at most; real people were not measured.',
    'face.sex-agrees':
      'How sure the net must be before it disagrees; higher is more lenient. One of 12 rendered people is taken for the other sex with up to 0.96; real people were not measured.',
    'face.matches-document':
      'Most distance between the faces; lower is stricter. At 0.50 about 4 of 100 genuine people miss the match, and 1 of 1,552 pairs of strangers matched (13 people; small set).',
  },
  ru: {
    'document.sharp':
      'Наименьшая резкость; больше — строже. Читаемая печать дала 0,51 и больше, потерянная — 0,39 и меньше (15 синтетических снимков).',
    'document.resolution':
      'Наименьшее число пикселей на миллиметр; больше — строже. Начиная с 4,1 прочитана вся печать, при 2,3 большая часть потеряна (15 синтетических снимков).',
    'document.glare':
      'Какую долю документа могут скрыть блики; меньше — строже. Все снимки, потерявшие печать, дали больше 0,08 (7 из 20 синтетических).',
    'document.unobstructed':
      'Какую долю документа может закрывать то, что лежит на его крае; меньше — строже. Палец, держащий документ, занимает 0,015–0,066 (24 синтетических снимка).',
    'document.undamaged':
      'Сколько мм² документа может не хватать у края; меньше — строже. Из 44 целых документов один дал больше 4 мм² — 9 мм²; из 28, которым недоставало 7 мм и больше, 26 дали свыше 10 (синтетические снимки).',
    'document.mrz-check-digits':
      'Насколько уверенно должны быть прочитаны знаки, чтобы неверная контрольная цифра говорила против документа; больше — мягче. При 0,9 неверно прочитано заметно меньше 1 знака из 1000.',
    'selfie.sharp':
      'Наименьшая резкость лица; больше — строже. Обычные снимки дали 20 и больше, лицо высотой 40 пикселей — меньше 8.',
    'selfie.resolution':
      'Наименьшее число пикселей между глазами; больше — строже. При 40 совпадают примерно 99 из 100 пар одного человека, при 27 — 93 (13 человек; малый набор). Телефон даёт 150 и больше.',
    'selfie.not-screen':
      'Средняя вероятность экрана, с которой она учитывается; больше — мягче. Какую долю смоделированных экранов и подлинных снимков это выявляет, сказано в docs/accuracy/presentation-attacks.md; настоящих не измеряли.',
    'selfie.not-printed':
      'Средняя вероятность печати, с которой она учитывается; больше — мягче. Какую долю смоделированных отпечатков и подлинных снимков это выявляет, сказано в docs/accuracy/presentation-attacks.md; настоящих не измеряли.',
    'selfie.not-blended':
      'Насколько меньше мелких деталей на лице, чем вокруг, чтобы это учитывалось; больше — мягче; 1 — вдвое меньше. Что это даёт на смоделированных вставках, сказано в docs/accuracy/presentation-attacks.md; настоящих не измеряли.',
    'selfie.real-to-net':
      'Наименьшая вероятность настоящего лица; больше — строже. Что это даёт на смоделированных атаках, сказано в docs/accuracy/presentation-attacks.md; нужна дополнительная сеть.',
    'face.age-agrees':
      'На сколько лет возраст на вид может отличаться от указанного; меньше — строже. На 12 нарисованных людях сеть ошибается в среднем на 10 лет, самое большее на 29; настоящих людей не измеряли.',
    'face.sex-agrees':
      'Насколько уверена должна быть сеть, чтобы возразить; больше — мягче. Одного из 12 нарисованных людей она относит к другому полу с уверенностью до 0,96; настоящих людей не измеряли.',
    'face.matches-document':
      'Наибольшее расстояние между лицами; меньше — строже. При 0,50 не совпадают примерно 4 из 100 подлинных людей, а из 1552 пар чужих совпала 1 (13 человек; малый набор).',
  },
};
