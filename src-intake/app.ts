import { randomUUID } from 'node:crypto';
import rateLimit from '@fastify/rate-limit';
import { fastify, type FastifyInstance } from 'fastify';
import type { Authorization } from '#shared/api/call.ts';
import type { Caller } from '#shared/domain/identity.ts';
import { networkOf } from './client-network.ts';
import { isDatabaseAway } from './database/is-database-away.ts';
import { assert } from '#shared/lib/invariant.ts';
import { isAllowed } from './identity/authorize.ts';
import type { Credentials } from './identity/credentials.ts';
import type { Idempotency } from './services/idempotency.ts';
import { BlobStoreAwayError } from './services/blob-store.ts';
import type { ProviderSignIn } from './identity/provider-sign-in.ts';
import type { Captures } from './services/captures.ts';
import { createCallHandlers, type CallServices } from './routes/call-handlers.ts';
import { registerCapturePageRoutes } from './routes/capture-page-routes.ts';
import { registerCaptureRoutes } from './routes/capture-routes.ts';
import { registerOpenApiRoutes } from './routes/openapi-routes.ts';
import { registerOperationRoutes } from './routes/operation-routes.ts';
import { errorReply, problemMediaType } from './routes/error-replies.ts';
import { registerProviderRoutes } from './routes/provider-routes.ts';
import { registerPersonRoutes } from './routes/person-routes.ts';
import { registerWidgetRoutes } from './routes/widget-routes.ts';
import { registerCalls } from './routes/register-calls.ts';
import type { PersonSessions } from './services/person-sessions.ts';
import type { WidgetSessions } from './services/widget-sessions.ts';
import type { Log } from './log.ts';
import { createMetrics } from './metrics.ts';
import { readLastPosition } from './repositories/event-rows.ts';
import { countAnalyses } from './repositories/queue-figures.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Who may call the route. One that does not say is not registered. */
    allow?: Authorization;
  }
  interface FastifyInstance {
    /** `GET /path` of each route, for whoever checks who may call them. */
    readonly registeredRoutes: readonly string[];
  }
  interface FastifyRequest {
    /** Whose credential came along; undefined where none is asked for. */
    caller: Caller | undefined;
    bearerToken: string | undefined;
  }
}

/** An analysis with every character of two sides and their regions is below one megabyte. */
const jsonLimitBytes = 8 * 1024 * 1024;

/**
 * Of one caller, of each intake process: fifty agents under one token, each of which tells of its progress four times a second, or twenty new
 * sessions a second of a program. Who is faster than that is broken.
 */
const requestsPerMinute = 12_000;

/** Refuses callers that ask too often; who has no credential counts by address. The owner of the data folder is at the same machine. */
async function limitCallers(scope: FastifyInstance, max: number): Promise<void> {
  await scope.register(rateLimit, {
    global: true,
    max,
    timeWindow: 60_000,
    // The hook that knows the caller was there first.
    keyGenerator: ({ caller, ip }) => (caller === undefined ? networkOf(ip) : `${caller.kind} ${caller.id}`),
    allowList: ({ caller }) => caller?.kind === 'owner',
    errorResponseBuilder: (_request, { statusCode }) =>
      Object.assign(new Error('too many requests'), { statusCode }),
  });
}

/** RFC 6750, section 2.1: what stands behind the scheme, whose case does not count. */
const bearer = /^bearer +([\w\-.~+/]+=*)$/i;

/** The HTTP server over the services: the token first, then the contract, and nothing internal in any answer. */
export async function createApp(deps: {
  readonly services: CallServices;
  readonly captures: Captures;
  readonly idempotency: Idempotency;
  /** Rejects with {@link BlobStoreAwayError} when the store of pictures is away. */
  readonly pingBlobs: () => Promise<void>;
  readonly persons: PersonSessions;
  readonly widget: WidgetSessions;
  /** Whether people reach the capture page by https. */
  readonly isSecure: () => boolean;
  /** Where the built capture page lies, and which origins may show it in a frame. */
  readonly capturePage: { readonly dir: string; readonly frameAncestors: readonly string[] };
  /** Certificate chain and private key, PEM; plain HTTP without. */
  readonly tls?: { readonly cert: string; readonly key: string } | undefined;
  /** Proxies in front, by address or range, whose word about the caller's address counts. */
  readonly trustedProxies?: readonly string[];
  readonly credentials: Credentials;
  /** Of one caller; more are refused until the minute is over. */
  readonly requestsPerMinute?: number | undefined;
  /** The organization's own sign-in; undefined where none is configured. */
  readonly provider: ProviderSignIn | undefined;
  readonly log: Log;
  /** Aborts when the server is about to close: long polls end. */
  readonly closing: AbortSignal;
}): Promise<FastifyInstance> {
  const {
    services,
    captures,
    idempotency,
    pingBlobs,
    persons,
    widget,
    isSecure,
    capturePage,
    tls,
    trustedProxies = [],
    credentials,
    log,
    closing,
  } = deps;
  const app = fastify({
    // One type for both: nothing here asks which server it is.
    ...(tls !== undefined && ({ https: { ...tls, minVersion: 'TLSv1.2' } } as object)),
    logger: false,
    bodyLimit: jsonLimitBytes,
    forceCloseConnections: 'idle',
    trustProxy: trustedProxies.length === 0 ? false : [...trustedProxies],
  });
  app.decorateRequest('caller', undefined);
  app.decorateRequest('bearerToken', undefined);

  const routes: string[] = [];
  app.decorate('registeredRoutes', routes);
  app.addHook('onRoute', ({ method, url, config }) => {
    routes.push(`${String(method)} ${url}`);
    assert(config?.allow !== undefined, `${String(method)} ${url} does not say who may call it`);
  });
  app.addHook('onRequest', async (request, reply) => {
    void reply.header('cache-control', 'no-store');
    // A route that is not there says nothing to those whom nobody knows, either.
    const { allow = request.is404 ? 'any' : 'owner' } = request.routeOptions.config;
    if (allow === 'public') return;
    const token = bearer.exec(request.headers.authorization ?? '')?.[1];
    request.bearerToken = token;
    request.caller = token === undefined ? undefined : await credentials.findCaller(token);
    if (isAllowed(request.caller, allow)) return;
    const { status, body } = errorReply(request.caller === undefined ? 'unauthorized' : 'forbidden');
    await reply.code(status).header('connection', 'close').send(body);
  });
  // A refusal says in its type what it is. A connection that stays open for another request would hold up the close for as long as keep-alive lasts.
  app.addHook('onSend', async (_request, reply) => {
    if (closing.aborted) void reply.header('connection', 'close');
    const isJson = String(reply.getHeader('content-type')).startsWith('application/json');
    if (reply.statusCode >= 400 && isJson) void reply.header('content-type', problemMediaType);
    return Promise.resolve();
  });
  app.setNotFoundHandler((_request, reply) => {
    const { status, body } = errorReply('not-found');
    return reply.code(status).send(body);
  });
  app.setErrorHandler((error: Error & { statusCode?: number }, request, reply) => {
    // Fastify's own refusals: a body that is no JSON, too long, or of another type.
    if (error.statusCode !== undefined && error.statusCode < 500) {
      const { status, body } = errorReply(
        error.statusCode === 429 ? 'too-many-requests' : 'invalid-request',
        { status: error.statusCode },
      );
      return reply.code(status).send(body);
    }
    const where = `${request.method} ${request.routeOptions.url ?? '(no route)'}`;
    if (isDatabaseAway(error) || error instanceof BlobStoreAwayError) {
      log.info(
        `${where}: ${error instanceof BlobStoreAwayError ? error.message : 'the database does not answer'}`,
      );
      // What is left of an upload is not read: the connection cannot carry another request.
      if (!request.raw.readableEnded) void reply.header('connection', 'close');
      // What a gateway says of a server behind it: clients take it for being offline, and try again.
      const { status, body } = errorReply('internal', { status: 503 });
      return reply.code(status).send(body);
    }
    const correlationId = randomUUID();
    log.unexpected({ correlationId, where, error });
    const { status, body } = errorReply('internal', { correlationId });
    return reply.code(status).send(body);
  });
  const { db } = services;
  registerOperationRoutes(app, {
    metrics: createMetrics([
      { name: 'vidimus_feed_position', help: 'Events so far.', read: () => readLastPosition(db) },
      {
        name: 'vidimus_analyses_waiting',
        help: 'Analyses that no agent has taken yet.',
        read: async () => (await countAnalyses(db)).waiting,
      },
      {
        name: 'vidimus_analyses_leased',
        help: 'Analyses that agents are at.',
        read: async () => (await countAnalyses(db)).leased,
      },
    ]),
    ping: () => readLastPosition(db),
    pingBlobs,
    closing,
  });
  await app.register(async (scope) => {
    await limitCallers(scope, deps.requestsPerMinute ?? requestsPerMinute);
    registerCalls(scope, createCallHandlers(services), { idempotency, credentials, closing });
    await registerCaptureRoutes(scope, { captures, leases: services.leases, reads: services.reads });
  });
  await registerPersonRoutes(app, {
    persons,
    isSecure,
    isFramed: capturePage.frameAncestors.length > 0,
    closing,
  });
  registerCapturePageRoutes(app, capturePage);
  await registerWidgetRoutes(app, {
    dir: capturePage.dir,
    embedOrigins: capturePage.frameAncestors,
    widget,
  });
  if (deps.provider !== undefined) registerProviderRoutes(app, deps.provider);
  registerOpenApiRoutes(app, services.version);
  return app;
}
