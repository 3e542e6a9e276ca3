import type { Offline } from './offline.ts';
import { addWrappingKey, dropOldWrappingKeys, openKeyring } from './sealing/keyring.ts';
import { rewrapAll } from './sealing/rewrap.ts';

/**
 * Gives the keyring a new key, brings every session key and secret under it, and forgets the old one. Killed at any moment, it has lost
 * nothing, and finishes when it is begun again. A running intake would go on to wrap under the key that is about to be forgotten: that none
 * runs is looked at before, between and after.
 */
export async function rotateKey(
  { db, keyringFile, refuseWhileIntakesRun }: Offline,
  say: (line: string) => void,
): Promise<void> {
  const added = await addWrappingKey(keyringFile);
  say(added === 'added' ? 'a new key was added' : 'going on with the rotation that was begun');
  // One that read the old keyring a moment ago is connected by now; one that starts later has the new key, or is refused.
  await refuseWhileIntakesRun();
  await rewrapAll(db, await openKeyring(keyringFile, { mayCreate: false }), (sessions) => {
    say(`${sessions.toString()} session keys`);
  });
  await refuseWhileIntakesRun();
  await dropOldWrappingKeys(keyringFile);
  say(
    `done; the old key is forgotten. Copy ${keyringFile} to the other intakes of this database, and back it up`,
  );
}
