import type { Kysely } from 'kysely';
import type { CallbackLog } from '../callbacks/callback-log.ts';
import type { Database } from '../database/schema.ts';
import { succeed } from '../errors.ts';
import { readLastPosition } from '../repositories/event-rows.ts';
import type { Commands } from '../services/commands.ts';
import type { Feed } from '../services/feed.ts';
import type { Leases } from '../services/leases.ts';
import type { Links } from '../services/links.ts';
import type { Replays } from '../services/replays.ts';
import type { Scenarios } from '../services/scenarios.ts';
import type { Sessions } from '../services/sessions.ts';
import { createCallbackHandlers } from './callback-routes.ts';
import type { CallHandlers } from './register-calls.ts';

/** What the calls of the contract are answered with. */
export interface CallServices {
  readonly db: Kysely<Database>;
  readonly databaseKind: 'embedded' | 'server';
  readonly version: string;
  readonly scenarios: Scenarios;
  readonly replays: Replays;
  readonly links: Links;
  readonly sessions: Sessions;
  readonly commands: Commands;
  readonly feed: Feed;
  readonly leases: Leases;
  readonly callbackLog: CallbackLog;
}

/** The contract's calls, each a line to the service that knows. */
export function createCallHandlers(services: CallServices): CallHandlers {
  const { db, databaseKind, version, scenarios, links, sessions, commands, feed, leases } = services;
  return {
    ...createCallbackHandlers(services.callbackLog),
    health: async () =>
      succeed({ status: 'ok', version, database: databaseKind, position: await readLastPosition(db) }),
    listScenarios: async () => succeed({ scenarios: await scenarios.listActive() }),
    createSession: (input) => sessions.create(input),
    getResult: ({ sessionId }) => sessions.getResult(sessionId),
    listEvents: ({ sessionId }) => sessions.listEvents(sessionId),
    sendCommand: (input) => commands.send(input),
    readFeed: async (input, { signal }) => succeed(await feed.read(input, signal)),
    takeLease: async (input, { signal }) => succeed({ lease: await leases.take(input, signal) }),
    renewLease: ({ leaseId, progress }) => leases.renew(leaseId, progress),
    completeLease: ({ leaseId, analysis }) => leases.complete(leaseId, analysis),
    failLease: ({ leaseId, code }) => leases.fail(leaseId, code),
    releaseLease: ({ leaseId }) => leases.release(leaseId),
    listProgress: () => Promise.resolve(succeed({ running: leases.listProgress() })),
    listScenarioRecords: async () => succeed(await scenarios.listRecords()),
    saveScenarioDraft: (input) => scenarios.saveDraft(input),
    commitScenario: (input) => scenarios.commit(input),
    activateScenario: (input) => scenarios.activate(input),
    replayScenario: (input, { signal }) => services.replays.replay(input, signal),
    archiveScenario: (input) => scenarios.archive(input),
    createLinks: (input) => links.create(input),
    listLinks: async (input) => succeed(await links.list(input)),
    resendLink: (input) => links.resend(input),
    revokeLinks: async (input) => succeed(await links.revoke(input)),
  };
}
