import { z } from 'zod';
import { findingStatuses } from './analysis.ts';
import { instantSchema, sessionIdSchema } from './ids.ts';
import { checkSeverities } from './scenario.ts';
import { blockReasons } from './session.ts';

/** What a session comes to: the recommendation, a block, or that the person would be asked to send a step again, and what then nobody knows. */
export const replayOutcomes = ['approve', 'review', 'ask-again', 'decline', 'blocked', 'again'] as const;
export type ReplayOutcome = (typeof replayOutcomes)[number];

const placeSchema = { checkId: z.string(), stepId: z.string().nullable() };

/** Why a session would come to something else. */
export const replayReasonSchema = z.discriminatedUnion('kind', [
  /** The check would find something else, in what was stored of the pictures. */
  z.strictObject({
    kind: z.literal('check'),
    ...placeSchema,
    from: z.enum(findingStatuses),
    to: z.enum(findingStatuses),
    score: z.number().nullable(),
    threshold: z.number().nullable(),
  }),
  /** The same failed check would weigh differently; null as the policy has it. */
  z.strictObject({
    kind: z.literal('severity'),
    ...placeSchema,
    from: z.enum(checkSeverities).nullable(),
    to: z.enum(checkSeverities).nullable(),
  }),
  z.strictObject({ kind: z.literal('step-removed'), stepId: z.string() }),
  z.strictObject({ kind: z.literal('blocked'), reason: z.enum(blockReasons) }),
  z.strictObject({ kind: z.literal('not-blocked'), reason: z.enum(blockReasons) }),
  /** The attempts would have gone another way at the step. */
  z.strictObject({ kind: z.literal('attempts'), stepId: z.string() }),
]);
export type ReplayReason = z.infer<typeof replayReasonSchema>;

/** What a replay without pictures cannot tell: a check that was not run then, a step or a picture that was not asked for, a list, history. */
export const replayNeedSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('check'), ...placeSchema }),
  z.strictObject({ kind: z.literal('step'), stepId: z.string() }),
  /** A list that the session's version did not name. */
  z.strictObject({ kind: z.literal('list'), listId: z.string() }),
  /** The session was analyzed before there was a look at earlier ones. */
  z.strictObject({ kind: z.literal('history') }),
]);
export type ReplayNeed = z.infer<typeof replayNeedSchema>;

export const replayedSessionSchema = z.strictObject({
  sessionId: sessionIdSchema,
  createdAt: instantSchema,
  before: z.enum(replayOutcomes),
  /** Null where it takes a new run over the pictures to tell; `needs` says of what. */
  after: z.enum(replayOutcomes).nullable(),
  reasons: z.array(replayReasonSchema),
  needs: z.array(replayNeedSchema),
});
export type ReplayedSession = z.infer<typeof replayedSessionSchema>;

/** A page of a replay, newest sessions first. */
export const replayPageSchema = z.strictObject({
  /** Sessions of the scenario that can still be read, in all pages. */
  total: z.int().nonnegative(),
  /** In this page: looked at, and of those with no outcome yet, which nothing can change. */
  looked: z.int().nonnegative(),
  withoutOutcome: z.int().nonnegative(),
  unchanged: z.int().nonnegative(),
  /** Those that would change, and those of which it cannot be told. */
  sessions: z.array(replayedSessionSchema),
  /** Where the next page begins; null after the last. */
  next: sessionIdSchema.nullable(),
});
export type ReplayPage = z.infer<typeof replayPageSchema>;

/** Sessions in one page: each is read and proved whole. */
export const mostReplayed = 200;
