import type { Kysely } from 'kysely';
import { instantAfter, type Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';

/** NIST SP 800-63B-4, 3.2.2 allows 100; ten are more than a person needs to remember a password. */
const failuresAllowed = 10;
const windowMs = 15 * 60_000;
const firstLockMs = 15 * 60_000;
/** Each lock is twice as long as the one before, to at most a day: whoever holds somebody out for longer is seen in the audit. */
const longestLockMs = 24 * 60 * 60_000;
/** Then earlier failures and locks are forgotten; see forget-ended.ts. */
export const failuresForgottenAfterMs = 24 * 60 * 60_000;

/** Counts wrong passwords by the name that was typed, whether there is such an account or not, so that a lock tells nothing about it. */
export interface Lockout {
  /**
   * Takes one of the tries before it is known how it ends, so that many at once are no more than ten either. `locked` when there is none.
   */
  begin(loginHmac: string): Promise<'locked' | 'go'>;
  /** The try was wrong. True when this one locked the name. */
  settleWrong(db: Kysely<Database>, loginHmac: string): Promise<boolean>;
  /** Everything was right: nothing is held against the name any more. */
  settleRight(db: Kysely<Database>, loginHmac: string): Promise<void>;
  /** The try ended neither right nor wrong, and does not count. */
  giveBack(db: Kysely<Database>, loginHmac: string): Promise<void>;
}

/** Lockout in the database, for all processes on it. */
export function createLockout({
  db: ownDb,
  now,
}: {
  readonly db: Kysely<Database>;
  readonly now: Clock;
}): Lockout {
  const lockedRow = (db: Kysely<Database>, loginHmac: string) =>
    db
      .selectFrom('sign_in_failures')
      .selectAll()
      .where('login_hmac', '=', loginHmac)
      .forUpdate()
      .executeTakeFirst();

  return {
    begin: (loginHmac) =>
      ownDb.transaction().execute(async (trx) => {
        const at = now();
        await trx
          .insertInto('sign_in_failures')
          .values({ login_hmac: loginHmac, failures: 0, since: at, lock_count: 0 })
          .onConflict((conflict) => conflict.doNothing())
          .execute();
        const row = await lockedRow(trx, loginHmac);
        // Another one was right in this very moment.
        if (row === undefined) return 'go';
        if (row.locked_until !== null && row.locked_until.toISOString() > at) return 'locked';
        const isOver = row.locked_until !== null || instantAfter(row.since.toISOString(), windowMs) <= at;
        const failures = isOver ? 0 : row.failures;
        // The others are still being looked at.
        if (failures >= failuresAllowed) return 'locked';
        await trx
          .updateTable('sign_in_failures')
          .set({ failures: failures + 1, locked_until: null, ...(isOver && { since: at }) })
          .where('login_hmac', '=', loginHmac)
          .execute();
        return 'go';
      }),
    async settleWrong(db, loginHmac) {
      const row = await lockedRow(db, loginHmac);
      if (row === undefined || row.failures < failuresAllowed || row.locked_until !== null) return false;
      const lockMs = Math.min(longestLockMs, firstLockMs * 2 ** row.lock_count);
      await db
        .updateTable('sign_in_failures')
        .set({ locked_until: instantAfter(now(), lockMs), lock_count: row.lock_count + 1 })
        .where('login_hmac', '=', loginHmac)
        .execute();
      return true;
    },
    async settleRight(db, loginHmac) {
      await db.deleteFrom('sign_in_failures').where('login_hmac', '=', loginHmac).execute();
    },
    async giveBack(db, loginHmac) {
      await db
        .updateTable('sign_in_failures')
        .set((eb) => ({ failures: eb('failures', '-', 1) }))
        .where('login_hmac', '=', loginHmac)
        .where('failures', '>', 0)
        .execute();
    },
  };
}
