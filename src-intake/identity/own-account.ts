import type { Kysely } from 'kysely';
import type { Caller } from '#shared/domain/identity.ts';
import { must } from '#shared/lib/invariant.ts';
import type { Database } from '../database/schema.ts';
import { fail, succeed } from '../errors.ts';
import type { CallContext } from '../routes/register-calls.ts';
import type { AuditLog } from './audit-log.ts';
import type { IdentityHandlers } from './identity-handlers.ts';
import { isKnownPassword } from './known-passwords.ts';
import type { Lockout } from './lockout.ts';
import type { Passwords } from './passwords.ts';
import type { CreateRateLimit } from './rate-limit.ts';
import type { SecondFactor } from './second-factor.ts';
import type { UserRow } from './tables.ts';
import type { UserSessions } from './user-sessions.ts';
import type { Users } from './users.ts';

/** More than anybody types; a million codes are not tried at this rate. */
const codesPerMinute = 10;

/** What people do with their own accounts: leave, choose a password, have a second factor. */
export function createOwnAccount(deps: {
  readonly db: Kysely<Database>;
  readonly users: Users;
  readonly sessions: UserSessions;
  readonly passwords: Passwords;
  readonly lockout: Lockout;
  readonly secondFactor: SecondFactor;
  readonly audit: AuditLog;
  readonly createRateLimit: CreateRateLimit;
}): Pick<
  IdentityHandlers,
  'getCaller' | 'signOut' | 'changeOwnPassword' | 'beginTotp' | 'confirmTotp' | 'removeTotp'
> {
  const { db, users, sessions, passwords, lockout, secondFactor, audit } = deps;
  const codes = deps.createRateLimit('second factor codes', codesPerMinute);

  const callerOf = ({ caller }: CallContext): Caller => must(caller, 'only people get here');
  const rowOf = async (caller: Caller): Promise<UserRow> =>
    must(await users.find(db, caller.id), 'accounts are never deleted');

  /** The password again, counted like a sign-in: a screen that was left open is not a way to try them. */
  async function confirmPassword(
    row: UserRow,
    caller: Caller,
    password: string,
  ): Promise<'right' | 'sign-in-refused' | 'too-many-requests'> {
    const tried = { loginHmac: row.login_hmac, place: 'signed-in' };
    if ((await lockout.begin(tried)) === 'locked') return 'too-many-requests';
    const isRight = await passwords.verify(row.password, password);
    if (isRight === undefined) {
      await lockout.giveBack(db, tried);
      return 'too-many-requests';
    }
    if (isRight) {
      await lockout.giveBack(db, tried);
      return 'right';
    }
    await db.transaction().execute(async (trx) => {
      const subject = row.id;
      const isLockedNow = await lockout.settleWrong(trx, tried);
      await audit.record(trx, {
        caller,
        action: 'user.sign-in-refused',
        subject,
        details: { reason: 'password-again' },
      });
      if (isLockedNow) await audit.record(trx, { caller, action: 'user.locked', subject });
    });
    return 'sign-in-refused';
  }

  return {
    async getCaller(_input, context) {
      const caller = must(context.caller, 'somebody asks');
      const user = caller.kind === 'user' ? await users.toUser(db, await rowOf(caller)) : null;
      return succeed({ caller, user });
    },
    async signOut(_input, context) {
      const caller = callerOf(context);
      await db.transaction().execute(async (trx) => {
        await sessions.end(trx, must(context.token, 'it was let in by it'));
        await audit.record(trx, { caller, action: 'user.signed-out', subject: caller.id });
      });
      return succeed({});
    },
    async changeOwnPassword({ current, next }, context) {
      const caller = callerOf(context);
      const row = await rowOf(caller);
      const confirmed = await confirmPassword(row, caller, current);
      if (confirmed !== 'right') return fail(confirmed);
      const { loginName, displayName } = users.namesOf(row);
      if (next === current || isKnownPassword(next, [loginName, displayName])) return fail('password-known');
      const hashed = await passwords.hash(next);
      if (hashed === undefined) return fail('too-many-requests');
      return db.transaction().execute(async (trx) => {
        const { numUpdatedRows } = await trx
          .updateTable('users')
          .set({ password: hashed, must_change_password: false })
          .where('id', '=', row.id)
          // An administrator who gave another one meanwhile is not overruled.
          .where('password', '=', row.password)
          .executeTakeFirst();
        if (numUpdatedRows !== 1n) return fail('sign-in-refused');
        const ended = await sessions.endAllOf(trx, row.id, context.token);
        await audit.record(trx, {
          caller,
          action: 'user.password-changed',
          subject: row.id,
          details: { ended },
        });
        return succeed({});
      });
    },
    async beginTotp({ password }, context) {
      const caller = callerOf(context);
      const row = await rowOf(caller);
      // Who signs in at the provider has its second factor there.
      if (row.is_federated) return fail('invalid-request');
      if (row.must_change_password) return fail('forbidden');
      const confirmed = await confirmPassword(row, caller, password);
      if (confirmed !== 'right') return fail(confirmed);
      return succeed(await secondFactor.begin(row.id, users.namesOf(row).loginName));
    },
    async confirmTotp({ code }, context) {
      const caller = callerOf(context);
      if (!(await codes.take(caller.id))) return fail('too-many-requests');
      const row = await rowOf(caller);
      return db.transaction().execute(async (trx) => {
        const recoveryCodes = await secondFactor.confirm(trx, row, code);
        if (recoveryCodes === undefined) return fail('code-refused');
        await audit.record(trx, { caller, action: 'user.totp-enabled', subject: row.id });
        return succeed({ recoveryCodes: [...recoveryCodes] });
      });
    },
    async removeTotp({ password }, context) {
      const caller = callerOf(context);
      const row = await rowOf(caller);
      const confirmed = await confirmPassword(row, caller, password);
      if (confirmed !== 'right') return fail(confirmed);
      await db.transaction().execute(async (trx) => {
        await secondFactor.remove(trx, row.id);
        await audit.record(trx, { caller, action: 'user.totp-disabled', subject: row.id });
      });
      return succeed({});
    },
  };
}
