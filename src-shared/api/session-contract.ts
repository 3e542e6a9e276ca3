import { z } from 'zod';
import { clientKeySchema } from '../domain/client-key.ts';
import { commandRefusals, commandSchema } from '../domain/commands.ts';
import { actorSchema, sessionEventSchema, sources } from '../domain/events.ts';
import { instantSchema, sessionIdSchema } from '../domain/ids.ts';
import { resultSchema } from '../domain/result.ts';
import { sessionStatuses } from '../domain/session.ts';
import { call } from './call.ts';

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

/** The calls about sessions: made, listed, followed, decided. */
export const sessionApi = {
  createSession: call({
    method: 'POST',
    path: '/api/v1/sessions',
    allow: { permission: 'sessions.write' },
    input: z.strictObject({
      /** Chosen by the sender, so that a repeated send creates nothing twice. */
      sessionId: sessionIdSchema,
      scenarioId: z.string(),
      source: z.enum(sources),
      clientKey: clientKeySchema.nullable(),
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
      clientKey: clientKeySchema.optional(),
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
} as const;
