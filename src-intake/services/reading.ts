import { createHash, createHmac } from 'node:crypto';
import type { SessionEvent } from '#shared/domain/events.ts';
import { dataRights, type Caller, type DataRight } from '#shared/domain/identity.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import type { Result } from '#shared/domain/result.ts';
import { withholdFromEvent, withholdFromResult, type PseudonymOf } from '#shared/domain/withhold.ts';
import { fail, succeed, type Outcome } from '../errors.ts';
import { isAllowed } from '../identity/authorize.ts';
import type { ReadAudit } from '../identity/read-audit.ts';
import type { Feed } from './feed.ts';
import type { Sessions } from './sessions.ts';

/** What callers read of people: an entry in the audit log first, and what their rights leave of it. */
export interface Reading {
  getResult(id: SessionId, caller: Caller): Promise<Outcome<Result, 'not-found'>>;
  listEvents(id: SessionId, caller: Caller): Promise<Outcome<{ events: SessionEvent[] }, 'not-found'>>;
  readFeed(
    request: { after: number; waitMs: number },
    /** Who asks, once there is something to tell: rights may have changed while the request waited. */
    findCaller: () => Promise<Caller | undefined>,
    signal: AbortSignal,
  ): Promise<Outcome<{ events: SessionEvent[]; cursor: number; feedId: string }, 'unauthorized'>>;
}

/**
 * The feed as it is with these rights is a feed of its own: a replica that was filled with other rights starts over. A UUID of version 8
 * (RFC 9562), made of a hash; with all rights the intake's own.
 */
export function feedIdFor(feedId: string, held: readonly DataRight[]): string {
  const kept = dataRights.filter((right) => held.includes(right));
  if (kept.length === dataRights.length) return feedId;
  const bytes = createHash('sha256')
    .update(JSON.stringify(['vidimus-feed-1', feedId, kept]))
    .digest();
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  return [
    [0, 8],
    [8, 12],
    [12, 16],
    [16, 20],
    [20, 32],
  ]
    .map(([from, to]) => hex.slice(from, to))
    .join('-');
}

/** Reading over sessions and feed. `pseudonymKey` is the intake's own, and the same for all its processes. */
export function createReading(deps: {
  readonly sessions: Pick<Sessions, 'getResult' | 'listEvents'>;
  readonly feed: Feed;
  readonly reads: ReadAudit;
  readonly pseudonymKey: Buffer;
}): Reading {
  const { sessions, feed, reads, pseudonymKey } = deps;
  const pseudonymOf: PseudonymOf = (sessionId, value) =>
    `withheld-${createHmac('sha256', pseudonymKey)
      .update(JSON.stringify(['document-number', sessionId, value]))
      .digest('hex')
      .slice(0, 32)}`;
  const withholdFrom = (events: readonly SessionEvent[], caller: Caller): SessionEvent[] =>
    events.map((event) => withholdFromEvent(event, caller.dataRights, pseudonymOf));

  return {
    async getResult(id, caller) {
      const outcome = await sessions.getResult(id);
      if (!outcome.ok) return outcome;
      await reads.recordSession(caller, 'session.read', id);
      return succeed(withholdFromResult(outcome.value, caller.dataRights));
    },
    async listEvents(id, caller) {
      const outcome = await sessions.listEvents(id);
      if (!outcome.ok) return outcome;
      await reads.recordSession(caller, 'events.read', id);
      return succeed({ events: withholdFrom(outcome.value.events, caller) });
    },
    async readFeed(request, findCaller, signal) {
      const { events, cursor, feedId } = await feed.read(request, signal);
      const caller = await findCaller();
      if (caller === undefined || !isAllowed(caller, { permission: 'sessions.read' }))
        return fail('unauthorized');
      if (events.length > 0) await reads.recordFeed(caller, request.after, cursor);
      return succeed({
        events: withholdFrom(events, caller),
        cursor,
        feedId: feedIdFor(feedId, caller.dataRights),
      });
    },
  };
}
