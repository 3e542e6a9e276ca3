import { z } from 'zod';
import { captureIdSchema } from '../domain/ids.ts';
import { personViewSchema } from '../domain/person-view.ts';
import {
  actionsSchema,
  livenessFrameSchema,
  mostFramesInBatch,
  skippedActionsSchema,
} from '../domain/liveness.ts';
import { sideSchema } from '../domain/scenario.ts';
import { captureErrors, captureReceiptSchema } from './capture-contract.ts';
import { maxWaitMs } from './feed-contract.ts';

/** Where the capture page is served: `<public url>/c#<token>`. What stands behind `#` reaches no server, log or Referer. */
export const capturePagePath = '/c';

/** Lower case, whatever case it came in: ids are compared as text. */
const uuidSchema = z.uuid().toLowerCase();

/**
 * Who a device is to one link. Its page makes both, at random and for this link alone, before it asks: whose answer to `open` is lost
 * asks again as the same. `id` is no secret: it names the cookie that holds the secret, so that one browser may have several links.
 */
export const deviceSchema = z.strictObject({
  id: uuidSchema,
  /** 256 bits in base64url. */
  secret: z.string().regex(/^[\w-]{43}$/),
});

/** The header by which a page says which of its browser's links it asks about: the device's id. `open` answers it in the same header. */
export const deviceHeader = 'x-vidimus-device';

/** The field `frames` of `putFrames`. */
export const frameBatchSchema = z
  .array(livenessFrameSchema)
  .min(1)
  .max(mostFramesInBatch)
  .refine((frames) => new Set(frames.map(({ captureId }) => captureId)).size === frames.length, {
    error: 'capture ids repeat',
  });

/**
 * What the capture page asks of the intake. No bearer token: `open` trades the link's token for a cookie (HttpOnly, SameSite=Strict)
 * that belongs to the first device alone; every call carries the header `x-vidimus-page: 1`, which no foreign page can send, and every
 * call but `open` the one of {@link deviceHeader}.
 * Refusals are `apiErrorSchema` with one of `personErrors`, as in the intake's own API.
 */
export const personApi = {
  /** The first device whose secret arrives has the link; it may open it again, by the secret or by its cookie. */
  open: {
    method: 'POST',
    path: '/api/person/v1/open',
    input: z.strictObject({ token: z.string().min(22).max(100), device: deviceSchema }),
    output: personViewSchema,
  },
  /** At once, or, with `afterSeq`, when something newer is known or `waitMs` is over. */
  view: {
    method: 'GET',
    path: '/api/person/v1/view',
    input: z.strictObject({
      afterSeq: z.coerce.number<number>().int().min(-1).optional(),
      waitMs: z.coerce.number<number>().int().min(0).max(maxWaitMs).default(0),
    }),
    output: personViewSchema,
  },
  /** The person agrees: the session begins. Again changes nothing. */
  consent: {
    method: 'POST',
    path: '/api/person/v1/consent',
    input: z.strictObject({ language: z.string().max(10) }),
    output: personViewSchema,
  },
  /** The file is the body, as bytes; the rest of the input travels in the query. */
  putCapture: {
    method: 'PUT',
    path: '/api/person/v1/captures/:captureId',
    input: z.strictObject({ captureId: captureIdSchema, stepId: z.string(), side: sideSchema }),
    output: captureReceiptSchema,
  },
  /**
   * What to do before the camera, drawn by the intake. The page makes the id, once for each time that it wants a challenge: sent again
   * it gives the same one, until another is drawn for the step. Frames of any other challenge are refused.
   */
  drawChallenge: {
    method: 'PUT',
    path: '/api/person/v1/steps/:stepId/challenges/:challengeId',
    input: z.strictObject({ stepId: z.string(), challengeId: uuidSchema }),
    output: z.strictObject({
      challengeId: uuidSchema,
      attempt: z.int().positive(),
      actions: actionsSchema,
      expiresAt: z.iso.datetime(),
      leftMs: z.int().nonnegative(),
    }),
  },
  /**
   * Frames in answer to a challenge, as `multipart/form-data`: first the field `frames`, JSON by `frameBatchSchema`, then one JPEG for
   * each frame, named by its `captureId`. Batches come one after the other, in the order of their times; each is taken whole or not at
   * all, and once, however often it is sent under its id.
   */
  putFrames: {
    method: 'PUT',
    path: '/api/person/v1/steps/:stepId/challenges/:challengeId/batches/:batchId',
    input: z.strictObject({ stepId: z.string(), challengeId: uuidSchema, batchId: uuidSchema }),
    output: z.strictObject({ received: z.int().nonnegative() }),
  },
  /** Ends an attempt at a step: its pictures are analyzed. */
  submitStep: {
    method: 'POST',
    path: '/api/person/v1/steps/:stepId/submit',
    input: z.strictObject({
      stepId: z.string(),
      attempt: z.int().positive(),
      /** Of a liveness step: which challenge was answered, and the places of actions that the person cannot do. */
      liveness: z.strictObject({ challengeId: uuidSchema, skippedActions: skippedActionsSchema }).optional(),
    }),
    output: personViewSchema,
  },
  /** Everything is there: the session goes to the organization. Again changes nothing. */
  finish: {
    method: 'POST',
    path: '/api/person/v1/finish',
    input: z.strictObject({}),
    output: personViewSchema,
  },
} as const;

export const personErrors = [
  /** No such link, or no cookie of it. */
  'link-unknown',
  'link-expired',
  'link-revoked',
  /** Another device was first. */
  'link-taken',
  'consent-missing',
  'captures-missing',
  /** Another challenge was drawn since, or its time is over: a new one has to be asked for. */
  'challenge-over',
  /** No JPEG, out of order in time, too many, or from a time that has not come. */
  'frames-invalid',
  /** So many challenges were drawn for the step that no more are. */
  'challenges-exhausted',
  'too-many-requests',
  'invalid-request',
  'internal',
  ...captureErrors,
] as const;
export type PersonErrorCode = (typeof personErrors)[number];
