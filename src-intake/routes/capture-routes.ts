import type { FastifyInstance, FastifyReply } from 'fastify';
import { z } from 'zod';
import { captureReceiptSchema, maxCaptureBytes } from '#shared/api/contract.ts';
import { captureIdSchema, sessionIdSchema } from '#shared/domain/ids.ts';
import { sideSchema } from '#shared/domain/scenario.ts';
import type { Captures } from '../services/captures.ts';
import { errorReply, type ErrorReply } from './error-replies.ts';
import { describeIssues } from './register-calls.ts';

const putSchema = z.strictObject({
  sessionId: sessionIdSchema,
  captureId: captureIdSchema,
  stepId: z.string(),
  side: sideSchema,
});
const getSchema = z.strictObject({ captureId: captureIdSchema });

function refuse(reply: FastifyReply, { status, body }: ErrorReply): FastifyReply {
  return reply.code(status).send(body);
}

/** The two routes that carry files: a capture comes in as a stream of raw bytes of any type, and goes out as it came. */
export async function registerCaptureRoutes(app: FastifyInstance, captures: Captures): Promise<void> {
  await app.register((scope, _options, done) => {
    // The sender's word about the type is not asked; the body stays a stream.
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, payload, parsed) => {
      parsed(null, payload);
    });

    scope.put(
      '/api/v1/sessions/:sessionId/captures/:captureId',
      { bodyLimit: maxCaptureBytes + 1 },
      async (request, reply) => {
        const input = putSchema.safeParse({ ...(request.query as object), ...(request.params as object) });
        if (!input.success)
          return refuse(reply, errorReply('invalid-request', { detail: describeIssues(input.error) }));
        const declared = Number(request.headers['content-length'] ?? 0);
        const outcome =
          declared > maxCaptureBytes
            ? ({ ok: false, code: 'too-many-bytes' } as const)
            : await captures.put({ ...input.data, stream: request.raw });
        if (outcome.ok) return reply.send(captureReceiptSchema.parse(outcome.value));
        // What is left of the body is not read: the connection cannot carry another request.
        if (!request.raw.readableEnded) void reply.header('connection', 'close');
        return refuse(reply, errorReply(outcome.code));
      },
    );

    scope.get('/api/v1/captures/:captureId', async (request, reply) => {
      const input = getSchema.safeParse(request.params);
      if (!input.success)
        return refuse(reply, errorReply('invalid-request', { detail: describeIssues(input.error) }));
      const outcome = await captures.read(input.data.captureId);
      if (!outcome.ok) return refuse(reply, errorReply(outcome.code));
      return reply
        .header('content-type', outcome.value.mediaType)
        .header('x-content-type-options', 'nosniff')
        .send(outcome.value.bytes);
    });
    done();
  });
}
