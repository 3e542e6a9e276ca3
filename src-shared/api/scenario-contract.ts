import { z } from 'zod';
import { actorSchema } from '../domain/events.ts';
import { sessionIdSchema } from '../domain/ids.ts';
import { mostReplayed, replayPageSchema } from '../domain/replay.ts';
import { savableDraftSchema, scenarioRecordSchema } from '../domain/scenario-record.ts';
import { scenarioSchema } from '../domain/scenario.ts';
import { call } from './call.ts';

/** The calls about scenarios and their versions. */
export const scenarioApi = {
  listScenarios: call({
    method: 'GET',
    path: '/api/v1/scenarios',
    allow: { permission: 'scenarios.read' },
    input: z.strictObject({}),
    output: z.strictObject({ scenarios: z.array(scenarioSchema) }),
    errors: [],
  }),
  listScenarioRecords: call({
    method: 'GET',
    path: '/api/v1/scenario-records',
    allow: { permission: 'scenarios.read' },
    input: z.strictObject({}),
    output: z.strictObject({ records: z.array(scenarioRecordSchema) }),
    errors: [],
  }),
  /** Creates a scenario (`expectedRevision` null) or replaces its draft. */
  saveScenarioDraft: call({
    method: 'POST',
    path: '/api/v1/scenario-records/:scenarioId/draft',
    allow: { permission: 'scenarios.write' },
    input: z.strictObject({
      scenarioId: scenarioSchema.shape.id,
      expectedRevision: z.int().nonnegative().nullable(),
      draft: savableDraftSchema,
      actor: actorSchema.optional(),
    }),
    output: z.strictObject({ record: scenarioRecordSchema }),
    errors: ['scenario-exists', 'stale-edit'],
  }),
  /** Freezes the draft as the next version. */
  commitScenario: call({
    method: 'POST',
    path: '/api/v1/scenario-records/:scenarioId/commit',
    allow: { permission: 'scenarios.write' },
    input: z.strictObject({
      scenarioId: scenarioSchema.shape.id,
      expectedRevision: z.int().nonnegative(),
      actor: actorSchema.optional(),
    }),
    output: z.strictObject({ record: scenarioRecordSchema }),
    errors: ['stale-edit', 'nothing-to-commit'],
  }),
  /** Makes a version the one that new sessions begin with; null takes the scenario out of use. */
  activateScenario: call({
    method: 'POST',
    path: '/api/v1/scenario-records/:scenarioId/activate',
    allow: { permission: 'scenarios.write' },
    input: z.strictObject({
      scenarioId: scenarioSchema.shape.id,
      expectedRevision: z.int().nonnegative(),
      version: z.int().positive().nullable(),
      actor: actorSchema.optional(),
    }),
    output: z.strictObject({ record: scenarioRecordSchema }),
    errors: ['stale-edit', 'version-not-found', 'archived'],
  }),
  /**
   * What stored sessions of the scenario would come to by one of its versions, or by its draft (null), told from what is stored of them
   * without running anything over pictures. Changes nothing. Newest first; `before` is the `next` of the page before.
   */
  replayScenario: call({
    method: 'POST',
    path: '/api/v1/scenario-records/:scenarioId/replay',
    allow: { permission: 'scenarios.write', dataRight: 'checks' },
    input: z.strictObject({
      scenarioId: scenarioSchema.shape.id,
      version: z.int().positive().nullable(),
      before: sessionIdSchema.optional(),
      limit: z.int().min(1).max(mostReplayed).default(50),
    }),
    output: replayPageSchema,
    errors: ['version-not-found'],
  }),
  /** Puts a scenario away, out of use, or takes it back. */
  archiveScenario: call({
    method: 'POST',
    path: '/api/v1/scenario-records/:scenarioId/archive',
    allow: { permission: 'scenarios.write' },
    input: z.strictObject({
      scenarioId: scenarioSchema.shape.id,
      expectedRevision: z.int().nonnegative(),
      archived: z.boolean(),
      actor: actorSchema.optional(),
    }),
    output: z.strictObject({ record: scenarioRecordSchema }),
    errors: ['stale-edit'],
  }),
} as const;
