import type { Kysely } from 'kysely';
import type { CallbackLog } from '../callbacks/callback-log.ts';
import type { Database } from '../database/schema.ts';
import { fail, succeed } from '../errors.ts';
import { isAllowed, maySend, mustBeKnown } from '../identity/authorize.ts';
import type { ReadAudit } from '../identity/read-audit.ts';
import { readLastPosition } from '../repositories/event-rows.ts';
import type { Commands } from '../services/commands.ts';
import type { Leases } from '../services/leases.ts';
import type { Links } from '../services/links.ts';
import type { ListedPersons } from '../services/listed-persons.ts';
import type { Reading } from '../services/reading.ts';
import type { Replays } from '../services/replays.ts';
import type { Scenarios } from '../services/scenarios.ts';
import type { Sessions } from '../services/sessions.ts';
import { createCallbackHandlers } from './callback-routes.ts';
import type { IdentityHandlers } from '../identity/identity-handlers.ts';
import type { CallHandlers } from './register-calls.ts';

/** What the calls of the contract are answered with. */
export interface CallServices {
  readonly db: Kysely<Database>;
  readonly databaseKind: 'embedded' | 'server';
  readonly version: string;
  readonly scenarios: Scenarios;
  readonly replays: Replays;
  readonly links: Links;
  readonly listedPersons: ListedPersons;
  readonly sessions: Sessions;
  readonly commands: Commands;
  readonly reading: Reading;
  readonly reads: ReadAudit;
  readonly leases: Leases;
  readonly callbackLog: CallbackLog;
  /** The calls about people, tokens and workstations. */
  readonly identity: IdentityHandlers;
}

/** The contract's calls, each a line to the service that knows. */
export function createCallHandlers(services: CallServices): CallHandlers {
  const { db, databaseKind, version, scenarios, links, sessions, commands, reading, leases } = services;
  const { listedPersons } = services;
  return {
    ...services.identity,
    ...createCallbackHandlers(services.callbackLog),
    health: async () =>
      succeed({ status: 'ok', version, database: databaseKind, position: await readLastPosition(db) }),
    listScenarios: async () => succeed({ scenarios: await scenarios.listActive() }),
    createSession: (input) => sessions.create(input),
    listSessions: (input) => sessions.list(input),
    getSessionStatus: ({ sessionId }) => sessions.getStatus(sessionId),
    finalizeSession: (input) => sessions.finalize(input),
    getResult: ({ sessionId }, { caller }) => reading.getResult(sessionId, mustBeKnown(caller)),
    listEvents: ({ sessionId }, { caller }) => reading.listEvents(sessionId, mustBeKnown(caller)),
    sendCommand: (input, { caller }) =>
      maySend(caller, input.command.type) ? commands.send(input) : Promise.resolve(fail('forbidden')),
    readFeed: (input, { findCallerAgain, signal }) => reading.readFeed(input, findCallerAgain, signal),
    takeLease: async (input, { caller, findCallerAgain, signal }) => {
      const lease = await leases.take(input, mustBeKnown(caller), signal);
      if (lease === null || isAllowed(await findCallerAgain(), { permission: 'analysis.run' }))
        return succeed({ lease });
      await leases.release(lease.leaseId);
      return fail('unauthorized');
    },
    renewLease: ({ leaseId, progress }) => leases.renew(leaseId, progress),
    completeLease: ({ leaseId, ...result }) => leases.complete(leaseId, result),
    failLease: ({ leaseId, code }) => leases.fail(leaseId, code),
    releaseLease: ({ leaseId }) => leases.release(leaseId),
    listProgress: () => Promise.resolve(succeed({ running: leases.listProgress() })),
    listScenarioRecords: async () => succeed(await scenarios.listRecords()),
    saveScenarioDraft: (input, { caller }) => scenarios.saveDraft(input, mustBeKnown(caller)),
    commitScenario: (input, { caller }) => scenarios.commit(input, mustBeKnown(caller)),
    activateScenario: (input, { caller }) => scenarios.activate(input, mustBeKnown(caller)),
    replayScenario: (input, { caller, signal }) =>
      services.replays.replay(input, mustBeKnown(caller), signal),
    archiveScenario: (input, { caller }) => scenarios.archive(input, mustBeKnown(caller)),
    createLinks: (input, { caller }) => links.create(input, mustBeKnown(caller)),
    listLinks: async (input) => succeed(await links.list(input)),
    resendLink: (input, { caller }) => links.resend(input, mustBeKnown(caller)),
    revokeLinks: async (input, { caller }) => succeed(await links.revoke(input, mustBeKnown(caller))),
    listFaceLists: async () => succeed(await listedPersons.lists()),
    createFaceList: (input, { caller }) => listedPersons.createList(input, mustBeKnown(caller)),
    removeFaceList: (input, { caller }) => listedPersons.removeList(input, mustBeKnown(caller)),
    addListedPerson: (input, { caller }) => listedPersons.add(input, mustBeKnown(caller)),
    addListedPersons: (input, { caller }) => listedPersons.addMany(input, mustBeKnown(caller)),
    listPersonTemplates: (input, { caller }) => listedPersons.templates(input, mustBeKnown(caller)),
    getTemplatePicture: (input, { caller }) => listedPersons.templatePicture(input, mustBeKnown(caller)),
    addPersonTemplates: (input, { caller }) => listedPersons.addTemplates(input, mustBeKnown(caller)),
    removePersonTemplate: (input, { caller }) => listedPersons.removeTemplate(input, mustBeKnown(caller)),
    findListedPersons: (input, { caller }) => listedPersons.find(input, mustBeKnown(caller)),
    compareWithPerson: (input, { caller }) => listedPersons.compare(input, mustBeKnown(caller)),
    listListedPersons: (input, { caller }) => listedPersons.list(input, mustBeKnown(caller)),
    getListedPerson: (input, { caller }) => listedPersons.get(input, mustBeKnown(caller)),
    removeListedPerson: (input, { caller }) => listedPersons.remove(input, mustBeKnown(caller)),
    searchFaces: async (input, { caller }) => succeed(await listedPersons.search(input, mustBeKnown(caller))),
  };
}
