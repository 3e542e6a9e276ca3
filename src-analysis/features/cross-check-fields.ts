import type { DocumentField, FieldCrossCheck, FieldName, FieldSource } from '#shared/domain/analysis.ts';
import { beginsAs, isWrittenAs } from '../names/written-as.ts';
import { comparableText, isFragment, likenessOf, plainText } from './compare-text.ts';
import { hasCyrillic } from './cyrillic.ts';
import { withoutTwins } from './number-readings.ts';

/** A field of one source; of a date in figures every day that it may mean. */
export interface SourcedField {
  readonly field: DocumentField;
  readonly days: readonly string[];
  /** The source itself says that it is not cut, as the barcodes of licences do of names. */
  readonly isWhole?: boolean;
  /** A name that stands in the place of another, and that one in its place: however alike they are, it differs. */
  readonly isMisplaced?: boolean;
}

export interface CrossChecked {
  /** In their order, with `agreement`, a date's order resolved, and confidences in the light of the other sources. */
  readonly fields: readonly DocumentField[];
  readonly crossChecks: readonly FieldCrossCheck[];
}

type Outcome = Pick<FieldCrossCheck, 'agreement' | 'by'>;

const agrees = (by: NonNullable<FieldCrossCheck['by']>): Outcome => ({ agreement: 'agrees', by });
const differs: Outcome = { agreement: 'differs', by: null };
const unclear: Outcome = { agreement: 'unclear', by: null };

/** As in `readFields`: above, a letter was misread; below, it is something else; between, a person looks. */
const misreadLikeness = 0.85;
const otherLikeness = 0.6;
/** What neither side read at least as surely as a guess is no difference. */
const leastConfidence = 0.5;

/** Holds every field of one source against the same field of each other. Of several of one name and source the first counts. */
export function crossCheckFields(sourced: readonly SourcedField[]): CrossChecked {
  const crossChecks: FieldCrossCheck[] = [];
  const outcomes = new Map<SourcedField, { outcome: Outcome; other: SourcedField }[]>();
  const sources: readonly (readonly [FieldSource, FieldSource])[] = [
    ['mrz', 'viz'],
    ['mrz', 'barcode'],
    ['viz', 'barcode'],
  ];
  for (const name of new Set(sourced.map(({ field }) => field.name))) {
    for (const [a, b] of sources) {
      const of = (source: FieldSource): SourcedField | undefined =>
        sourced.find(({ field }) => field.name === name && field.source === source);
      const [one, other] = [of(a), of(b)];
      if (one === undefined || other === undefined) continue;
      const outcome = compareFields(one, other);
      crossChecks.push({ name, a, b, ...outcome });
      outcomes.set(one, [...(outcomes.get(one) ?? []), { outcome, other }]);
      outcomes.set(other, [...(outcomes.get(other) ?? []), { outcome, other: one }]);
    }
  }
  return {
    crossChecks,
    fields: sourced.map((item) => {
      const own = outcomes.get(item) ?? [];
      const { alternatives, ...field } = item.field;
      const isSettled = own.some(({ outcome }) => settles(outcome));
      const number = isSettled ? null : settledNumber(item, own);
      return {
        ...field,
        ...(alternatives !== undefined && !isSettled && number === null && { alternatives }),
        normalized: number ?? field.normalized ?? resolvedDay(item, own),
        agreement: own.some(({ outcome }) => outcome.agreement === 'differs')
          ? ('differs' as const)
          : own.some(({ outcome }) => outcome.agreement === 'agrees')
            ? ('agrees' as const)
            : ('single' as const),
        confidence: own.reduce(
          (confidence, { outcome, other }) => inLightOf(confidence, other.field.confidence, outcome),
          field.confidence,
        ),
      };
    }),
  };
}

/** Whether two sources say the same letter for letter, so that none is in doubt: what was misread or cut leaves that open. */
export const settles = ({ agreement, by }: Outcome): boolean =>
  agreement === 'agrees' && by !== 'spelling' && by !== 'truncation';

/** The day that another source means too. */
function resolvedDay(
  { days }: SourcedField,
  others: readonly { outcome: Outcome; other: SourcedField }[],
): string | null {
  const common = days.filter((day) => others.some(({ other }) => daysOf(other).includes(day)));
  return common.length === 1 ? (common[0] ?? null) : null;
}

/** A printed number by the source that says which of its letters are figures, where nothing else is between them; that source has check digits. */
function settledNumber(
  { field: { source, normalized, name } }: SourcedField,
  others: readonly { outcome: Outcome; other: SourcedField }[],
): string | null {
  if (source !== 'viz' || normalized === null || !numbers.includes(name)) return null;
  const same = others.find(
    ({ other }) =>
      other.field.normalized !== null &&
      plainText(other.field.normalized) !== plainText(normalized) &&
      withoutTwins(plainText(other.field.normalized)) === withoutTwins(plainText(normalized)),
  );
  return same?.other.field.normalized ?? null;
}

const numbers: readonly FieldName[] = ['document-number', 'personal-number'];

/**
 * Two readers of their own that say the same are wrong together only where both are: 1 − (1−p)(1−q). Of two that differ one at most is right:
 * p(1−q) against q(1−p). Letters that were misread say nothing either way.
 */
function inLightOf(p: number, q: number, { agreement, by }: Outcome): number {
  if (agreement === 'agrees' && by !== 'spelling') return 1 - (1 - p) * (1 - q);
  if (agreement !== 'differs') return p;
  const [mine, theirs] = [p * (1 - q), q * (1 - p)];
  return mine + theirs === 0 ? p / 2 : mine / (mine + theirs);
}

const daysOf = ({ field, days }: SourcedField): readonly string[] =>
  days.length > 0 ? days : field.normalized === null ? [] : [field.normalized];

/** Whether two sources say the same of a field, and by what rule unequal writings do. */
export function compareFields(one: SourcedField, other: SourcedField): Outcome {
  const outcome = compareByKind(one, other);
  const isSure = Math.min(one.field.confidence, other.field.confidence) >= leastConfidence;
  return outcome.agreement === 'differs' && !isSure ? unclear : outcome;
}

function compareByKind(one: SourcedField, other: SourcedField): Outcome {
  const { name } = one.field;
  if (one.isMisplaced === true || other.isMisplaced === true) return differs;
  if (isDate(name)) return compareDays(daysOf(one), daysOf(other));
  const [a, b] = [one.field.normalized, other.field.normalized];
  if (a === null || b === null) return unclear;
  if (comparableText(a) === comparableText(b)) {
    const scripts = hasCyrillic(one.field.value) === hasCyrillic(other.field.value);
    return agrees(scripts ? 'equal' : 'transliteration');
  }
  switch (name) {
    case 'sex':
      return differs;
    case 'surname':
    case 'given-names':
    case 'patronymic':
      return compareNames(a, b, (a.length <= b.length ? one : other).isWhole !== true);
    case 'document-number':
    case 'personal-number':
    case 'division-code':
    case 'optional-data':
      return compareNumbers(a, b);
    case 'nationality':
    case 'issuing-state':
      // A code against a state's name, which often begins like it: it can agree, never differ.
      return plainText(longer(a, b)).startsWith(plainText(shorter(a, b))) ? agrees('truncation') : unclear;
    case 'licence-categories':
      return sameParts(a, b) ? agrees('equal') : unclear;
    default:
      return compareTexts(a, b);
  }
}

const isDate = (name: FieldName): boolean => name.endsWith('-date');

function compareDays(a: readonly string[], b: readonly string[]): Outcome {
  if (a.length === 0 || b.length === 0) return unclear;
  if (a.some((day) => b.includes(day)))
    return agrees(a.length === 1 && b.length === 1 ? 'equal' : 'date-order');
  // A zone may know the year or the month only (ICAO Doc 9303-3, 4.8).
  if (a.some((day) => b.some((rest) => day.startsWith(rest) || rest.startsWith(day))))
    return agrees('truncation');
  return differs;
}

/** `mayBeCut`: whether the shorter may end early. */
function compareNames(a: string, b: string, mayBeCut: boolean): Outcome {
  if (isWrittenAs(a, b) || isWrittenAs(b, a)) return agrees('transliteration');
  if (mayBeCut && isCut(shorter(a, b), longer(a, b))) return agrees('truncation');
  const likeness = Math.max(likenessOf(a, b), likenessOf(b, a));
  if (likeness >= misreadLikeness) return agrees('spelling');
  return likeness < otherLikeness && !isFragment(shorter(a, b), longer(a, b)) ? differs : unclear;
}

/** A zone that is too short ends names within a letter or leaves some out (ICAO Doc 9303-3, 4.6); each part begins as it should. */
function isCut(short: string, long: string): boolean {
  const [parts, whole] = [short, long].map((text) => text.split(/[\s-]+/));
  if (parts === undefined || whole === undefined || parts.length > whole.length) return false;
  return parts.every((part, index) => plainText(part) !== '' && beginsAs(whole[index] ?? '', part));
}

/** Places of a number in a zone; the rest of a longer one is cut there on visas (ICAO Doc 9303-7). */
const placesInZone = 9;

function compareNumbers(a: string, b: string): Outcome {
  const [short, long] = [plainText(shorter(a, b)), plainText(longer(a, b))];
  if (short.length >= placesInZone && long.startsWith(short)) return agrees('truncation');
  const likeness = likenessOf(a, b);
  if (likeness === 1) return agrees('spelling');
  return likeness < otherLikeness ? differs : unclear;
}

function compareTexts(a: string, b: string): Outcome {
  const likeness = likenessOf(a, b);
  if (likeness >= misreadLikeness) return agrees('spelling');
  return plainText(longer(a, b)).startsWith(plainText(shorter(a, b))) ? agrees('truncation') : unclear;
}

function sameParts(a: string, b: string): boolean {
  const partsOf = (text: string): string =>
    [...new Set(text.split(/[^A-Z0-9]+/).filter((part) => part !== ''))].sort().join();
  return partsOf(a) === partsOf(b);
}

const shorter = (a: string, b: string): string => (a.length <= b.length ? a : b);
const longer = (a: string, b: string): string => (a.length <= b.length ? b : a);
