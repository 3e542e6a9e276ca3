import { isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import type { Caller } from '#shared/domain/identity.ts';
import { must } from '#shared/lib/invariant.ts';
import type { Database } from '../database/schema.ts';
import { fail, succeed } from '../errors.ts';
import type { AuditLog } from './audit-log.ts';
import type { IdentityHandlers } from './identity-handlers.ts';
import type { Lockout } from './lockout.ts';
import type { Passwords } from './passwords.ts';
import type { SecondFactor } from './second-factor.ts';
import { newTypedCode, typedCodeOf } from './secrets.ts';
import type { UserRow } from './tables.ts';
import type { UserSessions } from './user-sessions.ts';
import type { Users } from './users.ts';

/** 100 bits, for a slip of paper that is used once. */
const firstPasswordLetters = 20;

/** What administrators do with accounts. Accounts are never deleted: the history names them. */
export function createPeople(deps: {
  readonly db: Kysely<Database>;
  readonly users: Users;
  readonly sessions: UserSessions;
  readonly passwords: Passwords;
  readonly lockout: Lockout;
  readonly secondFactor: SecondFactor;
  readonly audit: AuditLog;
}): Pick<
  IdentityHandlers,
  'listNames' | 'listUsers' | 'createUser' | 'changeUser' | 'resetUser' | 'revokeUserSessions'
> {
  const { db, users, sessions, passwords, lockout, secondFactor, audit } = deps;

  /** The same for the same account, so that a repeated send answers what the first one made. */
  const firstPasswordOf = (userId: string): string =>
    typedCodeOf(Buffer.from(users.hmac('first-password', userId), 'hex').subarray(0, firstPasswordLetters));

  /** Whether an account is as it was made: nobody has signed in, and the first password is still in force. */
  async function isUntouched(row: UserRow): Promise<boolean> {
    if (row.last_sign_in_at !== null) return false;
    return row.is_federated || (await passwords.verify(row.password, firstPasswordOf(row.id))) === true;
  }

  async function wasMadeBy(trx: Kysely<Database>, userId: string, { kind, id }: Caller): Promise<boolean> {
    const entry = await trx
      .selectFrom('audit_entries')
      .select('id')
      .where('subject', '=', userId)
      .where('action', '=', 'user.created')
      .where('caller_kind', '=', kind)
      .where('caller_id', '=', id)
      .executeTakeFirst();
    return entry !== undefined;
  }

  /** Ends a person's sessions, and what was begun at the provider to start one. */
  async function endSessions(trx: Kysely<Database>, userId: string): Promise<number> {
    await trx.deleteFrom('provider_flows').where('user_id', '=', userId).execute();
    return sessions.endAllOf(trx, userId);
  }

  /** Within a transaction: the account, which nobody else changes meanwhile. */
  const take = (trx: Kysely<Database>, id: string) =>
    trx.selectFrom('users').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();

  return {
    async listNames(_input, context) {
      // With a first password there is nothing to do here yet.
      if (must(context.caller, 'only people get here').permissions.length === 0) return fail('forbidden');
      const [accounts, workstations, tokens] = await Promise.all([
        db.selectFrom('users').selectAll().orderBy('id').execute(),
        db.selectFrom('workstations').select(['id', 'name']).orderBy('id').execute(),
        db.selectFrom('api_tokens').select(['id', 'name']).orderBy('id').execute(),
      ]);
      return succeed({
        names: [
          ...accounts.map((row) => ({
            kind: 'user' as const,
            id: row.id,
            name: users.namesOf(row).displayName,
          })),
          ...workstations.map((row) => ({ kind: 'workstation' as const, ...row })),
          ...tokens.map((row) => ({ kind: 'integration' as const, ...row })),
        ],
      });
    },
    async listUsers() {
      return succeed({ users: await users.list(db) });
    },
    async createUser({ userId, ...rest }, context) {
      const caller = must(context.caller, 'somebody asks');
      const firstPassword = rest.isFederated ? null : firstPasswordOf(userId);
      const hashed = firstPassword === null ? null : await passwords.hash(firstPassword);
      if (hashed === undefined) return fail('too-many-requests');
      return db.transaction().execute(async (trx) => {
        const isNew = await users.insert(trx, {
          id: userId,
          ...rest,
          password: hashed,
          mustChangePassword: !rest.isFederated,
        });
        const row = await users.find(trx, userId);
        if (row === undefined) return fail('user-exists');
        if (isNew) {
          await audit.record(trx, {
            caller,
            action: 'user.created',
            subject: userId,
            details: {
              roles: rest.roles.join(' '),
              dataRights: rest.dataRights.join(' '),
              isFederated: rest.isFederated,
            },
          });
        } else if (!(await wasMadeBy(trx, userId, caller))) {
          // Their first password is nobody else's: who needs another one resets the account, which is written down.
          return fail('user-exists');
        } else if (row.login_hmac !== users.hmac('login', rest.loginName) || !(await isUntouched(row))) {
          return fail('user-exists');
        }
        return succeed({ user: await users.toUser(trx, row), firstPassword });
      });
    },
    async changeUser({ userId, displayName, roles, dataRights, isDisabled }, context) {
      const caller = must(context.caller, 'somebody asks');
      return db.transaction().execute(async (trx) => {
        // All administrators in one order: two who take the role from each other come one after the other.
        const administrators = await trx
          .selectFrom('users')
          .select('id')
          .where((eb) => eb(eb.val('administrator'), '=', eb.fn.any('roles')))
          .where('is_disabled', '=', false)
          .orderBy('id')
          .forUpdate()
          .execute();
        const row = await take(trx, userId);
        if (row === undefined) return fail('not-found');
        // They may have lost the role while they waited for somebody else's change.
        if (caller.kind === 'user' && !administrators.some(({ id }) => id === caller.id))
          return fail('forbidden');
        const staysOne = roles.includes('administrator') && !isDisabled;
        const isOne = administrators.some(({ id }) => id === userId);
        if (isOne && !staysOne && administrators.length === 1) return fail('last-administrator');
        const { loginName, displayName: earlierName } = users.namesOf(row);
        const isSame = isDeepStrictEqual(
          [earlierName, new Set(row.roles), new Set(row.data_rights), row.is_disabled],
          [displayName, new Set(roles), new Set(dataRights), isDisabled],
        );
        if (isSame) return succeed({ user: await users.toUser(trx, row) });
        await trx
          .updateTable('users')
          .set({
            sealed_names: users.sealNames(userId, { loginName, displayName }),
            roles,
            data_rights: dataRights,
            is_disabled: isDisabled,
          })
          .where('id', '=', userId)
          .execute();
        if (isDisabled) await endSessions(trx, userId);
        // A code in the pocket would be a way back in.
        if (!staysOne) await trx.deleteFrom('enrollment_codes').where('created_by', '=', userId).execute();
        await audit.record(trx, {
          caller,
          action: 'user.changed',
          subject: userId,
          details: { roles: roles.join(' '), dataRights: dataRights.join(' '), isDisabled },
        });
        const changed = must(await users.find(trx, userId), 'it is there');
        return succeed({ user: await users.toUser(trx, changed) });
      });
    },
    async resetUser({ userId, alsoTotp }, context) {
      const caller = must(context.caller, 'somebody asks');
      const found = await users.find(db, userId);
      if (found === undefined) return fail('not-found');
      const firstPassword = found.is_federated ? null : newTypedCode(firstPasswordLetters / 4);
      const hashed = firstPassword === null ? null : await passwords.hash(firstPassword);
      if (hashed === undefined) return fail('too-many-requests');
      return db.transaction().execute(async (trx) => {
        must(await take(trx, userId), 'accounts are never deleted');
        await trx
          .updateTable('users')
          .set({
            password: hashed,
            must_change_password: !found.is_federated,
            // Somebody of the provider's may have become another account there: the next sign-in says which.
            provider_hmac: null,
          })
          .where('id', '=', userId)
          .execute();
        if (alsoTotp) await secondFactor.remove(trx, userId);
        await lockout.lift(trx, found.login_hmac);
        const ended = await endSessions(trx, userId);
        await audit.record(trx, {
          caller,
          action: 'user.password-reset',
          subject: userId,
          details: { ended },
        });
        if (alsoTotp) await audit.record(trx, { caller, action: 'user.totp-reset', subject: userId });
        const changed = must(await users.find(trx, userId), 'it is there');
        return succeed({ user: await users.toUser(trx, changed), firstPassword });
      });
    },
    async revokeUserSessions({ userId }, context) {
      const caller = must(context.caller, 'somebody asks');
      return db.transaction().execute(async (trx) => {
        if ((await take(trx, userId)) === undefined) return fail('not-found');
        const ended = await endSessions(trx, userId);
        if (ended > 0)
          await audit.record(trx, {
            caller,
            action: 'user.sessions-revoked',
            subject: userId,
            details: { ended },
          });
        return succeed({ ended });
      });
    },
  };
}
