import { z } from 'zod';
import { instantSchema, sessionIdSchema } from './ids.ts';

/** At most so many links at once. */
export const maxLinksAtOnce = 1000;
/** The longest lifetime of a link: 90 days. */
export const maxLinkMinutes = 90 * 24 * 60;
/** A link that nobody has started can be sent again so long after it was made; who lost it later gets another one. */
export const linkResendDays = 7;

/**
 * What became of a link, as far as the intake knows without reading the session: `opened` by a person who has not consented yet,
 * `started` a session, whose own state tells the rest.
 */
export const linkStates = ['new', 'opened', 'started', 'expired', 'revoked'] as const;
export type LinkState = (typeof linkStates)[number];

/** A one-time link, without the token in its address, of which the intake keeps a hash only. */
export const linkSchema = z.strictObject({
  linkId: z.uuid(),
  scenarioId: z.string(),
  scenarioVersion: z.int().positive(),
  state: z.enum(linkStates),
  createdAt: instantSchema,
  /** Who made it: a user's id. */
  createdBy: z.string(),
  expiresAt: instantSchema,
  openedAt: instantSchema.nullable(),
  sessionId: sessionIdSchema.nullable(),
  /** The customer's own reference, which the session takes over. */
  clientKey: z.string().nullable(),
});
export type Link = z.infer<typeof linkSchema>;
