import type { FastifyInstance } from 'fastify';
import { isDatabaseAway } from '../database/is-database-away.ts';
import type { Metrics } from '../metrics.ts';
import { BlobStoreAwayError } from '../services/blob-store.ts';

/**
 * What those who run the intake ask: `/health/live` whether the process answers, `/health/ready` whether it can serve (503 while its
 * database or its store of pictures is away, or it is closing), both without the token and without saying anything else; `/metrics` with the token.
 */
export function registerOperationRoutes(
  app: FastifyInstance,
  deps: {
    readonly metrics: Metrics;
    /** Rejects when the database is away. */
    readonly ping: () => Promise<unknown>;
    /** Rejects with {@link BlobStoreAwayError} when the store of pictures is away. */
    readonly pingBlobs: () => Promise<void>;
    readonly closing: AbortSignal;
  },
): void {
  const { metrics, ping, pingBlobs, closing } = deps;
  metrics.observe(app);
  const config = { allow: 'public' } as const;
  app.get('/health/live', { config }, async (_request, reply) => reply.send({ status: 'ok' }));
  app.get('/health/ready', { config }, async (_request, reply) => {
    if (closing.aborted) return reply.code(503).send({ status: 'closing' });
    try {
      await ping();
      await pingBlobs();
      return await reply.send({ status: 'ok' });
    } catch (error) {
      if (error instanceof BlobStoreAwayError) return reply.code(503).send({ status: 'store-away' });
      if (!isDatabaseAway(error)) throw error;
      return reply.code(503).send({ status: 'database-away' });
    }
  });
  // Counts and nothing about anybody: any credential of this intake will do, such as an API token of the least scope.
  app.get('/metrics', { config: { allow: 'any' } }, async (_request, reply) =>
    reply.type('text/plain; version=0.0.4; charset=utf-8').send(await metrics.render()),
  );
}
