import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyReply } from 'fastify';
import {
  embedOriginsPath,
  widgetApi,
  widgetScriptPath,
  widgetTypesPath,
  type WidgetErrorCode,
} from '#shared/api/widget-contract.ts';
import { networkOf } from '../client-network.ts';
import type { WidgetSessions } from '../services/widget-sessions.ts';
import { errorReply } from './error-replies.ts';
import { describeIssues } from '../describe-issues.ts';

/** Each makes a link that counts for an hour; many people may stand behind one address, but begin seldom. */
const beginsPerMinute = 60;
/** Once for each page that opens the widget. */
const asksPerMinute = 300;
/** An identifier and an encrypted key. */
const jsonLimitBytes = 4 * 1024;
/** Ten minutes without a question, and a day in which an old script may serve while the new one is fetched. */
const scriptCaching = 'public, max-age=600, stale-while-revalidate=86400';

const config = { allow: 'public' } as const;

/**
 * The widget: its script from the built capture page's folder, open to every page, and the calls that it makes from pages of
 * `embedOrigins`. Refusals can be read by any page, so that one that is not allowed learns why.
 */
export async function registerWidgetRoutes(
  app: FastifyInstance,
  deps: {
    readonly dir: string;
    readonly embedOrigins: readonly string[];
    readonly widget: WidgetSessions;
  },
): Promise<void> {
  const { dir, embedOrigins, widget } = deps;

  for (const [path, mediaType] of [
    [widgetScriptPath, 'text/javascript; charset=utf-8'],
    [widgetTypesPath, 'text/plain; charset=utf-8'],
  ] as const)
    app.get(path, { config }, async (request, reply) => {
      const file = await readFile(join(dir, path)).catch(() => undefined);
      if (file === undefined) {
        reply.callNotFound();
        return reply;
      }
      const etag = `"${createHash('sha256').update(file).digest('base64url')}"`;
      void reply.headers({
        etag,
        'cache-control': scriptCaching,
        // Any page may load it, one under Cross-Origin-Embedder-Policy or with `integrity`, too; it holds nothing secret.
        'access-control-allow-origin': '*',
        'cross-origin-resource-policy': 'cross-origin',
        'x-content-type-options': 'nosniff',
      });
      return request.headers['if-none-match'] === etag
        ? reply.code(304).send()
        : reply.type(mediaType).send(file);
    });
  // As public as the policy that the page is served with.
  app.get(embedOriginsPath, { config }, (_request, reply) => reply.send({ origins: embedOrigins }));

  await app.register(async (scope) => {
    const refuse = (reply: FastifyReply, code: WidgetErrorCode, detail?: string): FastifyReply => {
      const { status, body } = errorReply(code, detail === undefined ? {} : { detail });
      return reply.code(status).send(body);
    };
    scope.addHook('onRequest', async (request, reply) => {
      void reply.headers({ vary: 'origin', 'access-control-allow-origin': request.headers.origin ?? 'null' });
      if (request.method === 'OPTIONS') return;
      if (!embedOrigins.includes(request.headers.origin ?? ''))
        await refuse(
          reply,
          'origin-not-allowed',
          'the intake must be told of this page’s origin: VIDIMUS_EMBED_ORIGINS, or --embed-origins',
        );
    });
    await scope.register(rateLimit, {
      global: true,
      max: asksPerMinute,
      timeWindow: 60_000,
      keyGenerator: ({ ip }) => networkOf(ip),
      errorResponseBuilder: (_request, { statusCode }) =>
        Object.assign(new Error('too many requests'), { statusCode }),
    });

    scope.get(widgetApi.allowed.path, { config }, (_request, reply) => reply.send({ allowed: true }));
    // The browser asks before it sends JSON to another site.
    scope.options(widgetApi.begin.path, { config }, (_request, reply) =>
      reply
        .headers({
          'access-control-allow-methods': 'POST',
          'access-control-allow-headers': 'content-type',
          'access-control-max-age': '600',
        })
        .code(204)
        .send(),
    );
    scope.post(
      widgetApi.begin.path,
      {
        bodyLimit: jsonLimitBytes,
        config: {
          ...config,
          rateLimit: { max: beginsPerMinute, timeWindow: 60_000, keyGenerator: ({ ip }) => networkOf(ip) },
        },
      },
      async (request, reply) => {
        const input = widgetApi.begin.input.safeParse(request.body);
        if (!input.success) return refuse(reply, 'invalid-request', describeIssues(input.error));
        const begun = await widget.begin(input.data);
        return begun.ok ? reply.send(begun.value) : refuse(reply, begun.code, begun.detail);
      },
    );
  });
}
