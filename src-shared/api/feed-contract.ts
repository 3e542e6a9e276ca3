import { z } from 'zod';
import { sessionEventSchema } from '../domain/events.ts';
import { call } from './call.ts';

/** Events in one page of the feed: about a megabyte of analyses. */
export const feedPageSize = 200;
/** How long the server may hold a long poll, in milliseconds: below the 30 s at which proxies commonly give up. */
export const maxWaitMs = 25_000;

/** The calls by which a replica follows the intake. */
export const feedApi = {
  /** Events with position > `after`, in order, at once or when there are some or `waitMs` is over; never skips one that commits late. */
  readFeed: call({
    method: 'GET',
    path: '/api/v1/feed',
    allow: { permission: 'sessions.read' },
    input: z.strictObject({
      after: z.coerce.number<number>().int().nonnegative(),
      waitMs: z.coerce.number<number>().int().min(0).max(maxWaitMs),
    }),
    output: z.strictObject({
      events: z.array(sessionEventSchema),
      /** Where to read on from. */
      cursor: z.int(),
      /** Changes when the intake's data folder is another one: the replica must start over. */
      feedId: z.uuid(),
    }),
    errors: [],
  }),
} as const;
