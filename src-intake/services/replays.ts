import { sql, type Kysely } from 'kysely';
import type { z } from 'zod';
import type { intakeApi } from '#shared/api/contract.ts';
import type { Caller } from '#shared/domain/identity.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import { replaySession } from '#shared/domain/replay-session.ts';
import type { ReplayedSession, ReplayPage } from '#shared/domain/replay.ts';
import type { Scenario } from '#shared/domain/scenario.ts';
import { weights202611 } from '#shared/domain/weights-2026-11.ts';
import type { Database } from '../database/schema.ts';
import { fail, succeed, type Outcome } from '../errors.ts';
import type { ReadAudit } from '../identity/read-audit.ts';
import type { EventLog } from './event-log.ts';
import type { Scenarios } from './scenarios.ts';

/** What stored sessions would come to by another version of their scenario. */
export interface Replays {
  /** A page, newest sessions first. Changes nothing; that it was read stands in the audit. */
  replay(
    input: z.output<(typeof intakeApi)['replayScenario']['input']>,
    caller: Caller,
    signal: AbortSignal,
  ): Promise<Outcome<ReplayPage, 'not-found' | 'version-not-found'>>;
}

/** Replays over the event log. */
export function createReplays(deps: {
  readonly db: Kysely<Database>;
  readonly eventLog: EventLog;
  readonly scenarios: Scenarios;
  readonly reads: Pick<ReadAudit, 'recordReplay'>;
}): Replays {
  const { db, eventLog, scenarios, reads } = deps;

  /** Sessions of before the column get their scenario, once and for all. */
  async function fillScenarioIds(signal: AbortSignal): Promise<void> {
    const rows = await db
      .selectFrom('sessions')
      .select('id')
      .where('scenario_id', 'is', null)
      .where('wrapped_key', 'is not', null)
      .execute();
    for (const { id } of rows) {
      signal.throwIfAborted();
      const open = await eventLog.open(db, id);
      if (open === undefined) continue;
      await db
        .updateTable('sessions')
        .set({ scenario_id: open.session.scenario.id })
        .where('id', '=', id)
        .execute();
    }
  }

  async function findVersion(
    scenarioId: string,
    version: number | null,
  ): Promise<Scenario | 'not-found' | 'version-not-found'> {
    const { records } = await scenarios.listRecords();
    const record = records.find(({ id }) => id === scenarioId);
    if (record === undefined) return 'not-found';
    if (version !== null)
      return record.versions.find((known) => known.version === version)?.scenario ?? 'version-not-found';
    if (record.draft === null) return 'version-not-found';
    return { ...record.draft, version: (record.versions.at(-1)?.version ?? 0) + 1 };
  }

  /** Those that can still be read. */
  const sessionsOf = (scenarioId: string) =>
    db.selectFrom('sessions').where('scenario_id', '=', scenarioId).where('wrapped_key', 'is not', null);

  async function listPage(
    scenarioId: string,
    before: SessionId | undefined,
    limit: number,
  ): Promise<SessionId[]> {
    const last =
      before === undefined
        ? undefined
        : await db
            .selectFrom('sessions')
            // As text: a date of JavaScript has no microseconds, and would name another place.
            .select(sql<string>`created_at::text`.as('at'))
            .where('id', '=', before)
            .executeTakeFirst();
    let query = sessionsOf(scenarioId);
    if (last !== undefined && before !== undefined)
      query = query.where(sql<boolean>`(created_at, id) < (${last.at}::timestamptz, ${before}::uuid)`);
    const rows = await query
      .select('id')
      .orderBy('created_at', 'desc')
      .orderBy('id', 'desc')
      .limit(limit)
      .execute();
    return rows.map(({ id }) => id);
  }

  return {
    async replay({ scenarioId, version, before, limit }, caller, signal) {
      const scenario = await findVersion(scenarioId, version);
      if (typeof scenario === 'string') return fail(scenario);
      await reads.recordReplay(caller, scenarioId, version);
      if (before === undefined) await fillScenarioIds(signal);
      const { total } = await sessionsOf(scenarioId)
        .select(({ fn }) => fn.countAll<string>().as('total'))
        .executeTakeFirstOrThrow();
      const ids = await listPage(scenarioId, before, limit);
      const sessions: ReplayedSession[] = [];
      let withoutOutcome = 0;
      let unchanged = 0;
      for (const id of ids) {
        signal.throwIfAborted();
        const open = await eventLog.open(db, id);
        const replayed = open && replaySession(open.events, scenario, weights202611);
        // Purged meanwhile, or nothing was found yet.
        if (replayed === undefined || replayed === null) withoutOutcome++;
        else if (replayed.after === replayed.before) unchanged++;
        else sessions.push(replayed);
      }
      return succeed({
        total: Number(total),
        looked: ids.length,
        withoutOutcome,
        unchanged,
        sessions,
        next: ids.length === limit ? (ids.at(-1) ?? null) : null,
      });
    },
  };
}
