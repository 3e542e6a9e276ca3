import type { DocumentField, FieldName } from '#shared/domain/analysis.ts';
import { intersectionOverUnion } from '#shared/domain/geometry.ts';
import { comparableText, likenessOf } from './compare-text.ts';
import type { PrintedField } from './printed-fields.ts';

const nameFields: readonly FieldName[] = ['surname', 'given-names', 'patronymic'];

/**
 * Whether a name holds a word that zone or barcode state as another field and not as this one: the line of that field was taken, because the one
 * that was meant was missed or ran into it. Unless both stand in each other's place, which {@link swappedNames} tells.
 */
export function isOfOther(
  { name, normalized }: Pick<PrintedField, 'name' | 'normalized'>,
  guide: readonly DocumentField[],
): boolean {
  if (!nameFields.includes(name) || normalized === null) return false;
  const wordsOf = (text: string | null): readonly string[] =>
    (text ?? '').split(/[\s-]+/).map(comparableText);
  const own = guide.filter((field) => field.name === name).flatMap((field) => wordsOf(field.normalized));
  const others = guide
    .filter((field) => field.name !== name && nameFields.includes(field.name))
    .flatMap((field) => wordsOf(field.normalized));
  return wordsOf(normalized).some((word) => word !== '' && others.includes(word) && !own.includes(word));
}

/** A letter in four may be misread or have lost its mark: what matters is that it says the other's name and not its own. */
const sameLikeness = 0.75;
/** Lower than what contradicts a zone by itself: two names say the same, and each is read twice. */
const leastConfidence = 0.5;
/** More of two places in common, and it is one line that was taken twice. */
const sameLine = 0.5;

/**
 * Names that stand in each other's place: where the print has one, zone or barcode state the other, and the reverse, both on lines of their
 * own. One name in the place of another is a line that was taken for its neighbor; two that changed places are another
 * person's name.
 */
export function swappedNames(
  printed: readonly PrintedField[],
  guide: readonly DocumentField[],
  least = leastConfidence,
): ReadonlySet<FieldName> {
  const stated = (name: FieldName): string => guide.find((field) => field.name === name)?.normalized ?? '';
  const places = printed.filter(({ name }) => nameFields.includes(name));
  const says = (field: PrintedField, name: FieldName): number =>
    likenessOf(field.normalized ?? '', stated(name));
  const isInPlaceOf = (field: PrintedField, name: FieldName): boolean =>
    field.confidence >= least &&
    says(field, name) >= sameLikeness &&
    says(field, name) > says(field, field.name);
  return new Set(
    places.flatMap((one) =>
      places
        .filter(
          (other) =>
            other.name !== one.name &&
            isInPlaceOf(one, other.name) &&
            isInPlaceOf(other, one.name) &&
            intersectionOverUnion(one.rectPx, other.rectPx) < sameLine,
        )
        .map(({ name }) => name),
    ),
  );
}
