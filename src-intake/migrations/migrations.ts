import type { Migration } from 'kysely';
import { createEventLogTables } from './0001-event-log.ts';
import { createScenarioAndLinkTables } from './0002-scenarios-and-links.ts';
import { createCallbackTables } from './0003-callbacks.ts';
import { createIdentityTables } from './0004-identity.ts';
import { createHistoryTables } from './0005-history.ts';
import { keepSmallCaptures } from './0006-small-captures.ts';
import { createAuditTables } from './0007-audit.ts';
import { indexBlobAddresses } from './0008-blob-addresses.ts';
import { createSessionIndex } from './0009-session-index.ts';
import { addResentLinks } from './0010-resent-links.ts';
import { createSignInLimits } from './0011-sign-in-limits.ts';
import { createFaceTables } from './0012-faces.ts';
import { addPersonTemplates } from './0013-person-templates.ts';
import { createPictureHashes } from './0014-picture-hashes.ts';
import { createFilmHashes } from './0015-film-hashes.ts';
import { createPersonKeys } from './0016-person-keys.ts';

/** Every migration by its name, in order. Written out, since a bundle has no folder to look into. Never changed once released. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-event-log': { up: createEventLogTables },
  '0002-scenarios-and-links': { up: createScenarioAndLinkTables },
  '0003-callbacks': { up: createCallbackTables },
  '0004-identity': { up: createIdentityTables },
  '0005-history': { up: createHistoryTables },
  '0006-small-captures': { up: keepSmallCaptures },
  '0007-audit': { up: createAuditTables },
  '0008-blob-addresses': { up: indexBlobAddresses },
  '0009-session-index': { up: createSessionIndex },
  '0010-resent-links': { up: addResentLinks },
  '0011-sign-in-limits': { up: createSignInLimits },
  '0012-faces': { up: createFaceTables },
  '0013-person-templates': { up: addPersonTemplates },
  '0014-picture-hashes': { up: createPictureHashes },
  '0015-film-hashes': { up: createFilmHashes },
  '0016-person-keys': { up: createPersonKeys },
};
