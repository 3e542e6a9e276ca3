import type { Kysely } from 'kysely';
import type { ApiOutput } from '#shared/api/contract.ts';
import { must } from '#shared/lib/invariant.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import type { AuditLog } from './audit-log.ts';
import type { UserSessions } from './user-sessions.ts';
import type { Users } from './users.ts';

/** Signs a person in, once everything that was asked for was right: a session, and a line in the audit. */
export type SignedIn = (
  db: Kysely<Database>,
  at: {
    readonly userId: string;
    readonly workstationId: string;
    readonly by: 'setup-code' | 'password' | 'password-and-app' | 'password-and-paper' | 'provider';
  },
) => Promise<ApiOutput<'finishProviderSignIn'>>;

export function createSignedIn(deps: {
  readonly users: Users;
  readonly sessions: UserSessions;
  readonly audit: AuditLog;
  readonly now: Clock;
}): SignedIn {
  const { users, sessions, audit, now } = deps;
  return async (db, { userId, workstationId, by }) => {
    await db.updateTable('users').set({ last_sign_in_at: now() }).where('id', '=', userId).execute();
    const { token, expiresAt } = await sessions.start(db, { userId, workstationId });
    await audit.record(db, {
      caller: { kind: 'user', id: userId },
      action: 'user.signed-in',
      subject: userId,
      details: { workstation: workstationId, by },
    });
    const row = must(await users.find(db, userId), 'accounts are never deleted');
    return { kind: 'signed-in', token, expiresAt, user: await users.toUser(db, row) };
  };
}
