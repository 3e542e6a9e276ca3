import { z } from 'zod';
import { callbackStateSchema, deliverySchema, deliveryStatuses } from '../domain/callback.ts';
import { actorSchema } from '../domain/events.ts';
import { sessionIdSchema } from '../domain/ids.ts';
import { scenarioSchema } from '../domain/scenario.ts';
import { call } from './call.ts';

/** The calls about callbacks: their log, their endpoints and their secrets. */
export const callbackApi = {
  /** The log of callbacks, newest first; `before` is the number of the last line of the page before. Bodies are not in it. */
  listDeliveries: call({
    method: 'GET',
    path: '/api/v1/callback-deliveries',
    allow: { permission: 'scenarios.read' },
    input: z.strictObject({
      scenarioId: z.string().optional(),
      sessionId: sessionIdSchema.optional(),
      status: z.enum(deliveryStatuses).optional(),
      before: z.coerce.number<number>().int().positive().optional(),
      limit: z.coerce.number<number>().int().min(1).max(200).default(50),
    }),
    output: z.strictObject({ deliveries: z.array(deliverySchema), next: z.int().nullable() }),
    errors: [],
  }),
  /** Delivers a callback once more under the same id, whatever became of it; a session that was purged has nothing to tell. */
  replayDelivery: call({
    method: 'POST',
    path: '/api/v1/callback-deliveries/:deliveryId/replay',
    allow: { permission: 'scenarios.write' },
    input: z.strictObject({ deliveryId: z.uuid(), actor: actorSchema.optional() }),
    output: z.strictObject({ delivery: deliverySchema }),
    errors: ['callback-disabled'],
  }),
  getCallbackState: call({
    method: 'GET',
    path: '/api/v1/scenario-records/:scenarioId/callbacks',
    allow: { permission: 'scenarios.read' },
    input: z.strictObject({ scenarioId: scenarioSchema.shape.id }),
    output: callbackStateSchema,
    errors: [],
  }),
  /** Calls again the endpoints that answered that they want no more. */
  enableCallbacks: call({
    method: 'POST',
    path: '/api/v1/scenario-records/:scenarioId/callbacks/enable',
    allow: { permission: 'scenarios.write' },
    input: z.strictObject({ scenarioId: scenarioSchema.shape.id, actor: actorSchema.optional() }),
    output: callbackStateSchema,
    errors: [],
  }),
  /** Makes a new secret for a scenario's callbacks and tells it here only; the one before signs too for a while. */
  rotateScenarioSecret: call({
    method: 'POST',
    path: '/api/v1/scenario-records/:scenarioId/secret',
    allow: { permission: 'scenarios.write' },
    input: z.strictObject({ scenarioId: scenarioSchema.shape.id, actor: actorSchema.optional() }),
    output: z.strictObject({ secret: z.string() }),
    errors: [],
  }),
} as const;
