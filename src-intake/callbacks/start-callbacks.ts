import type { Kysely } from 'kysely';
import type { DatabaseTarget } from '../database/open-database.ts';
import type { Database } from '../database/schema.ts';
import { IntakeStartError } from '../errors.ts';
import type { Log } from '../log.ts';
import type { AuditLog } from '../identity/audit-log.ts';
import type { EventLog } from '../services/event-log.ts';
import type { ScenarioSecrets } from '../services/scenario-secrets.ts';
import { createAddressGuard, parseAllowList } from './address-guard.ts';
import { createCallbackLog, type CallbackLog } from './callback-log.ts';
import { createRetrySchedule, type RetrySchedule } from './retry-schedule.ts';
import { runDeliveries } from './run-deliveries.ts';
import { createSendCallback, defaultTimeouts, type ResolveHost, type SendTimeouts } from './send-callback.ts';

/** What may be set about callbacks; all but the allow-list is for tests. */
export interface CallbackConfig {
  /** Hosts and ranges beside the public internet, as in `VIDIMUS_CALLBACK_ALLOW`; none unless given. */
  readonly allow?: string;
  readonly timeouts?: SendTimeouts;
  readonly schedule?: RetrySchedule;
  readonly resolve?: ResolveHost;
}

/** An attempt's transactions and the opening of its session take milliseconds; this much longer than its request, and it is lost. */
const attemptMarginMs = 15_000;

export interface RunningCallbacks {
  readonly log: CallbackLog;
  readonly close: () => Promise<void>;
}

/** Begins to deliver callbacks. Throws {@link IntakeStartError} `callback-allow-invalid`, which names the entry. */
export function startCallbacks(deps: {
  readonly db: Kysely<Database>;
  readonly target: DatabaseTarget;
  readonly eventLog: EventLog;
  readonly secrets: ScenarioSecrets;
  readonly audit: Pick<AuditLog, 'record'>;
  readonly log: Log;
  readonly version: string;
  readonly config: CallbackConfig;
}): RunningCallbacks {
  const { db, target, eventLog, secrets, audit, log, version, config } = deps;
  const { timeouts = defaultTimeouts, schedule = createRetrySchedule(), resolve } = config;
  const allowed = parseAllowList(config.allow ?? '');
  if (!allowed.ok)
    throw new IntakeStartError('callback-allow-invalid', `VIDIMUS_CALLBACK_ALLOW: ${allowed.code}`);
  const deliveries = runDeliveries({
    db,
    target,
    eventLog,
    secrets,
    log,
    send: createSendCallback({
      guard: createAddressGuard(allowed.value),
      timeouts,
      ...(resolve !== undefined && { resolve }),
    }),
    schedule,
    longestAttemptMs: timeouts.totalMs + attemptMarginMs,
    nowMs: Date.now,
    userAgent: `Vidimus-Callbacks/${version}`,
  });
  return { log: createCallbackLog({ db, eventLog, secrets, audit }), close: deliveries.close };
}
