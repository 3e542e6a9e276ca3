import { setTimeout as sleep } from 'node:timers/promises';
import { Logger, run, type Runner } from 'graphile-worker';
import pg from 'pg';
import { isDatabaseAway } from '../database/is-database-away.ts';
import { connectionConfig, type DatabaseTarget } from '../database/open-database.ts';
import type { Log } from '../log.ts';
import { deliverDue, type DeliverDeps } from './deliver-next.ts';
import { deliveryTask, mendDeliveryJobs, sessionOfJob } from './delivery-jobs.ts';

/** Attempts side by side in one process. They wait for networks and cost next to nothing; a slow receiver holds up few others. */
const concurrency = 10;
/** graphile-worker's own default. The queue is told of new jobs; what it looks for itself is retries whose time has come. */
const pollMs = 2000;
/** Jobs are taken and finished within milliseconds; one more connection listens. */
const poolSize = 4;
const mendEveryMs = 5000;
const restartDelayMs = 1000;

/** Delivers callbacks until it is closed; an attempt in progress is then interrupted and costs nothing. */
export interface Deliveries {
  readonly close: () => Promise<void>;
}

/** Begins to deliver what is in the outbox, beside any other intake process on the same database. */
export function runDeliveries(
  deps: DeliverDeps & { readonly target: DatabaseTarget; readonly log: Log; readonly mendMs?: number },
): Deliveries {
  const { target, log, db, longestAttemptMs, mendMs = mendEveryMs } = deps;
  const closing = new AbortController();
  const { signal } = closing;
  const isClosing = (): boolean => signal.aborted;
  const pool = new pg.Pool({ ...connectionConfig(target), max: poolSize });
  // What breaks is reported by the query that needed it.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));

  const report = (where: string, error: unknown): void => {
    if (isDatabaseAway(error)) log.info(`${where}: the database does not answer`);
    else log.unexpected({ where, error });
  };
  const pause = (ms: number): Promise<unknown> => sleep(ms, undefined, { signal }).catch(() => undefined);

  async function deliver(payload: unknown): Promise<void> {
    try {
      await deliverDue(deps, sessionOfJob(payload), signal);
    } catch (error) {
      report('callback delivery', error);
      throw error; // the queue repeats it
    }
  }

  let runner: Runner | undefined;
  // A runner ends by itself when it fails to reach the database too often.
  async function keepRunning(): Promise<void> {
    while (!isClosing()) {
      try {
        runner = await run({
          pgPool: pool,
          concurrency,
          pollInterval: pollMs,
          noHandleSignals: true,
          // Not for the batches: without, 0.18 awaits neither the removal of a finished job nor its failure, so that a database that goes
          // away ends the whole process by an unhandled rejection, and a stop cuts the removal off.
          preset: { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } },
          // Its lines quote payloads and errors of others; ours are written above.
          logger: new Logger(() => () => undefined),
          taskList: { [deliveryTask]: deliver },
        });
        if (isClosing()) await runner.stop();
        await runner.promise;
      } catch (error) {
        report('callback queue', error);
      }
      if (!isClosing()) await pause(restartDelayMs);
    }
  }

  async function keepMending(): Promise<void> {
    while (!isClosing()) {
      try {
        await mendDeliveryJobs(db, { longestAttemptMs });
      } catch (error) {
        report('callback queue', error);
      }
      await pause(mendMs);
    }
  }

  const running = Promise.all([keepRunning(), keepMending()]);
  let closed: Promise<void> | undefined;
  async function close(): Promise<void> {
    closing.abort();
    // It rejects when it has stopped by itself a moment ago.
    await runner?.stop().catch(() => undefined);
    await running;
    await pool.end();
  }
  return { close: () => (closed ??= close()) };
}
