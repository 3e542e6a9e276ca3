import type { AnalyzedFace, DocumentField, DocumentReading } from '#shared/domain/analysis.ts';
import { wholeYearsBetween } from '#shared/domain/whole-years.ts';
import type { Face } from '../faces/face.ts';
import { found, missing, type FeatureOutcome } from './feature-outcome.ts';
import type { FeatureValues } from './feature-values.ts';
import { bestOf } from './holder-fields.ts';

export interface ApparentHolder {
  readonly apparentAge: FeatureOutcome<FeatureValues['apparentAge']>;
  readonly apparentSex: FeatureOutcome<FeatureValues['apparentSex']>;
}

/** What the selfie lets guess of age and sex beside what the first document that says so states of its holder. */
export function apparentHolderOf(
  readings: readonly (DocumentReading | null)[],
  selfie: { readonly face: Face; readonly analyzed: AnalyzedFace } | null,
  referenceDay: string,
): ApparentHolder {
  if (selfie === null) return { apparentAge: missing('no-face'), apparentSex: missing('no-face') };
  const statedOf = (name: 'birth-date' | 'sex'): DocumentField | undefined =>
    readings.flatMap((reading) => (reading === null ? [] : (bestOf(reading, name) ?? [])))[0];
  const { face, analyzed } = selfie;
  const birth = statedOf('birth-date');
  const sex = statedOf('sex');
  const day = birth?.normalized ?? null;
  const statedYears = day === null ? null : wholeYearsBetween(day, referenceDay);
  const statedSex = sex?.normalized === 'M' || sex?.normalized === 'F' ? sex.normalized : null;
  return {
    apparentAge:
      birth === undefined || statedYears === null
        ? missing('date-unreadable')
        : found({ face: analyzed, apparentYears: face.age, statedYears, stated: birth }),
    // A document may state neither sex, and then nothing is held against it.
    apparentSex:
      sex === undefined || statedSex === null
        ? missing('sex-not-read')
        : found({
            face: analyzed,
            apparent: face.sex === 'male' ? 'M' : 'F',
            confidence: face.sexConfidence,
            statedSex,
            stated: sex,
          }),
  };
}
