import type { CheckId } from './check-sentences.ts';
import type { Language } from './language.ts';
import type { CheckSetting, CheckSeverity, ScenarioStep } from './scenario.ts';

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
  readonly scope: 'document' | 'selfie' | 'liveness' | 'session';
  /** The policy's own severity. */
  readonly severity: CheckSeverity;
  /** Null where the check has no threshold, or several that only make sense together. */
  readonly threshold: ThresholdOption | null;
  /** Off unless a scenario switches it on: a rule that few organizations have, and that honest people break. */
  readonly isOffByDefault?: true;
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
  'selfie.eyes-open': {
    scope: 'selfie',
    severity: 'warn',
    threshold: { name: 'eyeOpening', value: 0.4, min: 0.05, max: 0.9, step: 0.05 },
  },
  'selfie.unobstructed': {
    scope: 'selfie',
    severity: 'warn',
    threshold: { name: 'faceCovered', value: 0.96, min: 0.2, max: 0.99, step: 0.01 },
  },
  'selfie.neutral': {
    scope: 'selfie',
    severity: 'warn',
    threshold: { name: 'mouthOpen', value: 0.13, min: 0.05, max: 0.5, step: 0.01 },
    isOffByDefault: true,
  },
  'selfie.plain-background': {
    scope: 'selfie',
    severity: 'warn',
    threshold: { name: 'groundBusy', value: 0.04, min: 0.01, max: 0.9, step: 0.01 },
    isOffByDefault: true,
  },
  'selfie.document-visible': { scope: 'selfie', severity: 'retry', threshold: null },
  'selfie.same-document': {
    scope: 'selfie',
    severity: 'retry',
    threshold: { name: 'heldSameLikeness', value: 0.82, min: 0.7, max: 0.95, step: 0.01 },
  },
  'face.held-matches-selfie': { scope: 'selfie', severity: 'warn', threshold: null },
  'face.held-matches-document': { scope: 'selfie', severity: 'warn', threshold: null },
  'liveness.active': { scope: 'liveness', severity: 'warn', threshold: null },
  'liveness.timing': {
    scope: 'liveness',
    severity: 'warn',
    threshold: { name: 'livenessReactionMs', value: 100, min: 0, max: 400, step: 10 },
  },
  'liveness.one-person': {
    scope: 'liveness',
    severity: 'warn',
    threshold: { name: 'livenessPersonOneIn', value: 100, min: 20, max: 10_000, step: 10 },
  },
  'liveness.depth': {
    scope: 'liveness',
    severity: 'warn',
    threshold: { name: 'livenessRelief', value: 0.17, min: 0.05, max: 0.3, step: 0.01 },
  },
  'liveness.not-replayed': { scope: 'liveness', severity: 'warn', threshold: null },
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
  'selfie.noise-consistent': {
    scope: 'selfie',
    severity: 'warn',
    threshold: { name: 'selfieNoise', value: 2.1, min: 1.5, max: 5, step: 0.1 },
  },
  'selfie.not-framed': {
    scope: 'selfie',
    severity: 'warn',
    threshold: { name: 'selfieEdges', value: 0.72, min: 0.6, max: 1, step: 0.01 },
  },
  'selfie.not-mask': {
    scope: 'selfie',
    severity: 'warn',
    threshold: { name: 'selfieHead', value: 0.993, min: 0.9, max: 0.999, step: 0.001 },
    isOffByDefault: true,
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
    threshold: { name: 'faceMatchOneIn', value: 1000, min: 100, max: 1_000_000, step: 100 },
  },
  'face.same-person': { scope: 'session', severity: 'warn', threshold: null },
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

/** Whether a check is run that a scenario sets so; a scenario that says nothing of it, as those before the check, leaves it as it is by default. */
export function isSwitchedOn(id: string, setting: Pick<CheckSetting, 'enabled'> | null | undefined): boolean {
  const options = checkOptions[id as CheckId] as CheckOptions | undefined;
  return setting?.enabled ?? options?.isOffByDefault !== true;
}

/** Whether a check of the whole session holds the documents of several steps against each other, and needs no selfie. */
export function isAmongDocuments(id: string): boolean {
  return id === 'document.same-holder';
}

/** Whether a check is of a document in the hand: only a step that asks for one has it. */
export function isOfHeldDocument(id: string): boolean {
  return (
    id === 'selfie.document-visible' || id === 'selfie.same-document' || id.startsWith('face.held-matches-')
  );
}

/** Whether a check holds the document in the hand against the one of a document step: without such a step there is nothing to hold it against. */
export function isBesideDocument(id: string): boolean {
  return id === 'selfie.same-document' || id === 'face.held-matches-document';
}

export type CheckedStep = Pick<ScenarioStep, 'id' | 'type' | 'checks'>;

/**
 * The checks whose settings a step of the scenario carries; those of a selfie at liveness too, of whose frames the best one is judged as a
 * selfie is. One among documents is set at those behind the first, which are compared with it; what a step says of it all the same is listed, since it counts.
 */
export function checksOfStep(
  { id, type, checks }: CheckedStep,
  steps: readonly CheckedStep[],
): readonly CheckId[] {
  const isDocument = type === 'document';
  const isFirst = steps.find((other) => other.type === 'document')?.id === id;
  return checkIds.filter((check) => {
    if (isOfHeldDocument(check)) return type === 'selfie-with-document';
    if (isAmongDocuments(check)) return (isDocument && !isFirst) || checks[check] !== undefined;
    const { scope } = checkOptions[check];
    return scope === 'liveness' ? type === 'liveness' : (scope === 'document') === isDocument;
  });
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
    'selfie.eyes-open':
      'How far the less open eye must be open; higher is stricter. Closed eyes of 4 rendered people measured less than 0.4 in all 28 pictures, open eyes of 16 photographed people 0.54 and more (small sets).',
    'selfie.unobstructed':
      'How surely something must hide the eyes, or nose and mouth; lower is stricter. Of 283 rendered selfies with something drawn over the face 276 measured over 0.95, of 120 with clear glasses or a fringe none; a broad smile on a photograph 0.94.',
    'selfie.neutral':
      'Widest gap of the lips, as a share of the width of the mouth; lower is stricter. Closed mouths of 12 rendered people measured up to 0.125; of 10 photographed open mouths 5 more than 0.13 (small sets).',
    'selfie.plain-background':
      'Most of the ground beside and above the head that may be other than plain, as a share of 1; lower is stricter. Before a plain wall 14 portraits of 12 rendered people measured 0; of their 40 pictures in rooms 37 more than 0.04 (small set).',
    'selfie.same-document':
      'Least likeness of print and portrait from which the two pass as one document where no number was read and what stands at its place is not unlike it; higher is stricter. The same document measured 0.85 and more; others of its kind up to 0.82 with another holder and up to 0.88 with the same; other kinds up to 0.68 (24 synthetic pictures).',
    'liveness.timing':
      'Least milliseconds from asking for a movement to seeing it made; higher is stricter. Nobody reacts within 100; pictures come every 333, so that above that honest people fail.',
    'liveness.one-person':
      'One pair of strangers in so many may look as alike as each face and the first one; higher is stricter. Turned heads of one person were more alike than any of 254 pairs of strangers (4 rendered people).',
    'liveness.depth':
      'Least movement of the nose against eyes and mouth in a turn; higher is stricter. Heads turned by 30 degrees measured 0.2 and more, pictures bent tightly 0.10 to 0.15, ones bent more tightly as much as heads (4 rendered people).',
    'selfie.not-screen':
      'Mean probability of a screen from which it counts; higher is more lenient. What share of simulated screens and of genuine pictures it tells is in docs/accuracy/presentation-attacks.md; real ones were not measured.',
    'selfie.not-printed':
      'Mean probability of a print from which it counts; higher is more lenient. What share of simulated prints and of genuine pictures it tells is in docs/accuracy/presentation-attacks.md; real ones were not measured.',
    'selfie.not-blended':
      'From how much less detail in the face than around it counts; higher is more lenient; 1 is half of it. What it tells of simulated blends is in docs/accuracy/presentation-attacks.md; real ones were not measured.',
    'selfie.noise-consistent':
      'From how much the noise of the face may differ from that of the skin beside it, in deviations of genuine pictures; higher is more lenient. What share of simulated blends and of genuine pictures it tells is in docs/accuracy/presentation-attacks.md; real ones were not measured.',
    'selfie.not-framed':
      'From how well straight edges must be seen around the face to count; higher is more lenient. What share of simulated attacks and of genuine pictures it tells is in docs/accuracy/presentation-attacks.md; real attacks were not measured.',
    'selfie.not-mask':
      'Probability of a mask or a cut-out from which it counts; higher is more lenient. What share of simulated masks and cut-outs and of genuine pictures it tells is in docs/accuracy/presentation-attacks.md; real ones were not measured, and a photograph of a real person lies just below: off unless a scenario switches it on.',
    'selfie.real-to-net':
      'Least probability of a real face; higher is stricter. What it tells of simulated attacks is in docs/accuracy/presentation-attacks.md; it needs an optional net.',
    'face.age-agrees':
      'Most years between the apparent age and the one stated; lower is stricter. On 12 rendered people the net is off by 10 on average and by 29 at most; real people were not measured.',
    'face.sex-agrees':
      'How sure the net must be before it disagrees; higher is more lenient. One of 12 rendered people is taken for the other sex with up to 0.96; real people were not measured.',
    'face.matches-document':
      'For a match, one pair of strangers in so many may look as alike; higher is stricter. The calibration of the installed net tells no more than it has pairs: the one that comes with the program 1 in 255, which 86 to 96 of 100 genuine people reached (13 people; small set).',
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
    'selfie.eyes-open':
      'Насколько должен быть открыт менее открытый глаз; больше — строже. Закрытые глаза 4 нарисованных людей дали меньше 0,4 на всех 28 снимках, открытые глаза 16 настоящих людей — 0,54 и больше (малые наборы).',
    'selfie.unobstructed':
      'С какой уверенностью глаза либо нос и рот должны быть закрыты; меньше — строже. Из 283 нарисованных селфи с помехой перед лицом 276 дали больше 0,95, из 120 с прозрачными очками или чёлкой — ни одно; широкая улыбка на фотографии — 0,94.',
    'selfie.neutral':
      'Наибольший просвет губ, доля ширины рта; меньше — строже. Закрытые рты 12 нарисованных людей дали до 0,125; из 10 открытых ртов на фотографиях 5 дали больше 0,13 (малые наборы).',
    'selfie.plain-background':
      'Какая доля фона по сторонам от головы и над ней может быть неоднотонной, доля от 1; меньше — строже. У однотонной стены 14 портретов 12 нарисованных людей дали 0; из 40 их снимков в комнатах 37 дали больше 0,04 (малый набор).',
    'selfie.same-document':
      'Наименьшее сходство печати и портрета, при котором два снимка считаются одним документом, если номер не прочитан, а на его месте не видно другого; больше — строже. Тот же документ дал 0,85 и больше; другие того же вида — до 0,82 с другим владельцем и до 0,88 с тем же; других видов — до 0,68 (24 синтетических снимка).',
    'liveness.timing':
      'Наименьшее время в миллисекундах от просьбы до выполненного движения; больше — строже. За 100 мс не реагирует никто; снимки делаются каждые 333 мс, и при большем значении не пройдут и честные люди.',
    'liveness.one-person':
      'Настолько похожей, как каждое лицо на первое, может быть одна пара посторонних из стольких; больше — строже. Повёрнутые головы одного человека похожи сильнее, чем любая из 254 пар посторонних (4 нарисованных человека).',
    'liveness.depth':
      'Наименьшее смещение носа относительно глаз и рта при повороте; больше — строже. Головы, повёрнутые на 30 градусов, дали 0,2 и больше, сильно изогнутые снимки — 0,10–0,15, изогнутые ещё сильнее — столько же, сколько головы (4 нарисованных человека).',
    'selfie.not-screen':
      'Средняя вероятность экрана, с которой она учитывается; больше — мягче. Какую долю смоделированных экранов и подлинных снимков это выявляет, сказано в docs/accuracy/presentation-attacks.md; настоящих не измеряли.',
    'selfie.not-printed':
      'Средняя вероятность печати, с которой она учитывается; больше — мягче. Какую долю смоделированных отпечатков и подлинных снимков это выявляет, сказано в docs/accuracy/presentation-attacks.md; настоящих не измеряли.',
    'selfie.not-blended':
      'Насколько меньше мелких деталей на лице, чем вокруг, чтобы это учитывалось; больше — мягче; 1 — вдвое меньше. Что это даёт на смоделированных вставках, сказано в docs/accuracy/presentation-attacks.md; настоящих не измеряли.',
    'selfie.noise-consistent':
      'Насколько шум на лице должен отличаться от шума на коже рядом, чтобы это учитывалось, в отклонениях подлинных снимков; больше — мягче. Какую долю смоделированных вставок и подлинных снимков это выявляет, сказано в docs/accuracy/presentation-attacks.md; настоящих не измеряли.',
    'selfie.not-framed':
      'Насколько ясно должны быть видны прямые края вокруг лица, чтобы это учитывалось; больше — мягче. Какую долю смоделированных атак и подлинных снимков это выявляет, сказано в docs/accuracy/presentation-attacks.md; настоящих атак не измеряли.',
    'selfie.not-mask':
      'Вероятность маски или вырезанного снимка, с которой она учитывается; больше — мягче. Какую долю смоделированных масок и вырезанных снимков и подлинных снимков это выявляет, сказано в docs/accuracy/presentation-attacks.md; настоящих не измеряли, а снимок настоящего человека лежит чуть ниже: выключено, пока сценарий не включит.',
    'selfie.real-to-net':
      'Наименьшая вероятность настоящего лица; больше — строже. Что это даёт на смоделированных атаках, сказано в docs/accuracy/presentation-attacks.md; нужна дополнительная сеть.',
    'face.age-agrees':
      'На сколько лет возраст на вид может отличаться от указанного; меньше — строже. На 12 нарисованных людях сеть ошибается в среднем на 10 лет, самое большее на 29; настоящих людей не измеряли.',
    'face.sex-agrees':
      'Насколько уверена должна быть сеть, чтобы возразить; больше — мягче. Одного из 12 нарисованных людей она относит к другому полу с уверенностью до 0,96; настоящих людей не измеряли.',
    'face.matches-document':
      'Для совпадения настолько похожей может быть одна пара посторонних из стольких; больше — строже. Калибровка установленной сети различает не больше, чем в ней пар: поставляемая с программой — 1 из 255, и этого достигли 86–96 из 100 подлинных людей (13 человек; малый набор).',
  },
};
