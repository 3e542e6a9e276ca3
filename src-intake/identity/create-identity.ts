import type { Kysely } from 'kysely';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import { fail } from '../errors.ts';
import type { Log } from '../log.ts';
import type { Keyring } from '../sealing/keyring.ts';
import { createApiTokens } from './api-tokens.ts';
import type { AuditLog } from './audit-log.ts';
import { composeCredentials, ownerCredentials, type Credentials } from './credentials.ts';
import { createForgetEnded } from './forget-ended.ts';
import type { IdentityHandlers } from './identity-handlers.ts';
import { createLockout } from './lockout.ts';
import { createMachineHandlers } from './machine-handlers.ts';
import { createOwnAccount } from './own-account.ts';
import { createPasswords } from './passwords.ts';
import { createPeople } from './people.ts';
import { createProviderClient, type ProviderConfig } from './provider-client.ts';
import { createProviderSignIn, type ProviderSignIn } from './provider-sign-in.ts';
import { createRateLimits } from './rate-limit.ts';
import { createSecondFactor } from './second-factor.ts';
import { createSetup, type SetupCodeWhen } from './setup.ts';
import { createSignIn } from './sign-in.ts';
import { createSignedIn } from './signed-in.ts';
import { createUserSessions, defaultIdleMs, type SessionTimes } from './user-sessions.ts';
import { openUsers } from './users.ts';
import { createWorkstations } from './workstations.ts';

/** All that the intake knows of people, workstations and API tokens. */
export interface Identity {
  readonly handlers: IdentityHandlers;
  readonly credentials: Credentials;
  /** The one-time code of the first administrator, for the console alone; null where none is due. */
  readonly setupCode: string | null;
  /** The organization's own sign-in; undefined where none is configured. */
  readonly provider: ProviderSignIn | undefined;
  /** Deletes what has ended by itself; to be called now and then. */
  readonly sweep: () => Promise<void>;
}

/** Codes of 80 bits, typed where a workstation is set up. */
const enrollmentsPerMinute = 30;

const withoutProvider: ProviderSignIn['handlers'] = {
  beginProviderSignIn: () => Promise.resolve(fail('provider-unavailable')),
  finishProviderSignIn: () => Promise.resolve(fail('sign-in-refused')),
};

/** Composes the parts: accounts, sessions and sign-in, workstations, API tokens, the audit log. */
export async function createIdentity(deps: {
  readonly db: Kysely<Database>;
  readonly keyring: Keyring;
  readonly ownerToken: string;
  readonly audit: AuditLog;
  readonly sessionTimes: SessionTimes;
  readonly setupCodeWhen: SetupCodeWhen;
  readonly provider: ProviderConfig | undefined;
  /** Where browsers reach the intake; asked once it listens. */
  readonly getPublicUrl: () => string;
  readonly log: Log;
  readonly now: Clock;
}): Promise<Identity> {
  const { db, keyring, ownerToken, audit, sessionTimes, setupCodeWhen, getPublicUrl, log, now } = deps;
  const [users, passwords] = await Promise.all([openUsers({ db, keyring, now }), createPasswords()]);
  const sessions = createUserSessions({ db, now, times: sessionTimes });
  const workstations = createWorkstations({
    db,
    audit,
    now,
    endSessionsAt: (trx, id) => sessions.endAllAt(trx, id),
  });
  const tokens = createApiTokens({ db, audit, now });
  const lockout = createLockout({ db, now });
  const secondFactor = createSecondFactor({ db, keyring, now });
  const signedIn = createSignedIn({ users, sessions, audit, now });
  const createRateLimit = createRateLimits({ db, hmac: (kind, text) => users.hmac(kind, text), now });
  const people = { db, users, sessions, passwords, lockout, secondFactor, audit, createRateLimit };
  const setup = createSetup({
    db,
    users,
    passwords,
    workstations,
    signedIn,
    audit,
    providerName: deps.provider?.name ?? null,
    createRateLimit,
    now,
  });
  const provider =
    deps.provider &&
    createProviderSignIn({
      db,
      keyring,
      users,
      signedIn,
      audit,
      client: createProviderClient(deps.provider, log),
      getPublicUrl,
      createRateLimit,
      now,
    });
  return {
    handlers: {
      ...setup.handlers,
      ...createSignIn({ ...people, signedIn }),
      ...createOwnAccount(people),
      ...createPeople(people),
      ...createMachineHandlers({
        tokens,
        workstations,
        audit,
        enrollments: createRateLimit('enrollment from address', enrollmentsPerMinute),
      }),
      ...(provider?.handlers ?? withoutProvider),
    },
    credentials: composeCredentials(ownerCredentials(ownerToken), {
      vdu_: sessions,
      vdw_: workstations,
      vdt_: tokens,
    }),
    provider,
    setupCode: await setup.makeCode(setupCodeWhen),
    sweep: createForgetEnded({ db, now, idleMs: sessionTimes.idleMs ?? defaultIdleMs }),
  };
}
