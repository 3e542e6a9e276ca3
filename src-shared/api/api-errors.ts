import { z } from 'zod';

/** What any call may answer with. `internal` hides what was not expected behind a correlation id. */
export const commonErrors = [
  'unauthorized',
  /** The credential is known, and not good for this. */
  'forbidden',
  'invalid-request',
  'not-found',
  'too-many-requests',
  'internal',
] as const;

/** What a request with an `Idempotency-Key` may be answered with beside. */
export const idempotencyErrors = [
  /** The same key came with another request before. */
  'idempotency-key-reused',
  /** The request of this key is being answered. */
  'still-in-progress',
] as const;

/**
 * A refusal: problem details (RFC 9457, `application/problem+json`) with our own member `error`, whose `code` is what programs go by. Members
 * that a receiver does not know are passed over.
 */
export const apiErrorSchema = z.object({
  /** `urn:vidimus:error:<code>`. */
  type: z.string().optional(),
  /** What the code means, in English. */
  title: z.string().optional(),
  status: z.int().optional(),
  error: z.object({
    code: z.string(),
    correlationId: z.string().optional(),
    detail: z.string().optional(),
  }),
});
