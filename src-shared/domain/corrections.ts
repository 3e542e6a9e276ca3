import { z } from 'zod';
import { fieldNames, fieldSourceSchema, type FieldName } from './analysis.ts';
import { quadSchema } from './geometry.ts';
import { captureIdSchema, daySchema } from './ids.ts';

/** Longest value of a field: an address over several lines. */
export const maxFieldValueLength = 300;
/** Longest note to a correction: a sentence or two; a comment has room for more. */
export const maxNoteLength = 500;

/** The reading that a correction stands beside, as it was read; what was read is evidence and stays. */
export const replacedReadingSchema = z.strictObject({
  source: fieldSourceSchema,
  value: z.string().max(maxFieldValueLength),
});

/** What a person says that a field of a document says. */
export const fieldCorrectionSchema = z.strictObject({
  stepId: z.string().max(64),
  name: z.enum(fieldNames),
  /** Dates as ISO days, sex as M, F or X, states by their ICAO code; all else as printed. */
  value: z.string().max(maxFieldValueLength),
  note: z.string().max(maxNoteLength).optional(),
  /** `null` where nothing was read. */
  replaces: replacedReadingSchema.nullable(),
});

/** Where a person says that a document lies in a picture; `null` gives it back to the program. */
export const cornersCorrectionSchema = z.strictObject({
  captureId: captureIdSchema,
  quadPx: quadSchema.nullable(),
});

export const fieldKinds = ['date', 'sex', 'state', 'text'] as const;
export type FieldKind = (typeof fieldKinds)[number];

/** How a field's value is written. */
export function fieldKindOf(name: FieldName): FieldKind {
  switch (name) {
    case 'birth-date':
    case 'issue-date':
    case 'expiry-date':
      return 'date';
    case 'sex':
      return 'sex';
    case 'nationality':
    case 'issuing-state':
      return 'state';
    default:
      return 'text';
  }
}

export type FieldValueFault = 'empty' | 'not-a-date' | 'not-a-sex' | 'not-a-state' | 'not-a-text';

/** Why a text is no value of the field; null where it is one. */
export function whyNoValue(name: FieldName, value: string): FieldValueFault | null {
  if (value.trim() === '') return 'empty';
  switch (fieldKindOf(name)) {
    case 'date':
      return daySchema.safeParse(value).success ? null : 'not-a-date';
    case 'sex':
      return /^[MFX]$/.test(value) ? null : 'not-a-sex';
    // One letter for Germany, two and three elsewhere (ICAO Doc 9303-3, section 5).
    case 'state':
      return /^[A-Z]{1,3}$/.test(value) ? null : 'not-a-state';
    case 'text':
      return /\p{Cc}/u.test(value) ? 'not-a-text' : null;
  }
}
