import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Caller } from '#shared/domain/identity.ts';
import { instantAfter, type Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import type { Keyring } from '../sealing/keyring.ts';

/** An answer as it goes out. */
export interface StoredReply {
  readonly status: number;
  /** JSON. */
  readonly body: string;
}

/** What an `Idempotency-Key` and the request under it came to before. */
export type Claim =
  /** Nothing: whoever asks must answer, and call one of the two. Both do nothing where the claim was taken over meanwhile. */
  | {
      readonly kind: 'first';
      readonly store: (reply: StoredReply) => Promise<void>;
      /** Gives the key back: the request came to nothing that should stand. */
      readonly release: () => Promise<void>;
    }
  | { readonly kind: 'answered'; readonly reply: StoredReply }
  /** Another request with this key is being answered. */
  | { readonly kind: 'running' }
  /** The key came with another request. */
  | { readonly kind: 'other' };

interface Keyed {
  readonly caller: Caller;
  readonly key: string;
  /** All that the request asks for. */
  readonly request: string;
}

/** Answers a request that is sent again under its `Idempotency-Key` as it was answered at first. */
export interface Idempotency {
  claim(keyed: Keyed): Promise<Claim>;
  /** Forgets replies that are too old; answers how many. */
  readonly forget: () => Promise<number>;
}

/** Longer than callers try again: a night, and a morning to notice. */
const keptMs = 24 * 60 * 60 * 1000;
/** Longer than any call takes; a claim that is older was left by a process that died. */
const abandonedMs = 60 * 1000;

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

/**
 * Replies by caller and key, sealed under the keyring, since some carry secrets that are told once. A reply is stored after what it tells of
 * was done: should the process die between, the request is carried out again, which the ids in our requests make harmless.
 */
export function createIdempotency(deps: {
  readonly db: Kysely<Database>;
  readonly keyring: Keyring;
  readonly now: Clock;
}): Idempotency {
  const { db, keyring, now } = deps;
  const rowOf = ({ caller, key }: Keyed) => ({
    caller: `${caller.kind}:${caller.id}`,
    key_sha256: sha256(key),
  });
  const placeOf = (keyed: Keyed): string => JSON.stringify(['reply', rowOf(keyed)]);
  const ownRow = (keyed: Keyed) => {
    const { caller, key_sha256 } = rowOf(keyed);
    return db
      .selectFrom('idempotent_replies')
      .selectAll()
      .where('caller', '=', caller)
      .where('key_sha256', '=', key_sha256);
  };

  async function store(keyed: Keyed, claimedAt: string, { status, body }: StoredReply): Promise<void> {
    const { caller, key_sha256 } = rowOf(keyed);
    await db
      .updateTable('idempotent_replies')
      .set({ status, sealed_body: keyring.sealSecret(placeOf(keyed), Buffer.from(body, 'utf8')) })
      .where('caller', '=', caller)
      .where('key_sha256', '=', key_sha256)
      .where('status', 'is', null)
      .where('claimed_at', '=', new Date(claimedAt))
      .execute();
  }

  async function release(keyed: Keyed, claimedAt: string): Promise<void> {
    const { caller, key_sha256 } = rowOf(keyed);
    await db
      .deleteFrom('idempotent_replies')
      .where('caller', '=', caller)
      .where('key_sha256', '=', key_sha256)
      .where('status', 'is', null)
      .where('claimed_at', '=', new Date(claimedAt))
      .execute();
  }

  return {
    async claim(keyed) {
      const at = now();
      const request_sha256 = sha256(keyed.request);
      for (;;) {
        const { numInsertedOrUpdatedRows } = await db
          .insertInto('idempotent_replies')
          .values({ ...rowOf(keyed), request_sha256, claimed_at: at, status: null, sealed_body: null })
          .onConflict((conflict) =>
            conflict
              .columns(['caller', 'key_sha256'])
              .doUpdateSet({ claimed_at: at })
              // Only what a dead process has left: whoever updates it has it.
              .where('idempotent_replies.status', 'is', null)
              .where('idempotent_replies.request_sha256', '=', request_sha256)
              .where('idempotent_replies.claimed_at', '<', new Date(instantAfter(at, -abandonedMs))),
          )
          .executeTakeFirst();
        if (numInsertedOrUpdatedRows === 1n)
          return {
            kind: 'first',
            store: (reply) => store(keyed, at, reply),
            release: () => release(keyed, at),
          };
        const row = await ownRow(keyed).executeTakeFirst();
        // Released meanwhile.
        if (row === undefined) continue;
        if (row.request_sha256 !== request_sha256) return { kind: 'other' };
        if (row.status === null || row.sealed_body === null) return { kind: 'running' };
        const body = keyring.openSecret(placeOf(keyed), row.sealed_body).toString('utf8');
        return { kind: 'answered', reply: { status: row.status, body } };
      }
    },
    async forget() {
      const { numDeletedRows } = await db
        .deleteFrom('idempotent_replies')
        .where('claimed_at', '<', new Date(instantAfter(now(), -keptMs)))
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}
