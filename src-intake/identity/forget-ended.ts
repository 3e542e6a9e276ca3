import { sql, type Kysely } from 'kysely';
import { instantAfter, type Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import { failuresForgottenAfterMs } from './lockout.ts';
import { rateWindowMs } from './rate-limit.ts';

/** What is over is refused by its time in any case; that it goes is for the size of the tables. */
const everyMs = 60_000;
/** A portion that holds nobody up. */
const atOnce = 500;

/** Deletes what has ended by itself: sessions, failures, codes, sign-ins at the provider. Does something at most once a minute. */
export function createForgetEnded(deps: {
  readonly db: Kysely<Database>;
  readonly now: Clock;
  readonly idleMs: number;
}): () => Promise<void> {
  const { db, now, idleMs } = deps;
  let notBefore = '';
  return async () => {
    const at = now();
    if (at < notBefore) return;
    notBefore = instantAfter(at, everyMs);
    const idleSince = instantAfter(at, -idleMs);
    const forgotten = instantAfter(at, -failuresForgottenAfterMs);
    // Several processes sweep: what another one is at is passed over, so that none waits for the other.
    const statements = [
      sql`delete from user_sessions where token_sha256 in (
        select token_sha256 from user_sessions where ends_at <= ${at} or last_seen_at <= ${idleSince}
        limit ${atOnce} for update skip locked)`,
      sql`delete from sign_in_failures where (login_hmac, place) in (
        select login_hmac, place from sign_in_failures
        where since <= ${forgotten} and (locked_until is null or locked_until <= ${at})
        limit ${atOnce} for update skip locked)`,
      sql`delete from provider_flows where id in (
        select id from provider_flows where expires_at <= ${at} limit ${atOnce} for update skip locked)`,
      sql`delete from enrollment_codes where code_sha256 in (
        select code_sha256 from enrollment_codes where expires_at <= ${at} limit ${atOnce} for update skip locked)`,
      sql`delete from rate_counts where key in (
        select key from rate_counts where began_at <= ${instantAfter(at, -rateWindowMs)}
        limit ${atOnce} for update skip locked)`,
    ];
    for (const statement of statements) await statement.execute(db);
  };
}
