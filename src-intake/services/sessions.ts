import { isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import type { ApiParsedInput } from '#shared/api/contract.ts';
import type { SessionEvent } from '#shared/domain/events.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import type { Result } from '#shared/domain/result.ts';
import { toResult } from '#shared/domain/to-result.ts';
import { must } from '#shared/lib/invariant.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import { fail, succeed, type Outcome } from '../errors.ts';
import type { EventLog } from './event-log.ts';
import type { Scenarios } from './scenarios.ts';

type NewSession = ApiParsedInput<'createSession'>;

export interface Sessions {
  /** Creates a session; the same request again creates nothing and succeeds. */
  create(
    request: NewSession,
  ): Promise<Outcome<{ sessionId: SessionId }, 'scenario-not-found' | 'session-exists'>>;
  getResult(id: SessionId): Promise<Outcome<Result, 'not-found'>>;
  listEvents(id: SessionId): Promise<Outcome<{ events: SessionEvent[] }, 'not-found'>>;
}

/** Sessions: how they begin and how they are read. */
export function createSessions(deps: {
  readonly db: Kysely<Database>;
  readonly eventLog: EventLog;
  readonly scenarios: Scenarios;
  readonly now: Clock;
}): Sessions {
  const { db, eventLog, scenarios, now } = deps;
  return {
    async create({ sessionId, scenarioId, source, clientKey, actor }) {
      const scenario = await scenarios.findActive(scenarioId);
      if (scenario !== undefined) {
        const created = await db.transaction().execute((trx) =>
          eventLog.create(trx, sessionId, {
            type: 'session.created',
            actor,
            at: now(),
            body: { scenario, source, clientKey, linkId: null },
          }),
        );
        if (created !== undefined) return succeed({ sessionId });
      }
      // Taken: by this very request, sent again, or by another one.
      const existing = await eventLog.open(db, sessionId);
      // A request that is sent again may find its scenario out of use by now.
      if (existing === undefined)
        return fail(scenario === undefined ? 'scenario-not-found' : 'session-exists');
      const first = must(existing.events[0], 'a history begins with its creation');
      const isSame =
        first.type === 'session.created' &&
        isDeepStrictEqual(
          [first.body.scenario.id, first.body.source, first.body.clientKey, first.actor],
          [scenarioId, source, clientKey, actor],
        );
      return isSame ? succeed({ sessionId }) : fail('session-exists');
    },
    async getResult(id) {
      const open = await eventLog.open(db, id);
      return open === undefined ? fail('not-found') : succeed(toResult(open.session));
    },
    async listEvents(id) {
      const open = await eventLog.open(db, id);
      return open === undefined ? fail('not-found') : succeed({ events: [...open.events] });
    },
  };
}
