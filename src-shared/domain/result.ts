import { z } from 'zod';
import {
  analyzedCaptureSchema,
  documentSchema,
  facePairSchema,
  findingSchema,
  recommendations,
  usedModelSchema,
} from './analysis.ts';
import { decisionOutcomes, sources } from './events.ts';
import { dataRights } from './identity.ts';
import { instantSchema, sessionIdSchema } from './ids.ts';
import { stepTypes } from './scenario.ts';
import { sessionStatuses } from './session.ts';

/**
 * The result of a session as the API returns it and the workstation shows it under JSON. Names are stable and changes
 * are additive only; the JSON Schema made of this value is published as docs/api/result.schema.json.
 */
export const resultSchema = z.strictObject({
  sessionId: sessionIdSchema,
  schemaId: z.string(),
  scenarioVersion: z.int().positive(),
  clientKey: z.string().nullable(),
  source: z.enum(sources),
  status: z.enum(sessionStatuses),
  verdict: z
    .strictObject({
      outcome: z.enum([...recommendations, ...decisionOutcomes]),
      reasons: z.array(z.string()),
      /** `policy` for a recommendation nobody has confirmed, `user:<id>` for a person's decision. */
      decidedBy: z.string(),
      comment: z.string().nullable(),
    })
    .nullable(),
  createdAt: instantSchema,
  finishedAt: instantSchema.nullable(),
  attempts: z.int().nonnegative(),
  errors: z.array(z.strictObject({ code: z.string(), at: instantSchema, attempt: z.int().positive() })),
  steps: z.array(
    z.strictObject({
      id: z.string(),
      type: z.enum(stepTypes),
      status: z.enum(['passed', 'failed', 'warning', 'not-run', 'pending']),
      tries: z.int().nonnegative(),
      document: documentSchema.nullable(),
      checks: z.array(findingSchema),
      captures: z.array(analyzedCaptureSchema),
    }),
  ),
  faces: z.strictObject({ pairs: z.array(facePairSchema), lists: z.array(z.never()) }),
  databases: z.array(z.never()),
  /** What the reader may not read of it: values stand empty, findings and pairs are left out. Absent where all is told. */
  withheld: z.array(z.enum(dataRights)).optional(),
  pipeline: z
    .strictObject({
      version: z.string(),
      policy: z.string(),
      models: z.array(usedModelSchema),
      durationMs: z.number().nonnegative(),
    })
    .nullable(),
});
export type Result = z.infer<typeof resultSchema>;
