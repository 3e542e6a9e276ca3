import { z } from 'zod';
import { sessionIdSchema } from './ids.ts';

/** What of a session can be found again in earlier ones. */
export const comparedThings = ['person', 'document', 'picture'] as const;
export type ComparedThing = (typeof comparedThings)[number];
export const comparedThingsSchema = z.array(z.enum(comparedThings));

/**
 * What an earlier session had in common: the same person (names and birth date) with a document of the same type but another number or
 * other data; the same document under another person's data; the very same picture, byte by byte.
 */
export const historyMatchKinds = [
  'same-person-other-data',
  'same-document-other-person',
  'same-picture',
] as const;
export type HistoryMatchKind = (typeof historyMatchKinds)[number];

/** The newest so many sessions are named; how many there are is told beside. */
export const mostOthers = 20;

export const historyMatchSchema = z.strictObject({
  kind: z.enum(historyMatchKinds),
  /** Whose pictures showed it. */
  stepId: z.string(),
  /** Newest first. */
  others: z
    .array(
      z.strictObject({
        sessionId: sessionIdSchema,
        /** Whether it carries the same customer's reference; null where one of the two has none. */
        sameClientKey: z.boolean().nullable(),
      }),
    )
    .min(1)
    .max(mostOthers),
  /** How many there are, with those that are not named. */
  total: z.int().positive(),
});
export type HistoryMatch = z.infer<typeof historyMatchSchema>;

export const listKinds = ['blacklist', 'customers'] as const;
export type ListKind = (typeof listKinds)[number];

/** Why a list could not be asked: this version makes no face templates that it could be searched with. */
export const listNotRunReasons = ['no-face-templates'] as const;

const listSchema = z.strictObject({ listId: z.string().max(64), kind: z.enum(listKinds) });

export const listMatchSchema = listSchema.extend({
  /** Whose picture was found on it; null for the session as a whole. */
  stepId: z.string().nullable(),
});
export const listNotRunSchema = listSchema.extend({ reason: z.enum(listNotRunReasons) });

export type ListAnswer =
  | ({ readonly status: 'matched' } & z.infer<typeof listMatchSchema>)
  | ({ readonly status: 'not-run' } & z.infer<typeof listNotRunSchema>);
