import { z } from 'zod';
import {
  analyzedCaptureSchema,
  documentSchema,
  facePairSchema,
  facesNotComparedSchema,
  findingSchema,
  livenessAnalysisSchema,
  recommendations,
  usedModelSchema,
} from './analysis.ts';
import { fieldCorrectionSchema } from './corrections.ts';
import { decisionOutcomes, sources } from './events.ts';
import { comparedThingsSchema, historyMatchSchema, listKinds, listNotRunReasons } from './history.ts';
import { dataRights } from './identity.ts';
import { captureIdSchema, instantSchema, sessionIdSchema, sha256Schema } from './ids.ts';
import { livenessActions } from './liveness.ts';
import { stepTypes } from './scenario.ts';
import { sessionStatuses } from './session.ts';

/** What a person did before the camera; frames are read as any capture, by their ids. */
export const livenessResultSchema = z.strictObject({
  /**
   * `analyzed`: the step's checks and `measured` say what the frames show; `pending`: no analysis came to an end yet; `withheld`: whoever reads
   * this may not see what checks came to; `not-available-yet`: it was analyzed by a version that did not look at frames, and they must tell a person.
   */
  analysis: z.enum(['not-available-yet', 'analyzed', 'pending', 'withheld']),
  /** In the order in which they were asked for, as the intake drew them. */
  actions: z.array(z.enum(livenessActions)),
  /** Places, from 0, of actions that the person said they cannot do. */
  skippedActions: z.array(z.int().nonnegative()),
  drawnAt: instantSchema,
  /** Challenges drawn for the step until this one. */
  challengesDrawn: z.int().positive(),
  frames: z.array(
    z.strictObject({
      id: captureIdSchema,
      sha256: sha256Schema,
      /** Which action was asked for; null before the first. */
      actionIndex: z.int().nonnegative().nullable(),
      /** Since the challenge reached the person. */
      atMs: z.int().nonnegative(),
    }),
  ),
  /** What was measured on the frames; absent before they were analyzed, and where it is withheld. */
  measured: livenessAnalysisSchema.optional(),
});

export type LivenessResult = z.infer<typeof livenessResultSchema>;

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
      /** Of a liveness step whose person was given a challenge; absent from results of earlier versions. */
      liveness: livenessResultSchema.nullable().optional(),
    }),
  ),
  /** What people say that fields say, beside what was read; the last one of each field. Absent from results of earlier versions. */
  corrections: z
    .array(
      fieldCorrectionSchema.extend({
        /** `user:<id>`. */
        correctedBy: z.string(),
        at: instantSchema,
      }),
    )
    .optional(),
  faces: z.strictObject({
    pairs: z.array(facePairSchema),
    /** Pairs of which nothing is said, since one of the faces is too poor; absent in results of earlier versions. */
    notCompared: z.array(facesNotComparedSchema).optional(),
    /** Every list that the scenario named, once the session was analyzed. One that could not be asked says so: it is no pass. */
    lists: z.array(
      z.strictObject({
        id: z.string(),
        kind: z.enum(listKinds),
        status: z.enum(['matched', 'clear', 'not-run']),
        reason: z.enum(listNotRunReasons).nullable(),
        /** Who of the list it is; absent unless found. */
        personId: z.uuid().optional(),
      }),
    ),
  }),
  /** Earlier sessions of the same intake; absent from results of earlier versions. */
  history: z
    .strictObject({
      /** What could be looked up: a name that was not read surely, for one, is not. Null where nothing was, as before the analysis. */
      compared: comparedThingsSchema.nullable(),
      matches: z.array(historyMatchSchema),
    })
    .optional(),
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
