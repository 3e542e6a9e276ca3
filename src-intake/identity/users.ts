import { createHmac } from 'node:crypto';
import type { Kysely } from 'kysely';
import { z } from 'zod';
import type { DataRight, Role, User } from '#shared/domain/identity.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import { openIntakeSecret } from '../sealing/intake-secret.ts';
import type { Keyring } from '../sealing/keyring.ts';
import { namesPlaceOf } from '../sealing/places.ts';
import type { UserRow } from './tables.ts';

const namesSchema = z.strictObject({ loginName: z.string(), displayName: z.string() });
type Names = z.infer<typeof namesSchema>;

/** What a new account is made of. */
export interface NewUser extends Names {
  readonly id: string;
  readonly roles: readonly Role[];
  readonly dataRights: readonly DataRight[];
  readonly isFederated: boolean;
  /** Argon2id; null for somebody of the provider's. */
  readonly password: string | null;
  readonly mustChangePassword: boolean;
}

/** Accounts, whose names are in the database under seal alone. */
export interface Users {
  /** HMAC-SHA256 of something that rows are found by, hexadecimal. */
  hmac(kind: 'login' | 'provider' | 'first-password' | 'rate', text: string): string;
  /** False when another account has the id or the name. */
  insert(db: Kysely<Database>, user: NewUser): Promise<boolean>;
  find(db: Kysely<Database>, id: string): Promise<UserRow | undefined>;
  findByLoginName(db: Kysely<Database>, loginName: string): Promise<UserRow | undefined>;
  list(db: Kysely<Database>): Promise<User[]>;
  namesOf(row: UserRow): Names;
  sealNames(id: string, names: Names): Buffer;
  /** The account as its owner and administrators see it. */
  toUser(db: Kysely<Database>, row: UserRow): Promise<User>;
  /** Whether somebody in use is an administrator. */
  hasAdministrator(db: Kysely<Database>): Promise<boolean>;
}

/** Opens the accounts; the key of their names is made at the first start and sealed in the database. */
export async function openUsers(deps: {
  readonly db: Kysely<Database>;
  readonly keyring: Keyring;
  readonly now: Clock;
}): Promise<Users> {
  const { db: ownDb, keyring, now } = deps;
  const key = await openIntakeSecret(ownDb, keyring, 'identity');

  const hmac: Users['hmac'] = (kind, text) =>
    createHmac('sha256', key)
      .update(JSON.stringify(['vidimus-identity-1', kind, text]))
      .digest('hex');
  const sealNames: Users['sealNames'] = (id, names) =>
    keyring.sealSecret(namesPlaceOf(id), Buffer.from(JSON.stringify(names), 'utf8'));
  const namesOf: Users['namesOf'] = ({ id, sealed_names: sealed }) =>
    namesSchema.parse(JSON.parse(keyring.openSecret(namesPlaceOf(id), sealed).toString('utf8')));

  function describe(row: UserRow, lockedUntil: Date | null): User {
    const until = lockedUntil?.toISOString() ?? null;
    return {
      id: row.id,
      ...namesOf(row),
      roles: row.roles,
      dataRights: row.data_rights,
      isFederated: row.is_federated,
      hasTotp: row.sealed_totp !== null,
      isDisabled: row.is_disabled,
      lockedUntil: until !== null && until > now() ? until : null,
      mustChangePassword: row.must_change_password,
      createdAt: row.created_at.toISOString(),
      lastSignInAt: row.last_sign_in_at?.toISOString() ?? null,
    };
  }

  return {
    hmac,
    sealNames,
    namesOf,
    async insert(db, { id, loginName, displayName, ...user }) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('users')
        .values({
          id,
          login_hmac: hmac('login', loginName),
          sealed_names: sealNames(id, { loginName, displayName }),
          roles: [...user.roles],
          data_rights: [...user.dataRights],
          is_federated: user.isFederated,
          provider_hmac: null,
          password: user.password,
          must_change_password: user.mustChangePassword,
          sealed_totp: null,
          sealed_next_totp: null,
          created_at: now(),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },
    find: (db, id) => db.selectFrom('users').selectAll().where('id', '=', id).executeTakeFirst(),
    findByLoginName: (db, loginName) =>
      db
        .selectFrom('users')
        .selectAll()
        .where('login_hmac', '=', hmac('login', loginName))
        .executeTakeFirst(),
    async list(db) {
      const rows = await db
        .selectFrom('users')
        .selectAll('users')
        .select((eb) =>
          eb
            .selectFrom('sign_in_failures')
            .select(({ fn }) => fn.max('locked_until').as('until'))
            .whereRef('sign_in_failures.login_hmac', '=', 'users.login_hmac')
            .as('locked_until'),
        )
        .orderBy('users.created_at')
        .orderBy('users.id')
        .execute();
      return rows.map((row) => describe(row, row.locked_until));
    },
    async toUser(db, row) {
      const failures = await db
        .selectFrom('sign_in_failures')
        .select(({ fn }) => fn.max('locked_until').as('locked_until'))
        .where('login_hmac', '=', row.login_hmac)
        .executeTakeFirst();
      return describe(row, failures?.locked_until ?? null);
    },
    async hasAdministrator(db) {
      const one = await db
        .selectFrom('users')
        .select('id')
        .where((eb) => eb(eb.val('administrator'), '=', eb.fn.any('roles')))
        .where('is_disabled', '=', false)
        .limit(1)
        .executeTakeFirst();
      return one !== undefined;
    },
  };
}
