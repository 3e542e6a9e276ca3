import { z } from 'zod';
import {
  auditActions,
  auditEntrySchema,
  callerSchema,
  dataRights,
  displayNameSchema,
  loginNameSchema,
  newPasswordSchema,
  roles,
  tokenScopes,
  userSchema,
} from '../domain/identity.ts';
import { instantSchema } from '../domain/ids.ts';
import { call } from './call.ts';

const nothing = z.strictObject({});
/** As it is typed: what does not fit the rules for new ones must still be compared, in constant time. */
const typedPasswordSchema = z.string().max(200);
const typedCodeSchema = z.string().trim().max(64);
const machineNameSchema = z.string().trim().min(1).max(100);

const signedInSchema = z.strictObject({
  kind: z.literal('signed-in'),
  /** Bearer token of the person at this workstation. */
  token: z.string(),
  /** Unused for so long, or at the latest then, it ends. */
  expiresAt: instantSchema,
  user: userSchema,
});

const apiTokenSchema = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  scopes: z.array(z.enum(tokenScopes)),
  dataRights: z.array(z.enum(dataRights)),
  createdAt: instantSchema,
  createdBy: z.string(),
  expiresAt: instantSchema.nullable(),
  lastUsedAt: instantSchema.nullable(),
  revokedAt: instantSchema.nullable(),
});
export type ApiToken = z.infer<typeof apiTokenSchema>;

const workstationSchema = z.strictObject({
  id: z.uuid(),
  name: z.string(),
  enrolledAt: instantSchema,
  lastSeenAt: instantSchema.nullable(),
  revokedAt: instantSchema.nullable(),
});
export type EnrolledWorkstation = z.infer<typeof workstationSchema>;

/** The calls about people, tokens and workstations; part of `intakeApi`. */
export const identityApi = {
  /** What a workstation must know before anybody is known to it. */
  getSignInWays: call({
    method: 'GET',
    path: '/api/v1/auth',
    allow: 'public',
    input: nothing,
    output: z.strictObject({
      /** False until the first administrator was made with the setup code that the intake's console shows. */
      isSetUp: z.boolean(),
      /** The organization's own sign-in (OpenID Connect), by the name for its button; null where none is configured. */
      provider: z.strictObject({ name: z.string() }).nullable(),
    }),
    errors: [],
  }),
  /** Makes the first administrator, once, and enrolls the workstation that it is done from. */
  setUpIntake: call({
    method: 'POST',
    path: '/api/v1/auth/set-up',
    allow: 'public',
    input: z.strictObject({
      setupCode: typedCodeSchema,
      loginName: loginNameSchema,
      displayName: displayNameSchema,
      password: newPasswordSchema,
      workstationName: machineNameSchema,
    }),
    output: z.strictObject({
      workstation: z.strictObject({ id: z.uuid(), token: z.string() }),
      signedIn: signedInSchema,
    }),
    errors: ['code-refused', 'too-many-requests', 'already-set-up', 'password-known', 'user-exists'],
  }),
  /** Trades a one-time code of an administrator for the workstation's own credential. */
  enrollWorkstation: call({
    method: 'POST',
    path: '/api/v1/auth/enroll',
    allow: 'public',
    input: z.strictObject({ enrollmentCode: typedCodeSchema, name: machineNameSchema }),
    output: z.strictObject({ id: z.uuid(), token: z.string() }),
    errors: ['code-refused', 'too-many-requests'],
  }),
  /** Who the credential of the request is. */
  getCaller: call({
    method: 'GET',
    path: '/api/v1/auth/caller',
    allow: 'any',
    input: nothing,
    output: z.strictObject({ caller: callerSchema, user: userSchema.nullable() }),
    errors: [],
  }),
  /** `sign-in-refused` says neither whether the name exists nor what was wrong. */
  signIn: call({
    method: 'POST',
    path: '/api/v1/auth/sign-in',
    allow: 'workstation',
    input: z.strictObject({
      loginName: loginNameSchema,
      password: typedPasswordSchema,
      /** Six digits of the second factor, or one of the recovery codes; null where the person was not asked yet. */
      secondFactor: typedCodeSchema.nullable(),
    }),
    output: z.discriminatedUnion('kind', [
      signedInSchema,
      /** The password was right; the same again with the second factor. */
      z.strictObject({ kind: z.literal('second-factor-needed') }),
    ]),
    errors: ['sign-in-refused', 'account-locked', 'too-many-requests'],
  }),
  /** Begins a sign-in at the organization's provider: the person goes to `url` with any browser and comes back with a code. */
  beginProviderSignIn: call({
    method: 'POST',
    path: '/api/v1/auth/provider/begin',
    allow: 'workstation',
    input: nothing,
    output: z.strictObject({ flowId: z.uuid(), url: z.string(), expiresAt: instantSchema }),
    errors: ['provider-unavailable', 'too-many-requests'],
  }),
  /**
   * Ends it with the code that the page after the provider's shows: what is typed at the workstation proves that the person before it is
   * the one who signed in, whoever sent the address around.
   */
  finishProviderSignIn: call({
    method: 'POST',
    path: '/api/v1/auth/provider/finish',
    allow: 'workstation',
    input: z.strictObject({ flowId: z.uuid(), code: typedCodeSchema }),
    output: signedInSchema,
    errors: ['sign-in-refused', 'not-signed-in-yet', 'too-many-requests'],
  }),
  signOut: call({
    method: 'POST',
    path: '/api/v1/auth/sign-out',
    allow: 'user',
    input: nothing,
    output: nothing,
    errors: [],
  }),
  changeOwnPassword: call({
    method: 'POST',
    path: '/api/v1/auth/password',
    allow: 'user',
    input: z.strictObject({ current: typedPasswordSchema, next: newPasswordSchema }),
    /** The person's other sessions end. */
    output: nothing,
    errors: ['sign-in-refused', 'password-known', 'too-many-requests'],
  }),
  /**
   * A new secret for a one-time-password app (RFC 6238), not in force until it is confirmed. The password is asked for again: a screen that was
   * left open is no way to lock its person out.
   */
  beginTotp: call({
    method: 'POST',
    path: '/api/v1/auth/totp/begin',
    allow: 'user',
    input: z.strictObject({ password: typedPasswordSchema }),
    output: z.strictObject({ secret: z.string(), uri: z.string() }),
    errors: ['sign-in-refused', 'too-many-requests'],
  }),
  confirmTotp: call({
    method: 'POST',
    path: '/api/v1/auth/totp/confirm',
    allow: 'user',
    input: z.strictObject({ code: typedCodeSchema }),
    /** Each is good once, instead of the app; told here only. */
    output: z.strictObject({ recoveryCodes: z.array(z.string()) }),
    errors: ['code-refused', 'too-many-requests'],
  }),
  removeTotp: call({
    method: 'POST',
    path: '/api/v1/auth/totp/remove',
    allow: 'user',
    input: z.strictObject({ password: typedPasswordSchema }),
    output: nothing,
    errors: ['sign-in-refused', 'too-many-requests'],
  }),
  /**
   * What those are called whose ids stand in histories, decisions and lists: people, also those whose accounts are disabled, workstations and
   * API tokens. For people who may work here; programs learn nobody's name.
   */
  listNames: call({
    method: 'GET',
    path: '/api/v1/names',
    allow: 'user',
    input: nothing,
    output: z.strictObject({
      names: z.array(
        z.strictObject({
          kind: z.enum(['user', 'workstation', 'integration']),
          id: z.uuid(),
          name: z.string(),
        }),
      ),
    }),
    errors: [],
  }),
  listUsers: call({
    method: 'GET',
    path: '/api/v1/users',
    allow: { permission: 'people.manage' },
    input: nothing,
    output: z.strictObject({ users: z.array(userSchema) }),
    errors: [],
  }),
  /** With a first password that the administrator hands over and the person must change; null for somebody of the provider's. */
  createUser: call({
    method: 'POST',
    path: '/api/v1/users',
    allow: { permission: 'people.manage' },
    input: z.strictObject({
      /** Chosen by the sender, so that a repeated send creates nobody twice. */
      userId: z.uuid(),
      loginName: loginNameSchema,
      displayName: displayNameSchema,
      roles: z.array(z.enum(roles)),
      dataRights: z.array(z.enum(dataRights)),
      isFederated: z.boolean(),
    }),
    output: z.strictObject({ user: userSchema, firstPassword: z.string().nullable() }),
    errors: ['user-exists', 'too-many-requests'],
  }),
  /** Roles, rights and whether the account is in use. The last administrator stays one. */
  changeUser: call({
    method: 'POST',
    path: '/api/v1/users/:userId',
    allow: { permission: 'people.manage' },
    input: z.strictObject({
      userId: z.uuid(),
      displayName: displayNameSchema,
      roles: z.array(z.enum(roles)),
      dataRights: z.array(z.enum(dataRights)),
      isDisabled: z.boolean(),
    }),
    output: z.strictObject({ user: userSchema }),
    errors: ['last-administrator'],
  }),
  /** A new first password, told here only; lifts a lock and, where asked, the second factor; ends the person's sessions. */
  resetUser: call({
    method: 'POST',
    path: '/api/v1/users/:userId/reset',
    allow: { permission: 'people.manage' },
    input: z.strictObject({ userId: z.uuid(), alsoTotp: z.boolean() }),
    output: z.strictObject({ user: userSchema, firstPassword: z.string().nullable() }),
    errors: ['too-many-requests'],
  }),
  /** Signs the person out everywhere. */
  revokeUserSessions: call({
    method: 'POST',
    path: '/api/v1/users/:userId/revoke-sessions',
    allow: { permission: 'people.manage' },
    input: z.strictObject({ userId: z.uuid() }),
    output: z.strictObject({ ended: z.int() }),
    errors: [],
  }),
  listApiTokens: call({
    method: 'GET',
    path: '/api/v1/api-tokens',
    allow: { permission: 'people.manage' },
    input: nothing,
    output: z.strictObject({ tokens: z.array(apiTokenSchema) }),
    errors: [],
  }),
  createApiToken: call({
    method: 'POST',
    path: '/api/v1/api-tokens',
    allow: { permission: 'people.manage' },
    input: z.strictObject({
      tokenId: z.uuid(),
      name: machineNameSchema,
      scopes: z.array(z.enum(tokenScopes)).min(1),
      dataRights: z.array(z.enum(dataRights)),
      expiresAt: instantSchema.nullable(),
    }),
    /** `token` is told here only: the intake keeps a hash of it. */
    output: z.strictObject({ apiToken: apiTokenSchema, token: z.string() }),
    errors: ['token-exists'],
  }),
  revokeApiToken: call({
    method: 'POST',
    path: '/api/v1/api-tokens/:tokenId/revoke',
    allow: { permission: 'people.manage' },
    input: z.strictObject({ tokenId: z.uuid() }),
    output: z.strictObject({ apiToken: apiTokenSchema }),
    errors: [],
  }),
  listWorkstations: call({
    method: 'GET',
    path: '/api/v1/workstations',
    allow: { permission: 'people.manage' },
    input: nothing,
    output: z.strictObject({ workstations: z.array(workstationSchema) }),
    errors: [],
  }),
  /** A one-time code for one workstation, good for a day. */
  createEnrollmentCode: call({
    method: 'POST',
    path: '/api/v1/workstations/enrollment-codes',
    allow: { permission: 'people.manage' },
    input: nothing,
    output: z.strictObject({ code: z.string(), expiresAt: instantSchema }),
    errors: [],
  }),
  /** Ends its credential, and whoever is signed in there. */
  revokeWorkstation: call({
    method: 'POST',
    path: '/api/v1/workstations/:workstationId/revoke',
    allow: { permission: 'people.manage' },
    input: z.strictObject({ workstationId: z.uuid() }),
    output: z.strictObject({ workstation: workstationSchema }),
    errors: [],
  }),
  /** Newest first; `before` is the id of the last entry of the page before. */
  listAudit: call({
    method: 'GET',
    path: '/api/v1/audit',
    allow: { permission: 'audit.read' },
    input: z.strictObject({
      action: z.enum(auditActions).optional(),
      subject: z.string().max(200).optional(),
      before: z.coerce.number<number>().int().positive().optional(),
      limit: z.coerce.number<number>().int().min(1).max(500).default(100),
    }),
    output: z.strictObject({ entries: z.array(auditEntrySchema), next: z.int().nullable() }),
    errors: [],
  }),
  /** Whether the audit log is as it was written. */
  verifyAudit: call({
    method: 'GET',
    path: '/api/v1/audit/verify',
    allow: { permission: 'audit.read' },
    input: nothing,
    output: z.strictObject({
      /** How many entries hold, from the first. */
      entries: z.int(),
      /** The id of the first one that was changed, removed or put in; null where none was. */
      brokenAt: z.int().nullable(),
    }),
    errors: [],
  }),
} as const;
