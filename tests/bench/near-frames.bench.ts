import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '#intake/database/embedded-postgres.ts';
import { openDatabase, type OpenDatabase } from '#intake/database/open-database.ts';
import { readHashes } from '#intake/repositories/hash-rows.ts';
import { openKeyring, type Keyring } from '#intake/sealing/keyring.ts';
import { hashPlaceOf } from '#intake/sealing/places.ts';
import { unseal } from '#intake/sealing/seal.ts';
import { openNearFilms, type NearFilms } from '#intake/services/near-films.ts';
import { makeDataDir, newSessionId } from '#intake/testing/test-intake.ts';
import { captureIdSchema, type SessionId } from '#shared/domain/ids.ts';
import {
  isSameFilm,
  mostFilms,
  sharedWords,
  type FilmHashes,
  type FrameHash,
} from '#shared/domain/near-films.ts';
import { toHashWords } from '#shared/domain/near-pictures.ts';
import type { Session } from '#shared/domain/session.ts';
import { createChance } from '../hard-pages/random.ts';
import { recordSpent, takeTurns } from './figures.ts';
import { spentOn } from './processor-time.ts';

// Real: PostgreSQL as the desktop embeds it, the keyring, the seals, the search that the answer to an agent's analysis waits
// for. Drawn: the hashes.

/** `VIDIMUS_BENCH_FILMS` takes another last number than a hundred thousand, for a busy machine. */
const most = Number(process.env['VIDIMUS_BENCH_FILMS'] ?? 100_000);
const sizes = [...new Set([1000, 10_000, most])].filter((size) => size <= most);
const runs = 3;
/** A challenge has about so many frames, and a head is held still in some of its poses: docs/accuracy/liveness.md. */
const [framesOfFilm, poses] = [31, 8];
/**
 * Bits are as one of them mostly is, so that films of different people share a part as often as those of the rendered people do: 13 of 224 pairs, each with
 * the frames mirrored too.
 */
const unusual = 0.32;

const chance = createChance('near-frames');
const drawn = (digits: number, from: string | null, changed: number): string =>
  Array.from({ length: digits }, (_, at) => {
    let digit = parseInt(from?.[at] ?? '0', 16);
    for (let bit = 1; bit < 16; bit <<= 1)
      if (chance.happens(changed)) digit = (digit & ~bit) | (chance.happens(unusual) ? bit : 0);
    return digit.toString(16);
  }).join('');
/** A head that moves: each pose has a quarter of the first one's bits drawn anew. */
function aFilm(): FrameHash[] {
  const [coarse, fine] = [drawn(16, null, 1), drawn(64, null, 1)];
  const moved = Array.from({ length: poses }, () => ({
    coarse: drawn(16, coarse, 0.25),
    fine: drawn(64, fine, 0.25),
  }));
  return Array.from({ length: framesOfFilm }, (_, nth) => {
    const { [Math.floor((nth * poses) / framesOfFilm)]: frame } = moved;
    return frame ?? { coarse, fine };
  });
}
const withIds = (frames: readonly FrameHash[]): FilmHashes['frames'] =>
  frames.map((frame) => ({ captureId: captureIdSchema.parse(randomUUID()), ...frame }));

let dataDir: string;
let postgres: EmbeddedPostgres;
let database: OpenDatabase;
let keyring: Keyring;
let nearFilms: NearFilms;
let kept = 0;
/** One of those that are kept, of which a copy is sought. */
let known: { readonly sessionId: SessionId; readonly frames: readonly FrameHash[] };
beforeAll(async () => {
  dataDir = await makeDataDir();
  postgres = await startEmbeddedPostgres(dataDir);
  database = await openDatabase(postgres.address, 'vidimus-bench');
  keyring = await openKeyring(join(dataDir, 'keyring.json'), { mayCreate: true });
  nearFilms = await openNearFilms(database.db, keyring);
});
afterAll(async () => {
  await database.close();
  await postgres.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** Sessions that have as many films as one can have, and nothing else: a film is opened by its session's key, as if it were alone. */
async function keepFilms(count: number): Promise<void> {
  const at = new Date().toISOString();
  for (; kept < count; kept += mostFilms)
    await database.db.transaction().execute(async (trx) => {
      const id = newSessionId();
      const { key, wrapped } = keyring.createSessionKey(id);
      await sql`insert into sessions (id, created_at, wrapped_key, head_seq, head_hash)
        values (${id}, now(), ${wrapped}, 0, '')`.execute(trx);
      const films = Array.from({ length: mostFilms }, (_, nth): FilmHashes => ({
        stepId: nth.toString(),
        frames: withIds(aFilm()),
        mirrored: [],
      }));
      const steps = films.map(({ stepId, frames }) => ({ id: stepId, liveness: { frames } }));
      // Of a session nothing else is read.
      await nearFilms.keep(trx, { key, at, session: { id, steps } as unknown as Session }, films);
      known = { sessionId: id, frames: films[0]?.frames ?? [] };
    });
  // As the database's own housekeeping does meanwhile: without it what was added last lies in a list that is not sorted yet.
  await sql`vacuum analyze film_hashes`.execute(database.db);
  await sql`vacuum analyze sessions`.execute(database.db);
}

/** Every film that is kept, opened and compared: what needs no parts of hashes, and no index. */
async function plainScan({ frames, mirrored }: FilmHashes): Promise<SessionId[]> {
  const found: SessionId[] = [];
  const ways = [toHashWords(frames), toHashWords(mirrored)];
  const { rows: all } = await sql<{ number: number }>`select number from film_hashes`.execute(database.db);
  for (let from = 0; from < all.length; from += 1000) {
    const numbers = all.slice(from, from + 1000).map(({ number }) => number);
    for (const { session_id: id, of, sealed, wrapped_key: wrapped } of await readHashes(
      database.db,
      'film-hash',
      numbers,
    )) {
      const bytes = unseal(keyring.openSessionKey(id, wrapped), hashPlaceOf('film-hash', id, of), sealed);
      const stored = Uint32Array.from({ length: bytes.length / 4 }, (_, at) => bytes.readUInt32BE(4 * at));
      if (ways.some((own) => isSameFilm(sharedWords(own, stored)))) found.push(id);
    }
  }
  return found;
}

describe.each(sizes)('a film among %i that are kept', (size) => {
  it('is found', async () => {
    await keepFilms(size);
    const film = (frames: readonly FrameHash[]): FilmHashes => ({
      stepId: 'alive',
      frames: withIds(frames),
      mirrored: withIds(aFilm()),
    });
    const nobody = newSessionId();
    // The same answer first: a fast wrong one is worth nothing.
    const again = film(known.frames);
    const found = await nearFilms.find(nobody, [again]);
    expect(found.map(({ sessionId }) => sessionId)).toEqual([known.sessionId]);
    expect(await plainScan(again)).toEqual([known.sessionId]);
    const stalledMs: number[] = [];
    const taken = await takeTurns(
      runs,
      async () => {
        const asked = film(aFilm());
        const stalls = watchStalls();
        const spent = await spentOn(() => nearFilms.find(nobody, [asked]));
        stalledMs.push(stalls());
        return spent;
      },
      () => {
        const asked = film(aFilm());
        return spentOn(() => plainScan(asked));
      },
    );
    recordSpent(
      {
        name: `a film among ${size.toLocaleString('en')} kept ones`,
        ours: 'found by parts of its frames’ hashes, and what shares one opened and compared',
        baseline: 'a plain scan: every film opened and compared',
        goal: null,
      },
      taken,
    );
    const cpu = taken.ours.map(({ wallMs, cpuMs }) => `${wallMs.toFixed(0)} (${(cpuMs ?? 0).toFixed(0)})`);
    console.log(`ms, and those of the processors: ${cpu.join(', ')}`);
    console.log(`nothing else had its turn for at most ${Math.max(...stalledMs).toFixed(0)} ms`);
  });
});

/** Says in the end for how long nothing else had its turn: the intake answers everybody in one thread. */
function watchStalls(): () => number {
  let [last, most] = [performance.now(), 0];
  const look = (): void => {
    const at = performance.now();
    most = Math.max(most, at - last);
    last = at;
  };
  const timer = setInterval(look, 1);
  return () => {
    clearInterval(timer);
    look();
    return most;
  };
}
