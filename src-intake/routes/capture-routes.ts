import multipart from '@fastify/multipart';
import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { captureReceiptSchema, maxCaptureBytes } from '#shared/api/capture-contract.ts';
import type { Actor } from '#shared/domain/events.ts';
import type { Caller } from '#shared/domain/identity.ts';
import { captureIdSchema, sessionIdSchema, type CaptureId, type SessionId } from '#shared/domain/ids.ts';
import { sideSchema } from '#shared/domain/scenario.ts';
import { fail, succeed, type Outcome } from '../errors.ts';
import { actorOf, isAllowed, mustBeKnown } from '../identity/authorize.ts';
import type { ReadAudit } from '../identity/read-audit.ts';
import type { Captures } from '../services/captures.ts';
import type { Leases } from '../services/leases.ts';
import { errorReply, type ErrorReply } from './error-replies.ts';
import { describeIssues } from '../describe-issues.ts';

const putSchema = z.strictObject({
  sessionId: sessionIdSchema,
  captureId: captureIdSchema,
  stepId: z.string(),
  side: sideSchema,
});
/** Three fields, their headers and the borders between, with room to spare. */
const formOverheadBytes = 16 * 1024;
const getSchema = z.strictObject({ captureId: captureIdSchema });

function refuse(reply: FastifyReply, { status, body }: ErrorReply): FastifyReply {
  return reply.code(status).send(body);
}

/** Whom the owner's token stands for where nobody is named: the routes for files have no place for a name. */
const nobodyNamed: Actor = { kind: 'system', id: 'intake' };

/** Text of a form before its file; what a form says in more than this is no id and no name of ours. */
const fieldLimitBytes = 200;

/**
 * The same capture as a form, for senders whose libraries know no other way. Its text comes before its file, since the file is sealed while
 * it arrives.
 */
async function registerMultipart(scope: FastifyInstance, captures: Captures): Promise<void> {
  await scope.register(async (forms) => {
    forms.removeAllContentTypeParsers();
    await forms.register(multipart, {
      limits: {
        fieldSize: fieldLimitBytes,
        fields: 3,
        files: 1,
        fileSize: maxCaptureBytes + 1,
        headerPairs: 20,
      },
    });
    forms.post(
      '/api/v1/sessions/:sessionId/captures',
      { bodyLimit: maxCaptureBytes + formOverheadBytes, config: { allow: { permission: 'sessions.write' } } },
      async (request, reply) => {
        const part = request.isMultipart() ? await request.file() : undefined;
        if (part === undefined)
          return refuse(reply, errorReply('invalid-request', { detail: 'multipart/form-data with a file' }));
        const fields = Object.entries(part.fields).flatMap(([name, field]) =>
          field !== undefined && !Array.isArray(field) && field.type === 'field' ? [[name, field.value]] : [],
        );
        const input = putSchema.safeParse({
          ...(Object.fromEntries(fields) as object),
          ...(request.params as object),
        });
        if (!input.success) {
          void reply.header('connection', 'close');
          return refuse(reply, errorReply('invalid-request', { detail: describeIssues(input.error) }));
        }
        const outcome = await captures.put({
          ...input.data,
          stream: part.file,
          actor: actorOf(mustBeKnown(request.caller), nobodyNamed),
        });
        if (outcome.ok) return reply.send(captureReceiptSchema.parse(outcome.value));
        if (!request.raw.readableEnded) void reply.header('connection', 'close');
        return refuse(reply, errorReply(outcome.code));
      },
    );
  });
}

/** The routes that carry files: a capture comes in as a stream of raw bytes of any type, and goes out as it came. */
export async function registerCaptureRoutes(
  app: FastifyInstance,
  deps: { readonly captures: Captures; readonly leases: Pick<Leases, 'isHeldBy'>; readonly reads: ReadAudit },
): Promise<void> {
  const { captures, leases, reads } = deps;

  /** Of which session the picture is, where the caller may see it: whoever reads sessions, with the right to images; an agent, those that it analyzes. */
  async function findForCaller(
    caller: Caller,
    captureId: CaptureId,
  ): Promise<Outcome<SessionId, 'forbidden' | 'not-found'>> {
    const isReader = isAllowed(caller, { permission: 'sessions.read', dataRight: 'images' });
    if (!isReader && !isAllowed(caller, { permission: 'analysis.run' })) return fail('forbidden');
    const sessionId = await captures.findSessionId(captureId);
    if (isReader) return sessionId === undefined ? fail('not-found') : succeed(sessionId);
    // What is not there and what is not theirs are the same to an agent.
    if (sessionId === undefined || !(await leases.isHeldBy(caller, sessionId))) return fail('forbidden');
    return succeed(sessionId);
  }

  await app.register(async (scope) => {
    // The sender's word about the type is not asked; the body stays a stream.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, parsed) => {
      parsed(null, payload);
    });

    scope.put(
      '/api/v1/sessions/:sessionId/captures/:captureId',
      { config: { allow: { permission: 'sessions.write' } }, bodyLimit: maxCaptureBytes + 1 },
      async (request, reply) => {
        const input = putSchema.safeParse({ ...(request.query as object), ...(request.params as object) });
        if (!input.success)
          return refuse(reply, errorReply('invalid-request', { detail: describeIssues(input.error) }));
        const declared = Number(request.headers['content-length'] ?? 0);
        const outcome =
          declared > maxCaptureBytes
            ? ({ ok: false, code: 'too-many-bytes' } as const)
            : await captures.put({
                ...input.data,
                stream: request.raw,
                actor: actorOf(mustBeKnown(request.caller), nobodyNamed),
              });
        if (outcome.ok) return reply.send(captureReceiptSchema.parse(outcome.value));
        // What is left of the body is not read: the connection cannot carry another request.
        if (!request.raw.readableEnded) void reply.header('connection', 'close');
        return refuse(reply, errorReply(outcome.code));
      },
    );

    await registerMultipart(scope, captures);

    const config = { allow: { anyOf: ['sessions.read', 'analysis.run'] } } as const;
    scope.get('/api/v1/captures/:captureId', { config }, async (request, reply) => {
      const input = getSchema.safeParse(request.params);
      if (!input.success)
        return refuse(reply, errorReply('invalid-request', { detail: describeIssues(input.error) }));
      const { captureId } = input.data;
      const caller = mustBeKnown(request.caller);
      const found = await findForCaller(caller, captureId);
      if (!found.ok) return refuse(reply, errorReply(found.code));
      await reads.recordSession(caller, 'image.read', found.value);
      const outcome = await captures.read(captureId);
      if (!outcome.ok) return refuse(reply, errorReply(outcome.code));
      return reply
        .header('content-type', outcome.value.mediaType)
        .header('x-content-type-options', 'nosniff')
        .send(outcome.value.bytes);
    });
  });
}
