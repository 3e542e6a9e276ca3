import { z } from 'zod';
import { stepOutcomes } from './events.ts';
import { instantSchema, sessionIdSchema } from './ids.ts';
import { resultSchema } from './result.ts';
import { blockReasons, sessionStatuses } from './session.ts';

/** What a customer's backend is told of. */
export const callbackTypes = [
  'session.created',
  'step.analyzed',
  'session.analyzed',
  'session.decided',
  'session.blocked',
  'session.frozen',
] as const;
export type CallbackType = (typeof callbackTypes)[number];

/**
 * The body of a callback, as its receiver finds it after decryption. Changes are additive only. Encrypted or not, the signature is over
 * the bytes that travel.
 */
export const callbackBodySchema = z.strictObject({
  type: z.enum(callbackTypes),
  /** When it happened; when it was sent is in the header `webhook-timestamp`. */
  timestamp: instantSchema,
  data: z.strictObject({
    sessionId: sessionIdSchema,
    /** Place in the session's history: greater is later. */
    seq: z.int().nonnegative(),
    scenarioId: z.string(),
    scenarioVersion: z.int().positive(),
    clientKey: z.string().nullable(),
    linkId: z.uuid().nullable(),
    /** The session's status after what happened. */
    status: z.enum(sessionStatuses),
    /** Of `step.analyzed` only. */
    step: z
      .strictObject({ id: z.string(), attempt: z.int().positive(), outcome: z.enum(stepOutcomes) })
      .optional(),
    /** Of `session.blocked` only. */
    blocked: z.strictObject({ reason: z.enum(blockReasons), stepId: z.string().nullable() }).optional(),
    /** Missing where the scenario wants statuses only. */
    result: resultSchema.optional(),
  }),
});
export type CallbackBody = z.infer<typeof callbackBodySchema>;

/** `failed` was given up after three days; `skipped` was not wanted by an endpoint that is disabled. Both can be replayed. */
export const deliveryStatuses = ['pending', 'delivered', 'failed', 'skipped'] as const;

/** A line of the delivery log. It holds no body: that is made anew from the session's history with each attempt. */
export const deliverySchema = z.strictObject({
  /** The `webhook-id` that every attempt carries. */
  deliveryId: z.uuid(),
  /** Order of the log; greater is newer. */
  number: z.int().positive(),
  scenarioId: z.string(),
  sessionId: sessionIdSchema,
  type: z.enum(callbackTypes),
  /** Of the event in its session. */
  seq: z.int().nonnegative(),
  status: z.enum(deliveryStatuses),
  attempts: z.int().nonnegative(),
  /** `http-<status>`, or why there was no answer; null before the first attempt is over. */
  lastCode: z.string().nullable(),
  createdAt: instantSchema,
  lastAttemptAt: instantSchema.nullable(),
  /** Not before then; null when it is over. */
  nextTryAt: instantSchema.nullable(),
});
export type Delivery = z.infer<typeof deliverySchema>;

/** Whether a scenario's endpoints are called. */
export const callbackStateSchema = z.strictObject({
  scenarioId: z.string(),
  /** Whether any of its endpoints is disabled; the others go on. */
  state: z.enum(['enabled', 'disabled']),
  /** `gone`: the endpoint answered 410, which says that it wants no more. */
  disabled: z.array(z.strictObject({ url: z.string(), since: instantSchema, reason: z.enum(['gone']) })),
  /** Deliveries that wait or are tried again. */
  pending: z.int().nonnegative(),
  /** Whether the secret before the last rotation signs too. */
  previousSecretSigns: z.boolean(),
});
export type CallbackState = z.infer<typeof callbackStateSchema>;
