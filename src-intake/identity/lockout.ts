import type { Kysely } from 'kysely';
import { instantAfter, type Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';

/** More than a person needs to remember a password. */
const failuresAtPlace = 10;
/** NIST SP 800-63B-4, 3.2.2 allows no more; several machines that guess together come to it. */
const failuresAnywhere = 100;
const windowMs = 15 * 60_000;
const firstLockMs = 15 * 60_000;
/** Each lock is twice as long as the one before, to at most a day: whoever holds somebody out for longer is seen in the audit. */
const longestLockMs = 24 * 60 * 60_000;
/** Then earlier failures and locks are forgotten; see forget-ended.ts. */
export const failuresForgottenAfterMs = 24 * 60 * 60_000;

/** The row that counts all places together. */
const anywhere = '';

/** Whose password is tried, and where. */
interface Tried {
  /** By the name that was typed. */
  readonly loginHmac: string;
  /** A workstation; somebody who is signed in and gives the password again counts apart. */
  readonly place: string;
}

/**
 * Counts wrong passwords by the name that was typed, whether there is such an account or not, so that a lock tells nothing about it. Ten lock
 * the name where they were typed, so that one machine that guesses keeps nobody from working at another one; a hundred lock it everywhere.
 */
export interface Lockout {
  /**
   * Takes one of the tries before it is known how it ends, so that many at once are no more than ten either. `locked` when there is none.
   */
  begin(tried: Tried): Promise<'locked' | 'go'>;
  /** The try was wrong. True when this one locked the name, here or everywhere. */
  settleWrong(db: Kysely<Database>, tried: Tried): Promise<boolean>;
  /** Everything was right: nothing is held against the name at this place any more, nor everywhere. */
  settleRight(db: Kysely<Database>, tried: Tried): Promise<void>;
  /** The try ended neither right nor wrong, and does not count. */
  giveBack(db: Kysely<Database>, tried: Tried): Promise<void>;
  /** Forgets what is held against the name, wherever. */
  lift(db: Kysely<Database>, loginHmac: string): Promise<void>;
}

/** Lockout in the database, for all processes on it. */
export function createLockout({
  db: ownDb,
  now,
}: {
  readonly db: Kysely<Database>;
  readonly now: Clock;
}): Lockout {
  const ofBoth = ({ place }: Tried): string[] => [anywhere, place];
  const allowedAt = (place: string): number => (place === anywhere ? failuresAnywhere : failuresAtPlace);

  /** In one order, so that two tries never wait for each other. */
  const lockedRows = (db: Kysely<Database>, tried: Tried) =>
    db
      .selectFrom('sign_in_failures')
      .selectAll()
      .where('login_hmac', '=', tried.loginHmac)
      .where('place', 'in', ofBoth(tried))
      .orderBy('place')
      .forUpdate()
      .execute();

  return {
    begin: (tried) =>
      ownDb.transaction().execute(async (trx) => {
        const at = now();
        const { loginHmac } = tried;
        for (const place of ofBoth(tried))
          await trx
            .insertInto('sign_in_failures')
            .values({ login_hmac: loginHmac, place, failures: 0, since: at, lock_count: 0 })
            .onConflict((conflict) => conflict.doNothing())
            .execute();
        const rows = (await lockedRows(trx, tried)).map((row) => {
          const isLocked = row.locked_until !== null && row.locked_until.toISOString() > at;
          const isOver =
            !isLocked && (row.locked_until !== null || instantAfter(row.since.toISOString(), windowMs) <= at);
          const failures = isOver ? 0 : row.failures;
          // At the limit without being locked: the others are still being looked at.
          return { place: row.place, isOver, failures, isFree: !isLocked && failures < allowedAt(row.place) };
        });
        if (rows.some(({ isFree }) => !isFree)) return 'locked';
        // A row that is missing was settled as right in this very moment.
        for (const { place, isOver, failures } of rows)
          await trx
            .updateTable('sign_in_failures')
            .set({ failures: failures + 1, locked_until: null, ...(isOver && { since: at }) })
            .where('login_hmac', '=', loginHmac)
            .where('place', '=', place)
            .execute();
        return 'go';
      }),
    async settleWrong(db, tried) {
      const full = (await lockedRows(db, tried)).filter(
        (row) => row.failures >= allowedAt(row.place) && row.locked_until === null,
      );
      for (const { place, lock_count } of full)
        await db
          .updateTable('sign_in_failures')
          .set({
            locked_until: instantAfter(now(), Math.min(longestLockMs, firstLockMs * 2 ** lock_count)),
            lock_count: lock_count + 1,
          })
          .where('login_hmac', '=', tried.loginHmac)
          .where('place', '=', place)
          .execute();
      return full.length > 0;
    },
    async settleRight(db, tried) {
      await lockedRows(db, tried);
      await db
        .deleteFrom('sign_in_failures')
        .where('login_hmac', '=', tried.loginHmac)
        .where('place', 'in', ofBoth(tried))
        .execute();
    },
    async giveBack(db, tried) {
      await lockedRows(db, tried);
      await db
        .updateTable('sign_in_failures')
        .set((eb) => ({ failures: eb('failures', '-', 1) }))
        .where('login_hmac', '=', tried.loginHmac)
        .where('place', 'in', ofBoth(tried))
        .where('failures', '>', 0)
        .execute();
    },
    async lift(db, loginHmac) {
      const ofName = db.selectFrom('sign_in_failures').select('place').where('login_hmac', '=', loginHmac);
      await ofName.orderBy('place').forUpdate().execute();
      await db.deleteFrom('sign_in_failures').where('login_hmac', '=', loginHmac).execute();
    },
  };
}
