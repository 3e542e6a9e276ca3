import { z } from 'zod';
import { barcodeSymbologies, fieldNames, mrzFormats, regionKinds } from '#shared/domain/analysis.ts';
import { documentTypeSchema } from '#shared/domain/scenario.ts';

/** On the flat side, in millimeters from its top left corner. */
const placeSchema = z.strictObject({
  leftMm: z.number().nonnegative(),
  topMm: z.number().nonnegative(),
  widthMm: z.number().positive(),
  heightMm: z.number().positive(),
});
export type PlaceMm = z.infer<typeof placeSchema>;

const patternSchema = z.string().refine(isPattern, 'must be a regular expression');

/** How a field's print is understood; dates in every order that `dateOrders` allows, names in upper case. */
const fieldKinds = ['name', 'date', 'number', 'sex', 'text', 'state', 'categories'] as const;

const fieldDefinitionSchema = z.strictObject({
  name: z.enum(fieldNames),
  kind: z.enum(fieldKinds),
  script: z.enum(['latin', 'cyrillic']).default('latin'),
  /** What is printed at the value, in any of its languages, such as `Surname` or `4b`; without accents, in any case. */
  labels: z.array(z.string().min(1)).default([]),
  /** Where its value stands against a label. */
  valueAt: z.enum(['below', 'right', 'either']).default('either'),
  /** Where its value stands on documents of one layout; `null` where issuers place it differently. */
  place: placeSchema.nullable().default(null),
  /** At most so many lines. */
  lines: z.int().min(1).max(6).default(1),
  /** How its print is turned against the page, clockwise: what is turned by 90 reads downward, as the Russian passport's number does. */
  turnDeg: z.union([z.literal(0), z.literal(90), z.literal(-90)]).default(0),
  /** What the whole normalized value must match to be believed. */
  pattern: patternSchema.nullable().default(null),
});
export type FieldDefinition = z.infer<typeof fieldDefinitionSchema>;

const regionDefinitionSchema = z.strictObject({
  kind: z.enum(regionKinds),
  place: placeSchema.nullable().default(null),
  /** Without it the document is not whole: a check says so. */
  mandatory: z.boolean().default(false),
});

const sideDefinitionSchema = z.strictObject({
  /** Words that are printed on every document of the family, with how much likelier each makes it (natural logarithm). */
  anchors: z
    .array(
      z.strictObject({
        text: z.string().min(2),
        weight: z.number().positive(),
        place: placeSchema.nullable().default(null),
        /** The state whose documents alone say so; `null` where it tells the family only. */
        country: z
          .string()
          .regex(/^[A-Z]{1,3}$/)
          .nullable()
          .default(null),
      }),
    )
    .default([]),
  fields: z.array(fieldDefinitionSchema).default([]),
  /**
   * Where lines of print stand close below each other, each behind a short label such as `1.`: it is read a second time as one block, since
   * a reader of scattered text loses single characters.
   */
  block: placeSchema.nullable().default(null),
  regions: z.array(regionDefinitionSchema).default([]),
});
export type SideDefinition = z.infer<typeof sideDefinitionSchema>;

/**
 * A family of documents as data: `resources/documents/<id>.json`, and files of the organization's own beside them. How to write one
 * is said in docs/how-to-add-a-document.md.
 */
export const documentDefinitionSchema = z.strictObject({
  /** The name of the file. */
  id: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/),
  version: z.int().positive(),
  title: z.strictObject({ en: z.string().min(1), ru: z.string().min(1) }),
  type: documentTypeSchema,
  /** Codes of the states that issue it, as documents print them; `null` where any does and the zone says which. */
  countries: z.array(z.string().regex(/^[A-Z]{1,3}$/)).nullable(),
  /**
   * How much likelier than another family it is before anything is seen, as a natural logarithm: negative for what few people carry.
   */
  prior: z.number().min(-5).max(5).default(0),
  /** ISO/IEC 7810 or ICAO Doc 9303; two pages of a booklet are one side of double height. `null` where documents have any size. */
  sizeMm: z.strictObject({ width: z.number().positive(), height: z.number().positive() }).nullable(),
  mrz: z
    .strictObject({
      formats: z.array(z.enum(mrzFormats)).min(1),
      side: z.enum(['front', 'back']),
      /**
       * What document code and issuing state match as the zone has them: five characters, fillers included. What a state has of its
       * own, such as `C1USA` of the United States' residence permit, is left out of the general families' patterns.
       */
      documentCode: patternSchema.default('^'),
      mandatory: z.boolean().default(true),
    })
    .nullable(),
  barcodes: z
    .array(
      z.strictObject({
        symbology: z.enum(barcodeSymbologies),
        side: z.enum(['front', 'back']),
        standard: z.enum(['AAMVA']).nullable().default(null),
        mandatory: z.boolean().default(false),
      }),
    )
    .default([]),
  front: sideDefinitionSchema,
  back: sideDefinitionSchema.nullable().default(null),
  /** What the document number matches, without spaces. */
  numberPattern: patternSchema.nullable().default(null),
  /** Orders in which its dates are printed. */
  dateOrders: z
    .array(z.enum(['dmy', 'mdy', 'ymd']))
    .min(1)
    .default(['dmy', 'ymd']),
  rules: z
    .strictObject({
      /** Nobody younger gets one. */
      leastAgeAtIssue: z.int().min(0).max(120).nullable().default(null),
      /** It is valid for at most so many years, and a day. */
      mostYearsValid: z.int().positive().nullable().default(null),
      /** Ages at which it must be exchanged, such as 20 and 45; it ends so many days after each. */
      exchangeAtAges: z.array(z.int().positive()).default([]),
      daysToExchange: z.int().nonnegative().default(0),
    })
    .prefault({}),
});
export type DocumentDefinition = z.infer<typeof documentDefinitionSchema>;

function isPattern(source: string): boolean {
  try {
    new RegExp(source, 'u');
    return true;
  } catch {
    return false;
  }
}
