import { sql, type Kysely } from 'kysely';
import { instantAfter, type Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';

/** Allows so many a minute to each key; the rest is refused until the minute is over. */
export interface RateLimit {
  /** Whether one more is allowed; counts it. */
  take(key: string): Promise<boolean>;
}

/** Makes the limit of one kind of request. */
export type CreateRateLimit = (kind: string, perMinute: number) => RateLimit;

export const rateWindowMs = 60_000;

/**
 * Limits counted in the database, for all processes on it together. `hmac` keeps addresses out of it. One statement for each request: those that
 * are refused write nothing.
 */
export function createRateLimits({
  db,
  hmac,
  now,
}: {
  readonly db: Kysely<Database>;
  readonly hmac: (kind: 'rate', text: string) => string;
  readonly now: Clock;
}): CreateRateLimit {
  return (kind, perMinute) => ({
    async take(key) {
      const at = now();
      const over = new Date(instantAfter(at, -rateWindowMs));
      const isOver = sql<boolean>`rate_counts.began_at <= ${over}`;
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('rate_counts')
        .values({ key: hmac('rate', JSON.stringify([kind, key])), began_at: at, count: 1 })
        .onConflict((conflict) =>
          conflict
            .column('key')
            .doUpdateSet({
              began_at: sql`case when ${isOver} then excluded.began_at else rate_counts.began_at end`,
              count: sql`case when ${isOver} then 1 else rate_counts.count + 1 end`,
            })
            .where(sql<boolean>`${isOver} or rate_counts.count < ${perMinute}`),
        )
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },
  });
}
