import type { Kysely } from 'kysely';
import type { SessionEvent } from '#shared/domain/events.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import type { Scenario } from '#shared/domain/scenario.ts';
import type { Database } from '../database/schema.ts';
import type { EventLog } from '../services/event-log.ts';
import type { ScenarioSecrets } from '../services/scenario-secrets.ts';
import { toCallbackBody } from './callback-body.ts';
import { addDeliveryJob } from './delivery-jobs.ts';
import {
  beginAttempt,
  disableEndpoint,
  endAttempt,
  endPending,
  findNextTry,
  isDisabled,
  type AttemptEnd,
} from './delivery-rows.ts';
import { encryptBody } from './encrypt.ts';
import type { RetrySchedule } from './retry-schedule.ts';
import type { CallbackRequest, SendCallback, SendOutcome } from './send-callback.ts';
import { signatureHeaders } from './sign.ts';
import type { DeliveryRow } from './tables.ts';

export interface DeliverDeps {
  readonly db: Kysely<Database>;
  readonly eventLog: EventLog;
  readonly secrets: ScenarioSecrets;
  readonly send: SendCallback;
  readonly schedule: RetrySchedule;
  /** Longer than any attempt takes: a claim that is older belongs to a process that is gone. */
  readonly longestAttemptMs: number;
  /** The clock that the header `webhook-timestamp` is read from. */
  readonly nowMs: () => number;
  readonly userAgent: string;
}

const gone = 410;

function isSuccess(status: number): boolean {
  return status >= 200 && status < 300;
}

/** One job goes on with a session's next callback for so long; then others get their turn. Well below an attempt's margin. */
const jobMs = 5000;

/**
 * Delivers what a session has to deliver, oldest first, until there is nothing left that is due, or others should get their turn: then it
 * sees to it that there is a job for the rest. Rejects for bugs and a database that is away: the queue repeats the job, and an attempt
 * that was begun counts.
 */
export async function deliverDue(
  deps: DeliverDeps,
  sessionId: SessionId,
  signal: AbortSignal,
): Promise<void> {
  const startedAt = performance.now();
  const mayGoOn = (): boolean => !signal.aborted && performance.now() - startedAt < jobMs;
  while (await deliverNext(deps, sessionId, { signal, mayGoOn }));
}

/** Makes one attempt. True when another one is due and there is no other job for it than this one. */
async function deliverNext(
  deps: DeliverDeps,
  sessionId: SessionId,
  { signal, mayGoOn }: { readonly signal: AbortSignal; readonly mayGoOn: () => boolean },
): Promise<boolean> {
  const { db, eventLog, send, schedule, longestAttemptMs } = deps;

  const open = await eventLog.open(db, sessionId);
  if (open === undefined) {
    // The key is deleted: there is nothing that could be told any more.
    await db.transaction().execute((trx) => endPending(trx, sessionId, { status: 'failed', code: 'purged' }));
    return false;
  }
  const { scenario } = open.session;
  const { callbackUrl } = scenario.notifications;
  if (callbackUrl === null) return false; // nothing is recorded for such a scenario

  const next = await db.transaction().execute(async (trx) => {
    if (await isDisabled(trx, scenario.id, callbackUrl)) {
      await endPending(trx, sessionId, { status: 'skipped', code: 'disabled' });
      return undefined;
    }
    const begun = await beginAttempt(trx, sessionId, longestAttemptMs);
    if (begun.kind === 'not-before') await addDeliveryJob(trx, sessionId, begun.at);
    return begun.kind === 'attempt' ? begun.delivery : undefined;
  });
  if (next === undefined) return false;

  const request = await toRequest(deps, next, { events: open.events, scenario, callbackUrl });
  const outcome = await send(request, signal);
  return db.transaction().execute(async (trx) => {
    if (outcome.kind === 'answered' && outcome.status === gone)
      await disableEndpoint(trx, scenario.id, callbackUrl);
    await endAttempt(trx, next, toEnd(outcome, next.attempts, schedule));
    const nextTry = await findNextTry(trx, sessionId);
    if (nextTry === undefined) return false;
    if (nextTry.isDue && mayGoOn()) return true;
    await addDeliveryJob(trx, sessionId, nextTry.at);
    return false;
  });
}

async function toRequest(
  { nowMs, userAgent, secrets }: DeliverDeps,
  delivery: DeliveryRow,
  {
    events,
    scenario,
    callbackUrl,
  }: {
    readonly events: readonly SessionEvent[];
    readonly scenario: Scenario;
    readonly callbackUrl: string;
  },
): Promise<CallbackRequest> {
  const { current, previous } = await secrets.get(scenario.id);
  const isEncrypted = scenario.notifications.encrypt;
  const plain = Buffer.from(JSON.stringify(toCallbackBody(events, delivery)), 'utf8');
  // Under the current secret only: whoever rotated because the one before leaked wants nothing readable with it. A receiver that has the
  // new one not yet answers with an error, and gets it again.
  const body = isEncrypted ? Buffer.from(await encryptBody(plain, current), 'ascii') : plain;
  const atSeconds = Math.floor(nowMs() / 1000);
  return {
    url: new URL(callbackUrl),
    headers: {
      'content-type': isEncrypted ? 'application/jose' : 'application/json',
      'user-agent': userAgent,
      ...signatureHeaders(
        { id: delivery.id, atSeconds, body },
        previous === null ? [current] : [current, previous],
      ),
    },
    body,
  };
}

function toEnd(outcome: SendOutcome, attempts: number, schedule: RetrySchedule): AttemptEnd {
  if (outcome.kind === 'failed' && outcome.code === 'interrupted') return { status: 'interrupted' };
  const code = outcome.kind === 'answered' ? `http-${outcome.status.toString()}` : outcome.code;
  if (outcome.kind === 'answered' && isSuccess(outcome.status)) return { status: 'delivered', code };
  if (outcome.kind === 'answered' && outcome.status === gone) return { status: 'skipped', code };
  // Redirects too: where a body with personal data goes is said in the scenario and nowhere else.
  return {
    status: 'pending',
    code,
    delayMs: schedule.delayMsAfter(attempts),
    windowMs: schedule.windowMs,
  };
}
