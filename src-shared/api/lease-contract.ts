import { z } from 'zod';
import { analysisFailureCodes, analysisProgressSchema, analysisSchema } from '../domain/analysis.ts';
import { quadSchema } from '../domain/geometry.ts';
import { mostSessionFaces, sessionFaceSchema } from '../domain/face-lists.ts';
import { filmHashesSchema, mostFilms } from '../domain/near-films.ts';
import { mostPictureHashes, pictureHashSchema } from '../domain/near-pictures.ts';
import { captureIdSchema, daySchema, instantSchema, sessionIdSchema, sha256Schema } from '../domain/ids.ts';
import { actionsSchema, livenessFrameSchema, mostFrames, skippedActionsSchema } from '../domain/liveness.ts';
import { scenarioSchema, sideSchema } from '../domain/scenario.ts';
import { call } from './call.ts';
import { maxWaitMs } from './feed-contract.ts';

const leaseSchema = z.strictObject({
  leaseId: z.uuid(),
  sessionId: sessionIdSchema,
  attempt: z.int().positive(),
  /** The lease ends then unless a heartbeat renews it; the session goes to the next agent. */
  expiresAt: instantSchema,
  scenario: scenarioSchema,
  referenceDay: daySchema,
  captures: z.array(
    z.strictObject({
      captureId: captureIdSchema,
      stepId: z.string(),
      side: sideSchema,
      sha256: sha256Schema,
      mediaType: z.string(),
      /** Where a person says that the document lies: taken as it is. */
      givenQuadPx: quadSchema.optional(),
    }),
  ),
  /** The challenges of liveness steps, answered; absent where nobody was challenged. */
  challenges: z
    .array(
      z.strictObject({
        stepId: z.string(),
        actions: actionsSchema,
        skippedActions: skippedActionsSchema,
        frames: z.array(livenessFrameSchema.extend({ sha256: sha256Schema })).max(mostFrames),
      }),
    )
    .optional(),
});
export type Lease = z.infer<typeof leaseSchema>;

/** The calls of agents, and how far they are. */
export const leaseApi = {
  takeLease: call({
    method: 'POST',
    path: '/api/v1/leases',
    allow: { permission: 'analysis.run' },
    input: z.strictObject({ agentId: z.string().min(1).max(100), waitMs: z.int().min(0).max(maxWaitMs) }),
    output: z.strictObject({ lease: leaseSchema.nullable() }),
    errors: [],
  }),
  /** Renews the lease and shows the analysts how far the analysis is. */
  renewLease: call({
    method: 'POST',
    path: '/api/v1/leases/:leaseId/heartbeat',
    allow: { permission: 'analysis.run' },
    input: z.strictObject({ leaseId: z.uuid(), progress: analysisProgressSchema.nullable() }),
    output: z.strictObject({ expiresAt: instantSchema }),
    errors: ['lease-lost'],
  }),
  completeLease: call({
    method: 'POST',
    path: '/api/v1/leases/:leaseId/complete',
    allow: { permission: 'analysis.run' },
    input: z.strictObject({
      leaseId: z.uuid(),
      analysis: analysisSchema,
      /** Of the faces that are clear enough to be compared; of a session whose scenario does not let faces be found again, none. */
      faces: z.array(sessionFaceSchema).max(mostSessionFaces).default([]),
      /** What the pictures look like from afar, to find those that are sent again. */
      pictures: z.array(pictureHashSchema).max(mostPictureHashes).default([]),
      /** What the frames of challenges look like from afar, for the same. */
      films: z.array(filmHashesSchema).max(mostFilms).default([]),
    }),
    output: z.strictObject({ position: z.int() }),
    errors: ['lease-lost'],
  }),
  failLease: call({
    method: 'POST',
    path: '/api/v1/leases/:leaseId/fail',
    allow: { permission: 'analysis.run' },
    input: z.strictObject({ leaseId: z.uuid(), code: z.enum(analysisFailureCodes) }),
    output: z.strictObject({ willRetry: z.boolean() }),
    errors: ['lease-lost'],
  }),
  /** Gives the session back unfinished because the agent is closing; it costs no attempt. */
  releaseLease: call({
    method: 'POST',
    path: '/api/v1/leases/:leaseId/release',
    allow: { permission: 'analysis.run' },
    input: z.strictObject({ leaseId: z.uuid() }),
    output: z.strictObject({ released: z.literal(true) }),
    errors: ['lease-lost'],
  }),
  /** Progress of the analyses that run now; lives in memory only. */
  listProgress: call({
    method: 'GET',
    path: '/api/v1/progress',
    allow: { permission: 'sessions.read' },
    input: z.strictObject({}),
    output: z.strictObject({
      running: z.array(z.strictObject({ sessionId: sessionIdSchema, progress: analysisProgressSchema })),
    }),
    errors: [],
  }),
} as const;
