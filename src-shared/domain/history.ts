import { z } from 'zod';
import { sessionIdSchema } from './ids.ts';

/** What of a session can be found again in earlier ones. */
export const comparedThings = ['person', 'document', 'picture', 'face'] as const;
export type ComparedThing = (typeof comparedThings)[number];
export const comparedThingsSchema = z.array(z.enum(comparedThings));

/**
 * What an earlier session had in common: the same person (names and birth date) with a document of the same type but another number or
 * other data; the same document under another person's data; the very same picture, byte by byte; nearly the same picture, as one that was saved again; nearly the same pictures of a challenge before the camera, or their mirror images: a film that is played again, photographs that are shown again, or the same person in the same place; the same face under another name or birth
 * date; the same document with another face.
 */
export const historyMatchKinds = [
  'same-person-other-data',
  'same-document-other-person',
  'same-picture',
  'near-picture',
  'near-frames',
  'same-face-other-person',
  'same-document-other-face',
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

/**
 * Why a list could not be asked: by a version that made no face templates; the scenario does not let faces be found again; no face that is
 * clear enough came with the session; there is no such list.
 */
export const listNotRunReasons = ['no-face-templates', 'face-search-off', 'no-face', 'no-list'] as const;

const listSchema = z.strictObject({ listId: z.string().max(64), kind: z.enum(listKinds) });

export const listMatchSchema = listSchema.extend({
  /** Whose picture was found on it; null for the session as a whole. */
  stepId: z.string().nullable(),
  /** Who of the list it is, and how far the faces are apart; absent from events of earlier versions. */
  personId: z.uuid().optional(),
  distance: z.number().nonnegative().optional(),
});
/** Nobody on it is near enough to the faces of the session. */
export const listClearSchema = listSchema;
export const listNotRunSchema = listSchema.extend({ reason: z.enum(listNotRunReasons) });

export type ListAnswer =
  | ({ readonly status: 'matched' } & z.infer<typeof listMatchSchema>)
  | ({ readonly status: 'clear' } & z.infer<typeof listClearSchema>)
  | ({ readonly status: 'not-run' } & z.infer<typeof listNotRunSchema>);
