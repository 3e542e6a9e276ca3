import type { Kysely } from 'kysely';
import { permissionsOf, type Caller } from '#shared/domain/identity.ts';
import { instantAfter, type Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import { newToken, sha256Hex } from './secrets.ts';

/** How long people stay signed in. */
export interface SessionTimes {
  /** Without a request. Two hours unless given: a lunch and a meeting, at a workstation that locks its screen by itself. */
  readonly idleMs?: number | undefined;
  /** At the latest. Twelve hours unless given: a shift with what comes after it. */
  readonly longestMs?: number | undefined;
}
export const defaultIdleMs = 2 * 60 * 60_000;
const defaultLongestMs = 12 * 60 * 60_000;
/** Requests come by the second; when the last one was is written down by the minute. */
const seenEveryMs = 60_000;

/** Who is signed in where. Every request looks it up anew, so that what an administrator changes counts from the next one on. */
export interface UserSessions {
  /** Signs a person in at a workstation; the token is told here only. */
  start(
    db: Kysely<Database>,
    at: { readonly userId: string; readonly workstationId: string },
  ): Promise<{ readonly token: string; readonly expiresAt: string }>;
  /** Whose token this is; undefined when it is nobody's, too old, or its account or workstation is no longer good. */
  findCaller(token: string): Promise<Caller | undefined>;
  end(db: Kysely<Database>, token: string): Promise<void>;
  /** Ends a person's sessions, but for the one with the token, and says how many. */
  endAllOf(db: Kysely<Database>, userId: string, exceptToken?: string): Promise<number>;
  /** Ends whoever is signed in at a workstation. */
  endAllAt(db: Kysely<Database>, workstationId: string): Promise<number>;
}

export function createUserSessions(deps: {
  readonly db: Kysely<Database>;
  readonly now: Clock;
  readonly times: SessionTimes;
}): UserSessions {
  const { db: ownDb, now, times } = deps;
  const { idleMs = defaultIdleMs, longestMs = defaultLongestMs } = times;

  return {
    async start(db, { userId, workstationId }) {
      const at = now();
      const token = newToken('vdu_');
      const expiresAt = instantAfter(at, longestMs);
      await db
        .insertInto('user_sessions')
        .values({
          token_sha256: sha256Hex(token),
          user_id: userId,
          workstation_id: workstationId,
          created_at: at,
          last_seen_at: at,
          ends_at: expiresAt,
        })
        .execute();
      return { token, expiresAt };
    },
    async findCaller(token) {
      const at = now();
      const hash = sha256Hex(token);
      const row = await ownDb
        .selectFrom('user_sessions')
        .innerJoin('users', 'users.id', 'user_sessions.user_id')
        .innerJoin('workstations', 'workstations.id', 'user_sessions.workstation_id')
        .select([
          'users.id',
          'users.roles',
          'users.data_rights',
          'users.must_change_password',
          'user_sessions.last_seen_at',
        ])
        .where('user_sessions.token_sha256', '=', hash)
        .where('user_sessions.ends_at', '>', new Date(at))
        .where('user_sessions.last_seen_at', '>', new Date(instantAfter(at, -idleMs)))
        .where('users.is_disabled', '=', false)
        .where('workstations.revoked_at', 'is', null)
        .executeTakeFirst();
      if (row === undefined) return undefined;
      if (instantAfter(row.last_seen_at.toISOString(), seenEveryMs) <= at)
        await ownDb
          .updateTable('user_sessions')
          .set({ last_seen_at: at })
          .where('token_sha256', '=', hash)
          .execute();
      // With a password that somebody else chose, a person may choose another one and nothing else.
      const mayWork = !row.must_change_password;
      return {
        kind: 'user',
        id: row.id,
        permissions: mayWork ? [...permissionsOf(row.roles)] : [],
        dataRights: mayWork ? row.data_rights : [],
      };
    },
    async end(db, token) {
      await db.deleteFrom('user_sessions').where('token_sha256', '=', sha256Hex(token)).execute();
    },
    async endAllOf(db, userId, exceptToken) {
      const { numDeletedRows } = await db
        .deleteFrom('user_sessions')
        .where('user_id', '=', userId)
        .$if(exceptToken !== undefined, (query) =>
          query.where('token_sha256', '<>', sha256Hex(exceptToken ?? '')),
        )
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
    async endAllAt(db, workstationId) {
      const { numDeletedRows } = await db
        .deleteFrom('user_sessions')
        .where('workstation_id', '=', workstationId)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
}
