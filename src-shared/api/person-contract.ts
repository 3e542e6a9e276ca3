import { z } from 'zod';
import { captureIdSchema } from '../domain/ids.ts';
import { personViewSchema } from '../domain/person-view.ts';
import { sideSchema } from '../domain/scenario.ts';
import { captureErrors, captureReceiptSchema, maxWaitMs } from './contract.ts';

/** Where the capture page is served: `<public url>/c#<token>`. What stands behind `#` reaches no server, log or Referer. */
export const capturePagePath = '/c';

/**
 * What the capture page asks of the intake. No bearer token: `open` trades the link's token for a cookie (HttpOnly, SameSite=Strict)
 * that belongs to the first device alone; every call carries the header `x-vidimus-page: 1`, which no foreign page can send.
 * Refusals are `apiErrorSchema` with one of `personErrors`, as in the intake's own API.
 */
export const personApi = {
  /** The first device that opens a link has it; the same device may open it again, as after a reload. */
  open: {
    method: 'POST',
    path: '/api/person/v1/open',
    input: z.strictObject({ token: z.string().min(22).max(100) }),
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
  /** Ends an attempt at a step: its pictures are analyzed. */
  submitStep: {
    method: 'POST',
    path: '/api/person/v1/steps/:stepId/submit',
    input: z.strictObject({ stepId: z.string(), attempt: z.int().positive() }),
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
  'too-many-requests',
  'invalid-request',
  'internal',
  ...captureErrors,
] as const;
export type PersonErrorCode = (typeof personErrors)[number];
