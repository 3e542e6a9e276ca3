import { Secret, TOTP } from 'otpauth';
import type { Kysely } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import type { Keyring } from '../sealing/keyring.ts';
import { totpPlaceOf } from '../sealing/places.ts';
import { hashOfTypedCode, newTypedCode } from './secrets.ts';
import type { UserRow } from './tables.ts';

/** RFC 4226, section 4: 160 bits are recommended, and what apps take. */
const secretBytes = 20;
/** RFC 6238, section 5.2: one step for a clock that goes wrong and a person that types slowly. */
const stepsAside = 1;
const stepSeconds = 30;
/** Ten are a sheet of paper; 80 bits each. */
const recoveryCodeCount = 10;
const recoveryCodeGroups = 4;

/** One-time passwords by an app (RFC 6238), and codes on paper in its place. */
export interface SecondFactor {
  /** Keeps a new secret beside the one in force. `label` is what the app shows beside the code. */
  begin(userId: string, label: string): Promise<{ readonly secret: string; readonly uri: string }>;
  /** Puts the new secret in force; undefined when the code is not of it. */
  confirm(db: Kysely<Database>, user: UserRow, code: string): Promise<readonly string[] | undefined>;
  /** Whether it is a code of the app or of the paper that was not used before; uses it up. */
  use(db: Kysely<Database>, user: UserRow, code: string): Promise<'app' | 'paper' | undefined>;
  remove(db: Kysely<Database>, userId: string): Promise<void>;
}

export function createSecondFactor(deps: {
  readonly db: Kysely<Database>;
  readonly keyring: Keyring;
  readonly now: Clock;
}): SecondFactor {
  const { db: ownDb, keyring, now } = deps;
  const totpOf = (secret: Secret, label = ''): TOTP =>
    new TOTP({ issuer: 'Vidimus', label, secret, algorithm: 'SHA1', digits: 6, period: stepSeconds });

  /** The time step whose code this is; undefined for none around now. */
  function stepOf(userId: string, sealed: Buffer, code: string): number | undefined {
    const token = code.replace(/\s/g, '');
    if (!/^\d{6}$/.test(token)) return undefined;
    const bytes = keyring.openSecret(totpPlaceOf(userId), sealed);
    const secret = new Secret({ buffer: Uint8Array.from(bytes).buffer });
    const timestamp = Date.parse(now());
    const delta = totpOf(secret).validate({ token, timestamp, window: stepsAside });
    return delta === null ? undefined : Math.floor(timestamp / 1000 / stepSeconds) + delta;
  }

  return {
    async begin(userId, label) {
      const secret = new Secret({ size: secretBytes });
      await ownDb
        .updateTable('users')
        .set({ sealed_next_totp: keyring.sealSecret(totpPlaceOf(userId), Buffer.from(secret.bytes)) })
        .where('id', '=', userId)
        .execute();
      return { secret: secret.base32, uri: totpOf(secret, label).toString() };
    },
    async confirm(db, { id, sealed_next_totp: sealed }, code) {
      const step = sealed === null ? undefined : stepOf(id, sealed, code);
      if (step === undefined) return undefined;
      const recoveryCodes = Array.from({ length: recoveryCodeCount }, () => newTypedCode(recoveryCodeGroups));
      const { numUpdatedRows } = await db
        .updateTable('users')
        .set({
          sealed_totp: sealed,
          sealed_next_totp: null,
          totp_last_step: step,
          recovery_sha256s: recoveryCodes.map(hashOfTypedCode),
        })
        .where('id', '=', id)
        // Once: a second confirmation at the same time would tell other codes.
        .where('sealed_next_totp', '=', sealed)
        .executeTakeFirst();
      return numUpdatedRows === 1n ? recoveryCodes : undefined;
    },
    async use(db, { id, sealed_totp: sealed }, code) {
      if (sealed === null) return undefined;
      const step = stepOf(id, sealed, code);
      if (step !== undefined) {
        const { numUpdatedRows } = await db
          .updateTable('users')
          .set({ totp_last_step: step })
          .where('id', '=', id)
          .where('sealed_totp', '=', sealed)
          .where((eb) => eb.or([eb('totp_last_step', 'is', null), eb('totp_last_step', '<', step)]))
          .executeTakeFirst();
        return numUpdatedRows === 1n ? 'app' : undefined;
      }
      const hash = hashOfTypedCode(code);
      const { numUpdatedRows } = await db
        .updateTable('users')
        .set((eb) => ({
          recovery_sha256s: eb.fn<string[]>('array_remove', ['recovery_sha256s', eb.val(hash)]),
        }))
        .where('id', '=', id)
        .where((eb) => eb(eb.val(hash), '=', eb.fn.any('recovery_sha256s')))
        .executeTakeFirst();
      return numUpdatedRows === 1n ? 'paper' : undefined;
    },
    async remove(db, userId) {
      await db
        .updateTable('users')
        .set({ sealed_totp: null, sealed_next_totp: null, totp_last_step: null, recovery_sha256s: [] })
        .where('id', '=', userId)
        .execute();
    },
  };
}
