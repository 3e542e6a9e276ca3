import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import { intakeApi, type ApiParsedInput } from '#shared/api/contract.ts';
import type { SessionSummary } from '#shared/api/session-contract.ts';
import type { SessionEvent } from '#shared/domain/events.ts';
import { instantSchema, sessionIdSchema, type SessionId } from '#shared/domain/ids.ts';
import type { Result } from '#shared/domain/result.ts';
import { toResult } from '#shared/domain/to-result.ts';
import { must } from '#shared/lib/invariant.ts';
import type { Clock } from '../clock.ts';
import type { Database, SessionRow } from '../database/schema.ts';
import { fail, succeed, type Outcome } from '../errors.ts';
import { findSession, listSessionRows } from '../repositories/session-rows.ts';
import type { Commands } from './commands.ts';
import type { EventLog } from './event-log.ts';
import type { Scenarios } from './scenarios.ts';

type NewSession = ApiParsedInput<'createSession'>;

export interface Sessions {
  /** Creates a session; the same request again creates nothing and succeeds. */
  create(
    request: NewSession,
  ): Promise<Outcome<{ sessionId: SessionId }, 'scenario-not-found' | 'session-exists'>>;
  getResult(id: SessionId): Promise<Outcome<Result, 'not-found'>>;
  /** `invalid-request` for a cursor that no page ended with. */
  list(
    filter: ApiParsedInput<'listSessions'>,
  ): Promise<Outcome<{ sessions: SessionSummary[]; next: string | null }, 'invalid-request'>>;
  getStatus(id: SessionId): Promise<Outcome<SessionSummary, 'not-found'>>;
  /** Hands the session to the agents; one that was handed over already stays as it is. */
  finalize(
    request: ApiParsedInput<'finalizeSession'>,
  ): Promise<Outcome<SessionSummary, 'not-found' | FinalizeRefusal>>;
  listEvents(id: SessionId): Promise<Outcome<{ events: SessionEvent[] }, 'not-found'>>;
}

type FinalizeRefusal = (typeof intakeApi)['finalizeSession']['errors'][number];
const finalizeRefusals: readonly string[] = intakeApi.finalizeSession.errors;

/** A place in the list of sessions, opaque to callers. */
const cursorSchema = z.tuple([instantSchema, sessionIdSchema]);

function readCursor(cursor: string): z.infer<typeof cursorSchema> | undefined {
  try {
    return cursorSchema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))).data;
  } catch {
    return undefined;
  }
}

function toSummary(row: SessionRow): SessionSummary | undefined {
  const { id, scenario_id, client_key, source, status, created_at, changed_at } = row;
  // Not indexed yet, which a sweep is about to make up for.
  if (scenario_id === null || source === null || status === null || changed_at === null) return undefined;
  return {
    sessionId: id,
    schemaId: scenario_id,
    clientKey: client_key,
    source,
    status,
    createdAt: created_at.toISOString(),
    changedAt: changed_at.toISOString(),
  };
}

/** Sessions: how they begin and how they are read. */
export function createSessions(deps: {
  readonly db: Kysely<Database>;
  readonly eventLog: EventLog;
  readonly scenarios: Scenarios;
  readonly commands: Commands;
  readonly now: Clock;
}): Sessions {
  const { db, eventLog, scenarios, commands, now } = deps;

  async function getStatus(id: SessionId): Promise<Outcome<SessionSummary, 'not-found'>> {
    const row = await findSession(db, id, { forUpdate: false });
    const summary = row === undefined || row.wrapped_key === null ? undefined : toSummary(row);
    return summary === undefined ? fail('not-found') : succeed(summary);
  }

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
    async list({ cursor, limit, ...filter }) {
      const after = cursor === undefined ? undefined : readCursor(cursor);
      if (cursor !== undefined && after === undefined) return fail('invalid-request');
      const rows = await listSessionRows(db, {
        ...filter,
        after: after && { createdAt: after[0], id: after[1] },
        // One more than asked for tells whether there is another page.
        limit: limit + 1,
      });
      const page = rows.slice(0, limit);
      const last = rows.length > limit ? page.at(-1) : undefined;
      const end = last && JSON.stringify([last.created_at.toISOString(), last.id]);
      return succeed({
        sessions: page.flatMap((row) => toSummary(row) ?? []),
        next: end === undefined ? null : Buffer.from(end, 'utf8').toString('base64url'),
      });
    },
    getStatus,
    async finalize({ sessionId, actor }) {
      const sent = await commands.send({
        sessionId,
        // Not remembered under a key of the session's: a refusal would stand when its pictures have come.
        idempotencyKey: randomUUID(),
        actor,
        command: { type: 'session.submit' },
      });
      const refusal = sent.ok && sent.value.kind === 'refused' ? sent.value.code : undefined;
      if (refusal !== undefined && finalizeRefusals.includes(refusal))
        return fail(refusal as FinalizeRefusal);
      // Accepted, submitted before, or nowhere.
      return getStatus(sessionId);
    },
    async listEvents(id) {
      const open = await eventLog.open(db, id);
      return open === undefined ? fail('not-found') : succeed({ events: [...open.events] });
    },
  };
}
