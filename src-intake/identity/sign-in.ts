import type { Kysely } from 'kysely';
import type { Caller } from '#shared/domain/identity.ts';
import { must } from '#shared/lib/invariant.ts';
import type { Database } from '../database/schema.ts';
import { fail, succeed } from '../errors.ts';
import type { AuditLog } from './audit-log.ts';
import type { IdentityHandlers } from './identity-handlers.ts';
import type { Lockout } from './lockout.ts';
import type { Passwords } from './passwords.ts';
import type { CreateRateLimit } from './rate-limit.ts';
import type { SecondFactor } from './second-factor.ts';
import type { SignedIn } from './signed-in.ts';
import type { Users } from './users.ts';

/** A shift that begins at one workstation. */
const perMinuteAtWorkstation = 20;
/** An office behind one address. */
const perMinuteFromAddress = 60;

/** Signs people in by password and, where they have one, second factor. Unknown names are answered as known ones, after as much work. */
export function createSignIn(deps: {
  readonly db: Kysely<Database>;
  readonly users: Users;
  readonly passwords: Passwords;
  readonly lockout: Lockout;
  readonly secondFactor: SecondFactor;
  readonly signedIn: SignedIn;
  readonly audit: AuditLog;
  readonly createRateLimit: CreateRateLimit;
}): Pick<IdentityHandlers, 'signIn'> {
  const { db, users, passwords, lockout, secondFactor, signedIn, audit, createRateLimit } = deps;
  const atWorkstation = createRateLimit('sign-in at workstation', perMinuteAtWorkstation);
  const fromAddress = createRateLimit('sign-in from address', perMinuteFromAddress);

  return {
    async signIn({ loginName, password, secondFactor: code }, context) {
      const caller: Caller = must(context.caller, 'only workstations get here');
      if (!(await atWorkstation.take(caller.id)) || !(await fromAddress.take(context.address)))
        return fail('too-many-requests');
      const tried = { loginHmac: users.hmac('login', loginName), place: caller.id };
      const row = await users.findByLoginName(db, loginName);
      const subject = row?.id ?? null;
      const refuse = (trx: Kysely<Database>, reason: string) =>
        audit.record(trx, { caller, action: 'user.sign-in-refused', subject, details: { reason } });

      if ((await lockout.begin(tried)) === 'locked') {
        await refuse(db, 'locked');
        return fail('account-locked');
      }
      const isRight = await passwords.verify(row?.password ?? null, password);
      if (isRight === undefined) {
        await lockout.giveBack(db, tried);
        return fail('too-many-requests');
      }
      const better =
        isRight && typeof row?.password === 'string' && passwords.isOutdated(row.password)
          ? await passwords.hash(password)
          : undefined;

      return db.transaction().execute(async (trx) => {
        const wrong = async (reason: string) => {
          const isLockedNow = await lockout.settleWrong(trx, tried);
          await refuse(trx, reason);
          if (isLockedNow) await audit.record(trx, { caller, action: 'user.locked', subject });
          return fail('sign-in-refused');
        };
        if (row === undefined) return wrong('unknown-name');
        if (!isRight) return wrong('password');
        // As it is now: what an administrator changed while we were at it counts.
        const current = await trx
          .selectFrom('users')
          .selectAll()
          .where('id', '=', row.id)
          .forUpdate()
          .executeTakeFirstOrThrow();
        if (current.is_disabled) return wrong('disabled');
        if (current.password !== row.password) return wrong('password');
        let by: 'password' | 'password-and-app' | 'password-and-paper' = 'password';
        if (current.sealed_totp !== null) {
          if (code === null) {
            await lockout.giveBack(trx, tried);
            return succeed({ kind: 'second-factor-needed' as const });
          }
          const used = await secondFactor.use(trx, current, code);
          if (used === undefined) return wrong('second-factor');
          by = `password-and-${used}`;
        }
        await lockout.settleRight(trx, tried);
        if (better !== undefined)
          await trx.updateTable('users').set({ password: better }).where('id', '=', current.id).execute();
        return succeed(await signedIn(trx, { userId: current.id, workstationId: caller.id, by }));
      });
    },
  };
}
