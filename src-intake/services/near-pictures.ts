import type { Kysely, Transaction } from 'kysely';
import type { CaptureId, SessionId } from '#shared/domain/ids.ts';
import {
  isNearHash,
  nearPictureBits,
  toHashWords,
  wordsOfHash,
  type PictureHash,
} from '#shared/domain/near-pictures.ts';
import type { Session } from '#shared/domain/session.ts';
import type { Database } from '../database/schema.ts';
import type { Keyring } from '../sealing/keyring.ts';
import { openKeptHashes } from './kept-hashes.ts';

/** Another session with a picture that is nearly one of this session's. */
export interface NearPicture {
  readonly captureId: CaptureId;
  readonly sessionId: SessionId;
}

/** Finds pictures that came before in nearly the same form: saved again, resized, lit otherwise. */
export interface NearPictures {
  /** Other sessions with nearly the same picture. Before the transaction that writes: what comes meanwhile is not seen. */
  find(sessionId: SessionId, hashes: readonly PictureHash[]): Promise<readonly NearPicture[]>;
  /** Keeps the hashes of pictures of the session under its key. */
  keep(
    trx: Transaction<Database>,
    open: { readonly key: Buffer; readonly session: Pick<Session, 'id' | 'captures'>; readonly at: string },
    hashes: readonly PictureHash[],
  ): Promise<void>;
}

/**
 * Parts of the coarse hash: of hashes that differ in at most 7 bits, at least one of 8 parts is the same, so that no near one is missed. One in
 * about thirty others shares a part by chance.
 */
const bandCount = nearPictureBits.coarse + 1;

export async function openNearPictures(db: Kysely<Database>, keyring: Keyring): Promise<NearPictures> {
  const kept = await openKeptHashes(db, keyring, { kind: 'picture-hash', bandCount, prefix: '' });
  return {
    async find(sessionId, hashes) {
      const own = toHashWords(hashes);
      const found: NearPicture[] = [];
      for await (const others of kept.candidates(sessionId, hashes))
        for (const other of others)
          for (const [nth, { captureId }] of hashes.entries())
            if (isNearHash(own, nth * wordsOfHash.both, other.words, 0))
              found.push({ captureId, sessionId: other.sessionId });
      return found;
    },
    async keep(trx, { key, session: { id: sessionId, captures }, at }, hashes) {
      const own = hashes.filter((hash) => captures.some(({ captureId }) => captureId === hash.captureId));
      await kept.keep(
        trx,
        { key, sessionId, at },
        own.map((hash) => ({ of: hash.captureId, hashes: [hash] })),
      );
    },
  };
}
