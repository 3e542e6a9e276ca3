import type { Kysely, Transaction } from 'kysely';
import type { Scenario } from '#shared/domain/scenario.ts';
import type { ScenarioDraft } from '#shared/domain/scenario-record.ts';
import type { Database, ScenarioRow, ScenarioVersionRow } from '../database/schema.ts';

/** Adds a scenario without versions; false when its id is taken. */
export async function insertScenario(
  db: Kysely<Database>,
  { id, draft }: { readonly id: string; readonly draft: ScenarioDraft | null },
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('scenarios')
    .values({
      id,
      revision: 0,
      draft: draft && JSON.stringify(draft),
      active_version: null,
      archived: false,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

export async function insertScenarioVersion(
  db: Kysely<Database>,
  scenario: Scenario,
  { at, by }: { readonly at: string; readonly by: string },
): Promise<void> {
  await db
    .insertInto('scenario_versions')
    .values({
      scenario_id: scenario.id,
      version: scenario.version,
      committed_at: at,
      committed_by: by,
      scenario: JSON.stringify(scenario),
    })
    .execute();
}

/** The scenario, locked until the transaction ends. */
export function lockScenario(trx: Transaction<Database>, id: string): Promise<ScenarioRow | undefined> {
  return trx.selectFrom('scenarios').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
}

/** Changes a scenario and raises its revision. */
export async function updateScenario(
  trx: Transaction<Database>,
  id: string,
  {
    draft,
    ...change
  }: {
    readonly draft?: ScenarioDraft | null;
    readonly active_version?: number | null;
    readonly archived?: boolean;
  },
): Promise<void> {
  await trx
    .updateTable('scenarios')
    .set((eb) => ({
      ...change,
      ...(draft !== undefined && { draft: draft && JSON.stringify(draft) }),
      revision: eb('revision', '+', 1),
    }))
    .where('id', '=', id)
    .execute();
}

/** One scenario, or all, in the order in which they were made. */
export function listScenarioRows(db: Kysely<Database>, id?: string): Promise<ScenarioRow[]> {
  const query = db.selectFrom('scenarios').selectAll().orderBy('made_order');
  return (id === undefined ? query : query.where('id', '=', id)).execute();
}

/** The versions of one scenario, or of all, in order. */
export function listVersionRows(db: Kysely<Database>, id?: string): Promise<ScenarioVersionRow[]> {
  const query = db.selectFrom('scenario_versions').selectAll().orderBy('scenario_id').orderBy('version');
  return (id === undefined ? query : query.where('scenario_id', '=', id)).execute();
}

/** The versions that new sessions begin with: of one scenario, or of all, in the order in which the scenarios were made. */
export async function listActiveScenarios(db: Kysely<Database>, id?: string): Promise<Scenario[]> {
  const query = db
    .selectFrom('scenarios')
    .innerJoin('scenario_versions', (join) =>
      join
        .onRef('scenario_versions.scenario_id', '=', 'scenarios.id')
        .onRef('scenario_versions.version', '=', 'scenarios.active_version'),
    )
    .select('scenario')
    .orderBy('made_order');
  const rows = await (id === undefined ? query : query.where('id', '=', id)).execute();
  return rows.map(({ scenario }) => scenario);
}

/** One committed version as it is stored. */
export async function getScenarioVersion(
  db: Kysely<Database>,
  { id, version }: { readonly id: string; readonly version: number },
): Promise<Scenario> {
  const row = await db
    .selectFrom('scenario_versions')
    .select('scenario')
    .where('scenario_id', '=', id)
    .where('version', '=', version)
    .executeTakeFirstOrThrow();
  return row.scenario;
}
