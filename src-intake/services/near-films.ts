import { createHmac } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { SessionId } from '#shared/domain/ids.ts';
import { isSameFilm, sharedFrames, type FilmHashes, type FrameHash } from '#shared/domain/near-films.ts';
import type { Session } from '#shared/domain/session.ts';
import type { Database } from '../database/schema.ts';
import { findFilmsByBands, insertFilmHashes } from '../repositories/film-hash-rows.ts';
import { openIntakeSecret } from '../sealing/intake-secret.ts';
import type { Keyring } from '../sealing/keyring.ts';
import { filmHashPlaceOf } from '../sealing/places.ts';
import { seal, unseal } from '../sealing/seal.ts';

/** Another session with frames of this one's challenge. */
export interface NearFilm {
  readonly stepId: string;
  readonly sessionId: SessionId;
}

/** Finds frames of challenges that came before: a film of somebody's answer that is played again, as it is or mirrored. */
export interface NearFilms {
  /** Other sessions with the same film. Before the transaction that writes: what comes meanwhile is not seen. */
  find(sessionId: SessionId, films: readonly FilmHashes[]): Promise<readonly NearFilm[]>;
  /** Keeps the hashes of the session's own films under its key. */
  keep(
    trx: Transaction<Database>,
    open: { readonly key: Buffer; readonly session: Pick<Session, 'id' | 'steps'>; readonly at: string },
    films: readonly FilmHashes[],
  ): Promise<void>;
}

/**
 * Parts of 16 bits of each frame's coarse hash. A frame that was compressed again differs in some bits, and four parts of one frame may all be
 * touched; that no part of any of a film's frames is the same does not happen to the same film. Longer parts than those of pictures, since a film
 * has forty times as many.
 */
const bandCount = 4;
const [coarseDigits, fineDigits] = [16, 64];
const hashBytes = (coarseDigits + fineDigits) / 2;

export async function openNearFilms(db: Kysely<Database>, keyring: Keyring): Promise<NearFilms> {
  const secret = await openIntakeSecret(db, keyring, 'picture-index');
  const bandsOf = (frames: readonly FrameHash[]): Buffer[] => {
    const digits = coarseDigits / bandCount;
    const parts = frames.flatMap(({ coarse }) =>
      Array.from(
        { length: bandCount },
        (_, at) => `film ${at.toString()} ${coarse.slice(at * digits, (at + 1) * digits)}`,
      ),
    );
    return [...new Set(parts)].map((part) =>
      createHmac('sha256', secret).update(part).digest().subarray(0, 8),
    );
  };

  return {
    async find(sessionId, films) {
      const found: NearFilm[] = [];
      for (const { stepId, frames, mirrored } of films) {
        const told = new Set<SessionId>();
        for (const row of await findFilmsByBands(db, bandsOf([...frames, ...mirrored]), sessionId)) {
          if (told.has(row.session_id)) continue;
          const key = keyring.openSessionKey(row.session_id, row.wrapped_key);
          const stored = framesIn(unseal(key, filmHashPlaceOf(row.session_id, row.first_frame), row.sealed));
          if ([frames, mirrored].some((own) => isSameFilm(sharedFrames(own, stored))))
            told.add(row.session_id);
        }
        found.push(...[...told].map((other) => ({ stepId, sessionId: other })));
      }
      return found;
    },
    async keep(trx, { key, session: { id, steps }, at }, films) {
      const rows = films.flatMap(({ stepId, frames }) => {
        const received = steps.find((step) => step.id === stepId)?.liveness?.frames ?? [];
        const own = frames.filter(({ captureId }) => received.some((frame) => frame.captureId === captureId));
        const [first] = own;
        if (first === undefined) return [];
        const bytes = Buffer.from(own.map(({ coarse, fine }) => coarse + fine).join(''), 'hex');
        return [
          {
            session_id: id,
            first_frame: first.captureId,
            bands: bandsOf(own),
            sealed: seal(key, filmHashPlaceOf(id, first.captureId), bytes),
            shown_at: new Date(at),
          },
        ];
      });
      await insertFilmHashes(trx, rows);
    },
  };
}

/** Each frame's coarse hash and then its fine one. */
function framesIn(stored: Buffer): FrameHash[] {
  return Array.from({ length: stored.length / hashBytes }, (_, at) => {
    const hex = stored.subarray(at * hashBytes, (at + 1) * hashBytes).toString('hex');
    return { coarse: hex.slice(0, coarseDigits), fine: hex.slice(coarseDigits) };
  });
}
