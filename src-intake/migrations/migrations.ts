import type { Migration } from 'kysely';
import { createEventLogTables } from './0001-event-log.ts';
import { createScenarioAndLinkTables } from './0002-scenarios-and-links.ts';
import { createCallbackTables } from './0003-callbacks.ts';
import { createHistoryTables } from './0005-history.ts';
import { keepSmallCaptures } from './0008-small-captures.ts';
import { indexBlobAddresses } from './0010-blob-addresses.ts';
import { addResentLinks } from './0011-resent-links.ts';

/** Every migration by its name, in order. Written out, since a bundle has no folder to look into. Never changed once released. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-event-log': { up: createEventLogTables },
  '0002-scenarios-and-links': { up: createScenarioAndLinkTables },
  '0003-callbacks': { up: createCallbackTables },
  '0005-history': { up: createHistoryTables },
  '0008-small-captures': { up: keepSmallCaptures },
  '0010-blob-addresses': { up: indexBlobAddresses },
  '0011-resent-links': { up: addResentLinks },
};
