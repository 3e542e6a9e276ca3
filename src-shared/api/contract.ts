import { z } from 'zod';
import { analysisFailureCodes, analysisProgressSchema, analysisSchema } from '../domain/analysis.ts';
import { callbackStateSchema, deliverySchema, deliveryStatuses } from '../domain/callback.ts';
import { commandRefusals, commandSchema } from '../domain/commands.ts';
import { actorSchema, sessionEventSchema, sources, type Actor } from '../domain/events.ts';
import { captureIdSchema, daySchema, instantSchema, sessionIdSchema, sha256Schema } from '../domain/ids.ts';
import { linkSchema, linkStates, maxLinkMinutes, maxLinksAtOnce } from '../domain/link.ts';
import { mostReplayed, replayPageSchema } from '../domain/replay.ts';
import { resultSchema } from '../domain/result.ts';
import { scenarioDraftSchema, scenarioRecordSchema } from '../domain/scenario-record.ts';
import { scenarioSchema, sideSchema } from '../domain/scenario.ts';
import { sessionStatuses } from '../domain/session.ts';
import { call } from './call.ts';
import { identityApi } from './identity-contract.ts';

/** What any call may answer with. `internal` hides what was not expected behind a correlation id. */
export const commonErrors = [
  'unauthorized',
  /** The credential is known, and not good for this. */
  'forbidden',
  'invalid-request',
  'not-found',
  'too-many-requests',
  'internal',
] as const;

/** What a request with an `Idempotency-Key` may be answered with beside. */
export const idempotencyErrors = [
  /** The same key came with another request before. */
  'idempotency-key-reused',
  /** The request of this key is being answered. */
  'still-in-progress',
] as const;

/**
 * A refusal: problem details (RFC 9457, `application/problem+json`) with our own member `error`, whose `code` is what programs go by. Members
 * that a receiver does not know are passed over.
 */
export const apiErrorSchema = z.object({
  /** `urn:vidimus:error:<code>`. */
  type: z.string().optional(),
  /** What the code means, in English. */
  title: z.string().optional(),
  status: z.int().optional(),
  error: z.object({
    code: z.string(),
    correlationId: z.string().optional(),
    detail: z.string().optional(),
  }),
});

/** A session in lists: nothing of its documents. */
export const sessionSummarySchema = z.strictObject({
  sessionId: sessionIdSchema,
  schemaId: z.string(),
  clientKey: z.string().nullable(),
  source: z.enum(sources),
  status: z.enum(sessionStatuses),
  createdAt: instantSchema,
  /** When the event that it was changed by last happened. */
  changedAt: instantSchema,
});
export type SessionSummary = z.infer<typeof sessionSummarySchema>;

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
    }),
  ),
});
export type Lease = z.infer<typeof leaseSchema>;

/** 50 MB: a 40-megapixel picture in the least compressing format that phones write. */
export const maxCaptureBytes = 50 * 1024 * 1024;
/** Events in one page of the feed: about a megabyte of analyses. */
export const feedPageSize = 200;
/** How long the server may hold a long poll, in milliseconds: below the 30 s at which proxies commonly give up. */
export const maxWaitMs = 25_000;

/**
 * The intake's HTTP API. Every call but the public ones carries `Authorization: Bearer <token>`; who acts is who the token belongs to, and
 * `actor` counts from the owner of the intake alone, whose token stands for whoever works at that machine. Captures travel as raw bytes outside this
 * table: `PUT /api/v1/sessions/:sessionId/captures/:captureId?stepId=…&side=…` (body = the file) and
 * `POST /api/v1/sessions/:sessionId/captures` (`multipart/form-data`: `stepId`, `side`, `captureId`, then `file`) answer
 * `captureReceiptSchema` (`sessions.write`), `GET /api/v1/captures/:captureId` answers the bytes: to `sessions.read` with the right to
 * images, and to `analysis.run` while the caller holds a lease of the session.
 */
export const intakeApi = {
  ...identityApi,
  health: call({
    method: 'GET',
    path: '/api/v1/health',
    allow: 'any',
    input: z.strictObject({}),
    output: z.strictObject({
      status: z.literal('ok'),
      version: z.string(),
      database: z.enum(['embedded', 'server']),
      position: z.int(),
    }),
    errors: [],
  }),
  listScenarios: call({
    method: 'GET',
    path: '/api/v1/scenarios',
    allow: { permission: 'scenarios.read' },
    input: z.strictObject({}),
    output: z.strictObject({ scenarios: z.array(scenarioSchema) }),
    errors: [],
  }),
  createSession: call({
    method: 'POST',
    path: '/api/v1/sessions',
    allow: { permission: 'sessions.write' },
    input: z.strictObject({
      /** Chosen by the sender, so that a repeated send creates nothing twice. */
      sessionId: sessionIdSchema,
      scenarioId: z.string(),
      source: z.enum(sources),
      clientKey: z.string().max(200).nullable(),
      actor: actorSchema.optional(),
    }),
    output: z.strictObject({ sessionId: sessionIdSchema }),
    errors: ['scenario-not-found', 'session-exists'],
  }),
  /** Newest first. `cursor` is the `next` of the page before; sessions that come in meanwhile move nothing on later pages. Purged ones are not listed. */
  listSessions: call({
    method: 'GET',
    path: '/api/v1/sessions',
    allow: { permission: 'sessions.read' },
    input: z.strictObject({
      status: z.enum(sessionStatuses).optional(),
      scenarioId: z.string().max(64).optional(),
      source: z.enum(sources).optional(),
      clientKey: z.string().max(200).optional(),
      /** From this instant on. */
      createdFrom: instantSchema.optional(),
      /** Before this instant. */
      createdBefore: instantSchema.optional(),
      cursor: z.string().max(200).optional(),
      limit: z.coerce.number<number>().int().min(1).max(200).default(50),
    }),
    output: z.strictObject({ sessions: z.array(sessionSummarySchema), next: z.string().nullable() }),
    errors: [],
  }),
  /** How far a session is, without anything of its documents. */
  getSessionStatus: call({
    method: 'GET',
    path: '/api/v1/sessions/:sessionId/status',
    allow: { permission: 'sessions.read' },
    input: z.strictObject({ sessionId: sessionIdSchema }),
    output: sessionSummarySchema,
    errors: [],
  }),
  /** Everything is there: the session goes to the agents. Again changes nothing. */
  finalizeSession: call({
    method: 'POST',
    path: '/api/v1/sessions/:sessionId/finalize',
    allow: { permission: 'sessions.write' },
    input: z.strictObject({ sessionId: sessionIdSchema, actor: actorSchema.optional() }),
    output: sessionSummarySchema,
    errors: ['captures-missing', 'step-closed', 'session-frozen', 'session-blocked'],
  }),
  getResult: call({
    method: 'GET',
    path: '/api/v1/sessions/:sessionId',
    allow: { permission: 'sessions.read' },
    input: z.strictObject({ sessionId: sessionIdSchema }),
    output: resultSchema,
    errors: [],
  }),
  listEvents: call({
    method: 'GET',
    path: '/api/v1/sessions/:sessionId/events',
    allow: { permission: 'sessions.read' },
    input: z.strictObject({ sessionId: sessionIdSchema }),
    output: z.strictObject({ events: z.array(sessionEventSchema) }),
    errors: [],
  }),
  sendCommand: call({
    method: 'POST',
    path: '/api/v1/sessions/:sessionId/commands',
    /** By the command: `sessions.write` to submit, `sessions.review` to decide, comment and have analyzed again. */
    allow: { anyOf: ['sessions.write', 'sessions.review'] },
    input: z.strictObject({
      sessionId: sessionIdSchema,
      idempotencyKey: z.uuid(),
      actor: actorSchema.optional(),
      command: commandSchema,
    }),
    output: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('accepted'), positions: z.array(z.int()) }),
      z.strictObject({ kind: z.literal('refused'), code: z.enum(commandRefusals) }),
    ]),
    errors: [],
  }),
  /** Events with position > `after`, in order, at once or when there are some or `waitMs` is over; never skips one that commits late. */
  readFeed: call({
    method: 'GET',
    path: '/api/v1/feed',
    allow: { permission: 'sessions.read' },
    input: z.strictObject({
      after: z.coerce.number<number>().int().nonnegative(),
      waitMs: z.coerce.number<number>().int().min(0).max(maxWaitMs),
    }),
    output: z.strictObject({
      events: z.array(sessionEventSchema),
      /** Where to read on from. */
      cursor: z.int(),
      /** Changes when the intake's data folder is another one: the replica must start over. */
      feedId: z.uuid(),
    }),
    errors: [],
  }),
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
    input: z.strictObject({ leaseId: z.uuid(), analysis: analysisSchema }),
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
      draft: scenarioDraftSchema,
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
  /** Makes one-time links. The same `requestId` again makes nothing and answers the same addresses. */
  createLinks: call({
    method: 'POST',
    path: '/api/v1/links',
    allow: { permission: 'links.write' },
    input: z.strictObject({
      requestId: z.uuid(),
      scenarioId: z.string(),
      count: z.int().min(1).max(maxLinksAtOnce),
      lifetimeMinutes: z.int().min(1).max(maxLinkMinutes),
      clientKey: z.string().max(200).nullable(),
      actor: actorSchema.optional(),
    }),
    output: z.strictObject({
      /** `url` carries the token and is told here only: the intake keeps a hash of it. */
      links: z.array(linkSchema.extend({ url: z.string() })),
    }),
    errors: ['scenario-not-found'],
  }),
  /** Newest first; `before` is the last id of the page before. */
  listLinks: call({
    method: 'GET',
    path: '/api/v1/links',
    allow: { permission: 'links.read' },
    input: z.strictObject({
      before: z.uuid().optional(),
      limit: z.coerce.number<number>().int().min(1).max(1000).default(200),
      state: z.enum(linkStates).optional(),
    }),
    output: z.strictObject({ links: z.array(linkSchema), next: z.uuid().nullable() }),
    errors: [],
  }),
  /**
   * Gives a link that nobody has started another address, within {@link linkResendDays} and while it is valid: the old one is dead, on a
   * device that has opened it as well. The same `requestId` again answers the same address. `link-closed` where it is too late.
   */
  resendLink: call({
    method: 'POST',
    path: '/api/v1/links/:linkId/resend',
    allow: { permission: 'links.write' },
    input: z.strictObject({ linkId: z.uuid(), requestId: z.uuid(), actor: actorSchema.optional() }),
    output: z.strictObject({ link: linkSchema.extend({ url: z.string() }) }),
    errors: ['not-found', 'link-closed'],
  }),
  /** Links that have started a session stay: their sessions go on. */
  revokeLinks: call({
    method: 'POST',
    path: '/api/v1/links/revoke',
    allow: { permission: 'links.write' },
    input: z.strictObject({
      linkIds: z.array(z.uuid()).min(1).max(maxLinksAtOnce),
      actor: actorSchema.optional(),
    }),
    output: z.strictObject({ revoked: z.array(z.uuid()) }),
    errors: [],
  }),
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

export type IntakeApi = typeof intakeApi;
export type ApiCallName = keyof IntakeApi;
export type ApiInput<N extends ApiCallName> = z.input<IntakeApi[N]['input']>;
/** The input as the server has it: parsed, and with the one who acts, whom it knows by the credential. */
export type ApiParsedInput<N extends ApiCallName> =
  z.output<IntakeApi[N]['input']> extends infer Parsed
    ? 'actor' extends keyof Parsed
      ? Omit<Parsed, 'actor'> & { readonly actor: Actor }
      : Parsed
    : never;
export type ApiOutput<N extends ApiCallName> = z.output<IntakeApi[N]['output']>;
export type ApiErrorCode<N extends ApiCallName> =
  IntakeApi[N]['errors'][number] | (typeof commonErrors)[number];

export const captureReceiptSchema = z.strictObject({
  captureId: captureIdSchema,
  sha256: sha256Schema,
  byteLength: z.int(),
});
export type CaptureReceipt = z.infer<typeof captureReceiptSchema>;
/** Codes of `PUT …/captures/:captureId` beside `commonErrors`. */
export const captureErrors = [
  'too-many-bytes',
  'empty-file',
  'already-submitted',
  'session-frozen',
  'session-blocked',
  'step-closed',
  'capture-exists',
  'unknown-step',
] as const;
export type CaptureErrorCode = (typeof captureErrors)[number] | (typeof commonErrors)[number];
