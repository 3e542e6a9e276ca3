import { randomUUID } from 'node:crypto';
import type { Transaction } from 'kysely';
import { systemClock } from './clock.ts';
import type { Database } from './database/schema.ts';
import { readDeletions } from './deletions.ts';
import { openAuditLog } from './identity/audit-log.ts';
import type { Offline } from './offline.ts';
import { deleteTemplate, lockTemplates } from './repositories/face-rows.ts';
import { deleteKeysOfNobody, deletePerson, findKeyless } from './repositories/listed-person-rows.ts';
import { openKeyring } from './sealing/keyring.ts';

/** What a restored intake needs before it starts: another feed, and once more what was deleted since the backup. */
export async function afterRestore(offline: Offline, say: (line: string) => void): Promise<void> {
  await deleteOnceMore(offline, say);
  await renewFeed(offline, say);
}

/**
 * Deletes the people, and the faces of people, that the file of deletions names and the backup brought back, and the people whose key is not among
 * those that were put back: nobody can read what is kept of them. Where there is no key at all, those were forgotten, and nobody is deleted for it.
 */
async function deleteOnceMore(
  { db, dataDir, keyringFile }: Offline,
  say: (line: string) => void,
): Promise<void> {
  const deletions = await readDeletions(dataDir);
  const keyring = await openKeyring(keyringFile, { mayCreate: false });
  const audit = await openAuditLog({ db, keyring, now: systemClock });
  const caller = { kind: 'owner', id: 'owner' } as const;
  let [persons, templates] = [0, 0];
  const keyless = await findKeyless(db);
  const areKeysMissing = keyless.keys === 0 && keyless.persons.length > 0;
  const remove = async (trx: Transaction<Database>, id: string): Promise<void> => {
    const listId = await deletePerson(trx, id);
    if (listId === undefined) return;
    persons += 1;
    await audit.record(trx, { caller, action: 'person.removed', subject: id, details: { listId } });
  };
  for (const { kind, id } of deletions)
    await db.transaction().execute(async (trx) => {
      await lockTemplates(trx);
      if (kind === 'template') {
        if (await deleteTemplate(trx, id)) templates += 1;
        return;
      }
      await remove(trx, id);
    });
  await db.transaction().execute(async (trx) => {
    await lockTemplates(trx);
    for (const id of areKeysMissing ? [] : keyless.persons) await remove(trx, id);
    await deleteKeysOfNobody(trx);
  });
  if (areKeysMissing)
    say(
      `${keyless.persons.length.toString()} people on lists cannot be read: put the copy of their keys back, and run this again`,
    );
  say(
    `deleted once more: ${persons.toString()} people, ${templates.toString()} faces of people (of ${deletions.length.toString()} deletions written down)`,
  );
}

/**
 * Gives the feed of a restored database another identity, so that every workstation reads it anew: those that had seen more than the backup
 * would otherwise keep what is no more, and miss what comes in its place.
 */
export async function renewFeed({ db, keyringFile }: Offline, say: (line: string) => void): Promise<void> {
  const keyring = await openKeyring(keyringFile, { mayCreate: false });
  const feedId = randomUUID();
  await db
    .updateTable('feed')
    .set({ feed_id: feedId, key_check: keyring.sealCheck(feedId) })
    .execute();
  say('done; every workstation will read its sessions anew');
}
