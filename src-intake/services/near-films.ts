import type { Kysely, Transaction } from 'kysely';
import type { SessionId } from '#shared/domain/ids.ts';
import { isSameFilm, sharedWords, type FilmHashes } from '#shared/domain/near-films.ts';
import { toHashWords } from '#shared/domain/near-pictures.ts';
import type { Session } from '#shared/domain/session.ts';
import type { Database } from '../database/schema.ts';
import type { Keyring } from '../sealing/keyring.ts';
import { openKeptHashes } from './kept-hashes.ts';

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

export async function openNearFilms(db: Kysely<Database>, keyring: Keyring): Promise<NearFilms> {
  const kept = await openKeptHashes(db, keyring, { kind: 'film-hash', bandCount, prefix: 'film ' });
  return {
    async find(sessionId, films) {
      const found: NearFilm[] = [];
      for (const { stepId, frames, mirrored } of films) {
        const ways = [toHashWords(frames), toHashWords(mirrored)];
        const told = new Set<SessionId>();
        for await (const others of kept.candidates(sessionId, [...frames, ...mirrored]))
          for (const other of others)
            if (!told.has(other.sessionId) && ways.some((own) => isSameFilm(sharedWords(own, other.words))))
              told.add(other.sessionId);
        found.push(...[...told].map((other) => ({ stepId, sessionId: other })));
      }
      return found;
    },
    async keep(trx, { key, session: { id: sessionId, steps }, at }, films) {
      const things = films.flatMap(({ stepId, frames }) => {
        const received = steps.find((step) => step.id === stepId)?.liveness?.frames ?? [];
        const own = frames.filter(({ captureId }) => received.some((frame) => frame.captureId === captureId));
        const [first] = own;
        return first === undefined ? [] : [{ of: first.captureId, hashes: own }];
      });
      await kept.keep(trx, { key, sessionId, at }, things);
    },
  };
}
