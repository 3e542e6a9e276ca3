import { isDeepStrictEqual } from 'node:util';
import type { Kysely, Transaction } from 'kysely';
import type { ApiCallName, ApiParsedInput } from '#shared/api/contract.ts';
import {
  savableDraftSchema,
  scenarioDraftSchema,
  type ScenarioRecord,
} from '#shared/domain/scenario-record.ts';
import { scenarioSchema, type Scenario } from '#shared/domain/scenario.ts';
import type { Caller } from '#shared/domain/identity.ts';
import { must } from '#shared/lib/invariant.ts';
import type { Clock } from '../clock.ts';
import { describeIssues } from '../describe-issues.ts';
import type { Database, ScenarioRow, ScenarioVersionRow } from '../database/schema.ts';
import { fail, succeed, type Outcome } from '../errors.ts';
import type { AuditLog, NewAuditEntry } from '../identity/audit-log.ts';
import {
  insertScenario,
  insertScenarioVersion,
  listActiveScenarios,
  listScenarioRows,
  listVersionRows,
  lockScenario,
  updateScenario,
} from '../repositories/scenario-rows.ts';

type Input<N extends ApiCallName> = ApiParsedInput<N>;
/** Why a change could not be made, with the fields that it is about. */
interface Refusal<Code extends string> {
  readonly code: Code;
  readonly detail: string;
}
type Changed<Code extends string> = Outcome<{ record: ScenarioRecord }, Code>;

/**
 * Scenarios and their life. A change names the revision that its author saw; one that another change has overtaken is `stale-edit`.
 * The same change again by the same author, as after a lost answer, changes nothing and succeeds.
 */
export interface Scenarios {
  /** What new sessions may begin with. */
  listActive(): Promise<Scenario[]>;
  findActive(id: string): Promise<Scenario | undefined>;
  listRecords(): Promise<{ records: ScenarioRecord[] }>;
  saveDraft(
    input: Input<'saveScenarioDraft'>,
    caller: Caller,
  ): Promise<Changed<'scenario-exists' | 'stale-edit' | 'not-found' | 'invalid-request'>>;
  commit(
    input: Input<'commitScenario'>,
    caller: Caller,
  ): Promise<Changed<'stale-edit' | 'nothing-to-commit' | 'not-found' | 'invalid-request'>>;
  activate(
    input: Input<'activateScenario'>,
    caller: Caller,
  ): Promise<Changed<'stale-edit' | 'version-not-found' | 'archived' | 'not-found'>>;
  archive(input: Input<'archiveScenario'>, caller: Caller): Promise<Changed<'stale-edit' | 'not-found'>>;
}

function toRecord(
  { id, draft, active_version: activeVersion, archived, revision }: ScenarioRow,
  versionRows: readonly ScenarioVersionRow[],
): ScenarioRecord {
  const versions = versionRows
    .filter(({ scenario_id: scenarioId }) => scenarioId === id)
    .map((row) => ({
      version: row.version,
      committedAt: row.committed_at.toISOString(),
      committedBy: row.committed_by,
      // What was stored before a setting existed gets its default.
      scenario: scenarioSchema.parse(row.scenario),
    }));
  const name = must(draft ?? versions.at(-1)?.scenario, 'a scenario has a draft or a version').name;
  return {
    id,
    name,
    draft: draft && scenarioDraftSchema.parse(draft),
    versions,
    activeVersion,
    archived,
    revision,
  };
}

async function readRecord(db: Kysely<Database>, id: string): Promise<ScenarioRecord | undefined> {
  const [row] = await listScenarioRows(db, id);
  return row && toRecord(row, await listVersionRows(db, id));
}

/** Fills an empty table with scenarios, committed and active. Two processes at once do it once. */
export async function seedScenarios(
  db: Kysely<Database>,
  scenarios: readonly Scenario[],
  at: string,
): Promise<void> {
  await db.transaction().execute(async (trx) => {
    const found = await trx.selectFrom('scenarios').select('id').limit(1).executeTakeFirst();
    if (found !== undefined) return;
    for (const scenario of scenarios) {
      if (!(await insertScenario(trx, { id: scenario.id, draft: null }))) continue;
      await insertScenarioVersion(trx, scenario, { at, by: 'intake' });
      await updateScenario(trx, scenario.id, { active_version: scenario.version });
    }
  });
}

/** Scenarios over their tables. */
export function createScenarios(deps: {
  readonly db: Kysely<Database>;
  readonly audit: Pick<AuditLog, 'record'>;
  readonly now: Clock;
}): Scenarios {
  const { db, audit, now } = deps;

  /**
   * One change at a time for each scenario. `isDone` knows the change where the revision after it is there already. `apply` answers what the
   * audit log says of it, or why it could not be made.
   */
  function change<Code extends string>(
    caller: Caller,
    { scenarioId, expectedRevision }: { readonly scenarioId: string; readonly expectedRevision: number },
    isDone: (record: ScenarioRecord) => boolean,
    apply: (
      trx: Transaction<Database>,
      record: ScenarioRecord,
    ) => Promise<Code | Refusal<Code> | Pick<NewAuditEntry, 'action' | 'details'>>,
  ): Promise<Changed<Code | 'stale-edit' | 'not-found'>> {
    return db.transaction().execute(async (trx): Promise<Changed<Code | 'stale-edit' | 'not-found'>> => {
      if ((await lockScenario(trx, scenarioId)) === undefined) return fail('not-found');
      const record = must(await readRecord(trx, scenarioId), 'it is locked');
      if (record.revision === expectedRevision + 1 && isDone(record)) return succeed({ record });
      if (record.revision !== expectedRevision) return fail('stale-edit');
      const applied = await apply(trx, record);
      if (typeof applied === 'string') return fail(applied);
      if ('code' in applied) return fail(applied.code, applied.detail);
      const changed = must(await readRecord(trx, scenarioId), 'it is locked');
      await audit.record(trx, { caller, subject: scenarioId, ...applied });
      return succeed({ record: changed });
    });
  }

  return {
    listActive: () => listActiveScenarios(db).then((all) => all.map((one) => scenarioSchema.parse(one))),
    async findActive(id) {
      const [scenario] = await listActiveScenarios(db, id);
      return scenario && scenarioSchema.parse(scenario);
    },
    async listRecords() {
      // One snapshot, so that no active version lacks its row.
      const [rows, versions] = await db
        .transaction()
        .setIsolationLevel('repeatable read')
        .execute(async (trx) => [await listScenarioRows(trx), await listVersionRows(trx)] as const);
      return { records: rows.map((row) => toRecord(row, versions)) };
    },
    async saveDraft({ scenarioId, expectedRevision, draft }, caller) {
      if (draft.id !== scenarioId) return fail('invalid-request');
      const isDone = (record: ScenarioRecord): boolean => isDeepStrictEqual(record.draft, draft);
      if (expectedRevision === null) {
        const isNew = await db.transaction().execute(async (trx) => {
          const isInserted = await insertScenario(trx, { id: scenarioId, draft });
          if (isInserted)
            await audit.record(trx, {
              caller,
              action: 'scenario.saved',
              subject: scenarioId,
              details: { revision: 0 },
            });
          return isInserted;
        });
        const record = must(await readRecord(db, scenarioId), 'scenarios are never deleted');
        return isNew || (record.revision === 0 && isDone(record))
          ? succeed({ record })
          : fail('scenario-exists');
      }
      return change<never>(caller, { scenarioId, expectedRevision }, isDone, async (trx) => {
        await updateScenario(trx, scenarioId, { draft });
        return { action: 'scenario.saved', details: { revision: expectedRevision + 1 } };
      });
    },
    commit: (input, caller) =>
      change<'nothing-to-commit' | 'invalid-request'>(
        caller,
        input,
        ({ draft, versions }) => draft === null && versions.at(-1)?.committedBy === input.actor.id,
        async (trx, { id, draft, versions }) => {
          if (draft === null) return 'nothing-to-commit';
          // It may have been saved when a check counted in another unit.
          const savable = savableDraftSchema.safeParse(draft);
          if (!savable.success) return { code: 'invalid-request', detail: describeIssues(savable.error) };
          const version = (versions.at(-1)?.version ?? 0) + 1;
          await insertScenarioVersion(trx, { ...draft, version }, { at: now(), by: input.actor.id });
          await updateScenario(trx, id, { draft: null });
          return { action: 'scenario.committed', details: { version } };
        },
      ),
    activate: (input, caller) =>
      change<'version-not-found' | 'archived'>(
        caller,
        input,
        ({ activeVersion }) => activeVersion === input.version,
        async (trx, { id, archived, versions }) => {
          if (archived && input.version !== null) return 'archived';
          if (input.version !== null && !versions.some(({ version }) => version === input.version))
            return 'version-not-found';
          await updateScenario(trx, id, { active_version: input.version });
          return { action: 'scenario.activated', details: { version: input.version ?? 'none' } };
        },
      ),
    archive: (input, caller) =>
      change<never>(
        caller,
        input,
        ({ archived }) => archived === input.archived,
        async (trx, { id }) => {
          const { archived } = input;
          await updateScenario(trx, id, { archived, ...(archived && { active_version: null }) });
          return { action: 'scenario.archived', details: { archived } };
        },
      ),
  };
}
