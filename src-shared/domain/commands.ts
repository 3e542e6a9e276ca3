import { z } from 'zod';
import {
  cornersCorrectionSchema,
  fieldCorrectionSchema,
  maxFieldValueLength,
  maxNoteLength,
} from './corrections.ts';
import { decisionOutcomes, decisionReasons } from './events.ts';
import { sessionIdSchema } from './ids.ts';
import { skippedActionsSchema } from './liveness.ts';

/** What a person or a program asks of a session; the intake answers with events or with a refusal. */
export const commandSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('step.submit'),
    stepId: z.string().max(64),
    /** Of a liveness step: the places of actions that the person cannot do. */
    skippedActions: skippedActionsSchema.optional(),
  }),
  z.strictObject({ type: z.literal('session.submit') }),
  z.strictObject({
    type: z.literal('decision.make'),
    outcome: z.enum(decisionOutcomes),
    reasons: z.array(z.enum(decisionReasons)).max(decisionReasons.length),
    comment: z.string().max(4000),
    /** `seq` of the last event that the analyst had seen: a decision on a stale picture is refused. */
    seenSeq: z.int().nonnegative(),
  }),
  z.strictObject({ type: z.literal('decision.withdraw') }),
  z.strictObject({ type: z.literal('analysis.retry') }),
  fieldCorrectionSchema.extend({
    type: z.literal('field.correct'),
    value: z.string().trim().min(1).max(maxFieldValueLength),
    note: z.string().trim().min(1).max(maxNoteLength).optional(),
  }),
  fieldCorrectionSchema.pick({ stepId: true, name: true }).extend({ type: z.literal('field.restore') }),
  cornersCorrectionSchema.extend({ type: z.literal('corners.correct') }),
  z.strictObject({ type: z.literal('comment.add'), text: z.string().trim().min(1).max(4000) }),
]);
export type Command = z.infer<typeof commandSchema>;

export const sentCommandSchema = z.strictObject({
  /** Made by the sender, once per intention: a repeated send does nothing twice. */
  idempotencyKey: z.uuid(),
  sessionId: sessionIdSchema,
  command: commandSchema,
});
export type SentCommand = z.infer<typeof sentCommandSchema>;

/** Why the intake refused a command; each has a sentence in every language. */
export const commandRefusals = [
  'session-not-found',
  'captures-missing',
  'step-closed',
  'session-frozen',
  'session-blocked',
  'already-submitted',
  'not-ready-for-decision',
  'already-decided',
  'reason-required',
  'changed-since-seen',
  'nothing-to-withdraw',
  'too-late-to-withdraw',
  'not-your-decision',
  'nothing-to-retry',
  'not-ready-for-correction',
  'nothing-to-correct',
  'nothing-to-restore',
  'invalid-value',
  'invalid-corners',
] as const;
export type CommandRefusal = (typeof commandRefusals)[number];
