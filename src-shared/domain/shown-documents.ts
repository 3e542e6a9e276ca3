import type { DocumentField, DocumentReading, FieldName, Mrz, StepAnalysis } from './analysis.ts';
import type { DocumentType } from './scenario.ts';

/**
 * Names have no check digit, and one misread letter makes another person. This sure of its weakest letter, the reader errs in well under
 * 1 of 1,000 (policy 2026-11, `confidentCharacter`).
 */
const sureCharacter = 0.9;

/** What a document said, each part as one text that is the same whenever the same is read. Personal data: for a keyed hash only. */
export interface ShownDocument {
  readonly stepId: string;
  readonly type: DocumentType;
  /** Names and birth date; null where they were not read surely. */
  readonly person: string | null;
  /** Type, issuing state and number. */
  readonly document: string;
  /** All that and the date of expiry; null where that was not read surely. */
  readonly data: string | null;
}

function surely(mrz: Mrz, name: Mrz['checkDigits'][number]['name']): boolean {
  const digits = mrz.checkDigits.filter((digit) => digit.name === name);
  return digits.length > 0 && digits.every(({ valid }) => valid);
}

function zoneField({ fields }: DocumentReading, name: FieldName): DocumentField | undefined {
  return fields.find((field) => field.name === name && field.source === 'mrz' && field.normalized !== null);
}

function checkedField(
  document: DocumentReading,
  name: 'document-number' | 'birth-date' | 'expiry-date',
): string | null {
  const { mrz } = document;
  return mrz !== null && surely(mrz, name) ? (zoneField(document, name)?.normalized ?? null) : null;
}

/** The number in the machine-readable zone, whose check digit proves that it was read right; null where nothing does. */
export function provedNumberOf(document: DocumentReading): string | null {
  return checkedField(document, 'document-number');
}

function shownBy(stepId: string, reading: DocumentReading): ShownDocument | undefined {
  const { type, country } = reading;
  const read = (name: FieldName): DocumentField | undefined => zoneField(reading, name);
  const checked = (name: 'birth-date' | 'expiry-date'): string | null => checkedField(reading, name);

  const number = provedNumberOf(reading);
  if (number === null) return undefined;
  const birthDate = checked('birth-date');
  const names = [read('surname'), read('given-names')].filter((field) => field !== undefined);
  const areSure = names.length > 0 && names.every(({ confidence }) => confidence >= sureCharacter);
  const expiryDate = checked('expiry-date');
  const document = [type, country, number];
  return {
    stepId,
    type,
    person:
      birthDate === null || !areSure
        ? null
        : JSON.stringify([
            ...['surname', 'given-names'].map((name) =>
              (names.find((field) => field.name === name)?.normalized ?? '').replaceAll(/\s+/gu, ' ').trim(),
            ),
            birthDate,
          ]),
    document: JSON.stringify(document),
    data: expiryDate === null ? null : JSON.stringify([...document, expiryDate]),
  };
}

/**
 * The documents of an analysis that were read surely enough to be looked up in other sessions: from the machine-readable zone alone, whose
 * check digits prove number and dates. A misread number must not make an honest person one with two documents.
 */
export function shownDocuments(steps: readonly StepAnalysis[]): readonly ShownDocument[] {
  return steps.flatMap(({ id, document }) => {
    const shown = document === null ? undefined : shownBy(id, document);
    return shown === undefined ? [] : [shown];
  });
}
