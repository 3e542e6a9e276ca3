import { z } from 'zod';
import { instantSchema } from './ids.ts';
import { capturePageSchema, captureFrames, sideSchema, stepTypes } from './scenario.ts';

/**
 * - `consent`: the link is open, nothing was recorded yet.
 * - `collecting`: pictures are asked for.
 * - `finished`: everything was sent; people and programs of the organization go on.
 * - `blocked`: the scenario's rules have stopped it, at an attempt or after everything was sent; nothing more can be sent.
 * - `expired`: nothing more can be sent.
 */
export const personStatuses = ['consent', 'collecting', 'finished', 'blocked', 'expired'] as const;
export type PersonStatus = (typeof personStatuses)[number];

/** How the page looks and speaks; what it was opened by is not the person's matter. */
const personPageSchema = capturePageSchema.omit({ openFromWidget: true, requireEncryptedClientKey: true });

/** What a person behind a link may know of the session: what is asked of them and what to do better, never a verdict's inner workings. */
export const personViewSchema = z.strictObject({
  status: z.enum(personStatuses),
  /** `lastSeq` of the session, -1 before there is one: a long poll waits for a greater one. */
  seq: z.int().min(-1),
  page: personPageSchema,
  /** When nothing can be sent any more; null for no limit. */
  endsAt: instantSchema.nullable(),
  steps: z.array(
    z.strictObject({
      id: z.string(),
      type: z.enum(stepTypes),
      captureFrame: z.enum(captureFrames),
      sides: z.array(z.strictObject({ side: sideSchema, received: z.boolean() })),
      /** `checking` while an attempt is analyzed; `done` when nothing more is asked. */
      state: z.enum(['open', 'checking', 'done']),
      attempts: z.int().nonnegative(),
      attemptsLeft: z.int().nonnegative(),
      /** Why the last attempt has to be repeated: `advice` of the check's catalogue, by check and reason. Empty otherwise. */
      advice: z.array(
        z.strictObject({
          checkId: z.string(),
          reason: z.string(),
          details: z.record(z.string(), z.union([z.string(), z.number()])),
        }),
      ),
    }),
  ),
  /** Where to go then, with the signed result; only when finished or blocked. */
  redirectUrl: z.string().nullable(),
  /** That result, for a page that shows this one in a frame; only when finished or blocked. */
  result: z.string().nullable(),
});
export type PersonView = z.infer<typeof personViewSchema>;
