import { randomUUID } from 'node:crypto';
import type { Offline } from './offline.ts';
import { openKeyring } from './sealing/keyring.ts';

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
