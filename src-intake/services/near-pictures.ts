import { createHmac } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { CaptureId, SessionId } from '#shared/domain/ids.ts';
import { nearPictureBits, type PictureHash } from '#shared/domain/near-pictures.ts';
import type { Session } from '#shared/domain/session.ts';
import type { Database } from '../database/schema.ts';
import { findHashesByBands, insertPictureHashes } from '../repositories/picture-hash-rows.ts';
import { openIntakeSecret } from '../sealing/intake-secret.ts';
import type { Keyring } from '../sealing/keyring.ts';
import { pictureHashPlaceOf } from '../sealing/places.ts';
import { seal, unseal } from '../sealing/seal.ts';

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
const coarseDigits = 16;

export async function openNearPictures(db: Kysely<Database>, keyring: Keyring): Promise<NearPictures> {
  const secret = await openIntakeSecret(db, keyring, 'picture-index');
  const bandsOf = (coarse: string): Buffer[] =>
    Array.from({ length: bandCount }, (_, at) => {
      const digits = coarseDigits / bandCount;
      return createHmac('sha256', secret)
        .update(`${at.toString()} ${coarse.slice(at * digits, (at + 1) * digits)}`)
        .digest()
        .subarray(0, 8);
    });

  return {
    async find(sessionId, hashes) {
      const found: NearPicture[] = [];
      for (const hash of hashes) {
        for (const row of await findHashesByBands(db, bandsOf(hash.coarse), sessionId)) {
          const key = keyring.openSessionKey(row.session_id, row.wrapped_key);
          const stored = unseal(key, pictureHashPlaceOf(row.session_id, row.capture_id), row.sealed);
          if (isNear(hash, stored)) found.push({ captureId: hash.captureId, sessionId: row.session_id });
        }
      }
      return found;
    },
    async keep(trx, { key, session: { id, captures }, at }, hashes) {
      const own = hashes.filter((hash) => captures.some(({ captureId }) => captureId === hash.captureId));
      await insertPictureHashes(
        trx,
        own.map(({ captureId, coarse, fine }) => ({
          session_id: id,
          capture_id: captureId,
          bands: bandsOf(coarse),
          sealed: seal(key, pictureHashPlaceOf(id, captureId), Buffer.from(coarse + fine, 'hex')),
          shown_at: new Date(at),
        })),
      );
    },
  };
}

/** `stored`: the coarse hash and then the fine one. */
function isNear({ coarse, fine }: PictureHash, stored: Buffer): boolean {
  const bits = coarseDigits / 2;
  return (
    differingBits(Buffer.from(coarse, 'hex'), stored.subarray(0, bits)) <= nearPictureBits.coarse &&
    differingBits(Buffer.from(fine, 'hex'), stored.subarray(bits)) <= nearPictureBits.fine
  );
}

function differingBits(a: Buffer, b: Buffer): number {
  let count = 0;
  for (const [at, byte] of a.entries())
    for (let left = byte ^ (b[at] ?? 0); left !== 0; left &= left - 1) count += 1;
  return count;
}
