import { z } from 'zod';
import { clientKeySchema } from '../domain/client-key.ts';
import { actorSchema } from '../domain/events.ts';
import { linkSchema, linkStates, maxLinkMinutes, maxLinksAtOnce } from '../domain/link.ts';
import { call } from './call.ts';

/** The calls about one-time links. */
export const linkApi = {
  /** Makes one-time links. The same `requestId` again makes nothing and answers the same addresses. */
  createLinks: call({
    method: 'POST',
    path: '/api/v1/links',
    allow: { permission: 'links.write' },
    input: z.strictObject({
      requestId: z.uuid(),
      scenarioId: z.string(),
      count: z.int().min(1).max(maxLinksAtOnce),
      lifetimeMinutes: z.int().min(1).max(maxLinkMinutes),
      clientKey: clientKeySchema.nullable(),
      actor: actorSchema.optional(),
    }),
    output: z.strictObject({
      /** `url` carries the token and is told here only: the intake keeps a hash of it. */
      links: z.array(linkSchema.extend({ url: z.string() })),
    }),
    errors: ['scenario-not-found'],
  }),
  /** Newest first; `before` is the last id of the page before. */
  listLinks: call({
    method: 'GET',
    path: '/api/v1/links',
    allow: { permission: 'links.read' },
    input: z.strictObject({
      before: z.uuid().optional(),
      limit: z.coerce.number<number>().int().min(1).max(1000).default(200),
      state: z.enum(linkStates).optional(),
    }),
    output: z.strictObject({ links: z.array(linkSchema), next: z.uuid().nullable() }),
    errors: [],
  }),
  /**
   * Gives a link that nobody has started another address, within {@link linkResendDays} and while it is valid: the old one is dead, on a
   * device that has opened it as well. The same `requestId` again answers the same address. `link-closed` where it is too late.
   */
  resendLink: call({
    method: 'POST',
    path: '/api/v1/links/:linkId/resend',
    allow: { permission: 'links.write' },
    input: z.strictObject({ linkId: z.uuid(), requestId: z.uuid(), actor: actorSchema.optional() }),
    output: z.strictObject({ link: linkSchema.extend({ url: z.string() }) }),
    errors: ['not-found', 'link-closed'],
  }),
  /** Links that have started a session stay: their sessions go on. */
  revokeLinks: call({
    method: 'POST',
    path: '/api/v1/links/revoke',
    allow: { permission: 'links.write' },
    input: z.strictObject({
      linkIds: z.array(z.uuid()).min(1).max(maxLinksAtOnce),
      actor: actorSchema.optional(),
    }),
    output: z.strictObject({ revoked: z.array(z.uuid()) }),
    errors: [],
  }),
} as const;
