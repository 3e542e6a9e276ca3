import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import { owner } from './authorize.ts';
import type { AuditLog } from './audit-log.ts';
import { instantAfter, type Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import { fail, succeed } from '../errors.ts';
import type { IdentityHandlers } from './identity-handlers.ts';
import { isKnownPassword } from './known-passwords.ts';
import type { Passwords } from './passwords.ts';
import type { CreateRateLimit } from './rate-limit.ts';
import { hashOfTypedCode, newTypedCode } from './secrets.ts';
import type { SignedIn } from './signed-in.ts';
import type { Users } from './users.ts';
import type { Workstations } from './workstations.ts';

/** 80 bits, for a machine that may answer the whole network. */
const codeGroups = 4;
/** A restart makes another one. */
const codeLifetimeMs = 24 * 60 * 60_000;
/** People who mistype; 80 bits are not found at any rate. */
const triesPerMinute = 10;

/**
 * When a setup code is made at start: while there are no accounts (`first-start`); also when nobody who could make others gets in any more
 * (`always`); or not at all, where nobody reads the console.
 */
export type SetupCodeWhen = 'first-start' | 'always' | 'never';

/** Makes the first administrator, with a code that only whoever runs the server sees. */
export interface Setup {
  readonly handlers: Pick<IdentityHandlers, 'getSignInWays' | 'setUpIntake'>;
  /** A new code in place of the one before, or null where none is due. It is told here only. */
  makeCode(when: SetupCodeWhen): Promise<string | null>;
}

export function createSetup(deps: {
  readonly db: Kysely<Database>;
  readonly users: Users;
  readonly passwords: Passwords;
  readonly workstations: Workstations;
  readonly signedIn: SignedIn;
  readonly audit: AuditLog;
  /** The name of the organization's own sign-in; null where there is none. */
  readonly providerName: string | null;
  readonly createRateLimit: CreateRateLimit;
  readonly now: Clock;
}): Setup {
  const { db, users, passwords, workstations, signedIn, audit, providerName, now } = deps;
  const perAddress = deps.createRateLimit('set-up from address', triesPerMinute);

  const findCode = (trx: Kysely<Database>) =>
    trx
      .selectFrom('setup_codes')
      .select('code_sha256')
      .where('expires_at', '>', new Date(now()))
      .executeTakeFirst();

  return {
    async makeCode(when) {
      if (when === 'never') return null;
      const anybody = await db.selectFrom('users').select('id').limit(1).executeTakeFirst();
      if (when === 'first-start' && anybody !== undefined) return null;
      const code = newTypedCode(codeGroups);
      const row = { code_sha256: hashOfTypedCode(code), expires_at: instantAfter(now(), codeLifetimeMs) };
      await db.transaction().execute(async (trx) => {
        await trx
          .insertInto('setup_codes')
          .values(row)
          .onConflict((conflict) => conflict.column('only_row').doUpdateSet(row))
          .execute();
        await audit.record(trx, {
          caller: owner,
          action: 'setup-code.created',
          subject: null,
          details: { isFirst: anybody === undefined },
        });
      });
      return code;
    },
    handlers: {
      getSignInWays: async () => {
        const isSetUp = (await users.hasAdministrator(db)) && (await findCode(db)) === undefined;
        return succeed({ isSetUp, provider: providerName === null ? null : { name: providerName } });
      },
      async setUpIntake({ setupCode, loginName, displayName, password, workstationName }, { address }) {
        if (!(await perAddress.take(address))) return fail('too-many-requests');
        const expected = await findCode(db);
        const refusal = async () =>
          fail((await users.hasAdministrator(db)) ? 'already-set-up' : 'code-refused');
        if (expected === undefined) return refusal();
        // Before anything is hashed: argon2 is for those who have the code.
        const given = hashOfTypedCode(setupCode);
        if (given !== expected.code_sha256) return fail('code-refused');
        if (isKnownPassword(password, [loginName, displayName])) return fail('password-known');
        const hashed = await passwords.hash(password);
        if (hashed === undefined) return fail('too-many-requests');
        return db.transaction().execute(async (trx) => {
          // The one who takes the row is the one who sets up; the others find none.
          const row = await trx
            .selectFrom('setup_codes')
            .selectAll()
            .where('code_sha256', '=', given)
            .where('expires_at', '>', new Date(now()))
            .forUpdate()
            .executeTakeFirst();
          if (row === undefined) return refusal();
          const id = randomUUID();
          const isNew = await users.insert(trx, {
            id,
            loginName,
            displayName,
            roles: ['administrator'],
            dataRights: [],
            isFederated: false,
            password: hashed,
            mustChangePassword: false,
          });
          if (!isNew) return fail('user-exists');
          await trx.deleteFrom('setup_codes').execute();
          const workstation = await workstations.enroll(trx, workstationName);
          const caller = { kind: 'user', id } as const;
          // What comes after the first line of the audit is about rows of this transaction's own: nobody waits for them.
          await audit.record(trx, { caller, action: 'intake.set-up', subject: id });
          await audit.record(trx, { caller, action: 'workstation.enrolled', subject: workstation.id });
          return succeed({
            workstation,
            signedIn: await signedIn(trx, { userId: id, workstationId: workstation.id, by: 'setup-code' }),
          });
        });
      },
    },
  };
}
