import { createHmac } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { SessionId } from '#shared/domain/ids.ts';
import type { PictureHash } from '#shared/domain/near-pictures.ts';
import type { Database } from '../database/schema.ts';
import { findNumbersByBands, insertHashes, readHashes, type HashKind } from '../repositories/hash-rows.ts';
import { openIntakeSecret } from '../sealing/intake-secret.ts';
import type { Keyring } from '../sealing/keyring.ts';
import { hashPlaceOf } from '../sealing/places.ts';
import { seal, unseal } from '../sealing/seal.ts';

type Hash = Pick<PictureHash, 'coarse' | 'fine'>;

/** What another session's picture or film looks like, as `toHashWords` of near-pictures.ts writes it. */
export interface KeptHash {
  readonly sessionId: SessionId;
  readonly words: Uint32Array;
}

/**
 * Hashes of pictures or films of all sessions, each sealed under its session's key, and found by keyed hashes of parts of the coarse ones: only
 * what shares a part with what is sought is opened.
 */
export interface KeptHashes {
  /**
   * All of other sessions that share a part with one of these, the newest first, some at a time: between them others have their turn. Before the
   * transaction that writes: what comes meanwhile is not seen.
   */
  candidates(besides: SessionId, hashes: readonly Hash[]): AsyncGenerator<readonly KeptHash[]>;
  /** `of`: what the hashes are of, one for each thing of the session; what was kept of it before stays. */
  keep(
    trx: Transaction<Database>,
    open: { readonly key: Buffer; readonly sessionId: SessionId; readonly at: string },
    things: readonly { readonly of: string; readonly hashes: readonly Hash[] }[],
  ): Promise<void>;
}

/** Ten milliseconds of opening. */
const openedAtOnce = 500;

/** `bandCount`: into how many parts of the same length a coarse hash is cut. `prefix` keeps the parts of one kind from those of another. */
export async function openKeptHashes(
  db: Kysely<Database>,
  keyring: Keyring,
  {
    kind,
    bandCount,
    prefix,
  }: { readonly kind: HashKind; readonly bandCount: number; readonly prefix: string },
): Promise<KeptHashes> {
  const secret = await openIntakeSecret(db, keyring, 'picture-index');
  const bandsOf = (hashes: readonly Hash[]): Buffer[] => {
    const parts = hashes.flatMap(({ coarse }) => {
      const digits = coarse.length / bandCount;
      return Array.from(
        { length: bandCount },
        (_, at) => `${prefix}${at.toString()} ${coarse.slice(at * digits, (at + 1) * digits)}`,
      );
    });
    return [...new Set(parts)].map((part) =>
      createHmac('sha256', secret).update(part).digest().subarray(0, 8),
    );
  };

  return {
    async *candidates(besides, hashes) {
      const numbers = await findNumbersByBands(db, kind, bandsOf(hashes), besides);
      for (let from = 0; from < numbers.length; from += openedAtOnce) {
        const rows = await readHashes(db, kind, numbers.slice(from, from + openedAtOnce));
        yield rows.map(({ session_id: sessionId, of, sealed, wrapped_key: wrapped }) => {
          const key = keyring.openSessionKey(sessionId, wrapped);
          return { sessionId, words: wordsIn(unseal(key, hashPlaceOf(kind, sessionId, of), sealed)) };
        });
      }
    },
    async keep(trx, { key, sessionId, at }, things) {
      await insertHashes(
        trx,
        kind,
        things.map(({ of, hashes }) => ({
          sessionId,
          of,
          bands: bandsOf(hashes),
          sealed: seal(key, hashPlaceOf(kind, sessionId, of), bytesOf(hashes)),
          shownAt: new Date(at),
        })),
      );
    },
  };
}

/** Each thing's coarse hash and then its fine one. */
function bytesOf(hashes: readonly Hash[]): Buffer {
  return Buffer.from(hashes.map(({ coarse, fine }) => coarse + fine).join(''), 'hex');
}

/** The words of what {@link bytesOf} wrote. */
function wordsIn(bytes: Buffer): Uint32Array {
  const words = new Uint32Array(bytes.length / 4);
  for (let at = 0; at < words.length; at += 1) words[at] = bytes.readUInt32BE(4 * at);
  return words;
}
