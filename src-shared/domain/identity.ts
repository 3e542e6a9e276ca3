import { z } from 'zod';

/** What people are to the organization; a person may have several. */
export const roles = ['analyst', 'senior', 'auditor', 'editor', 'administrator'] as const;
export type Role = (typeof roles)[number];

/**
 * What a caller may do at all. `sessions.write` sends pictures and submits, `sessions.review` decides and comments, `analysis.run` takes
 * sessions to analyze, `lists.write` puts people on lists, `people.manage` is about accounts, tokens and workstations.
 */
export const permissions = [
  'sessions.read',
  'sessions.write',
  'sessions.review',
  'analysis.run',
  'scenarios.read',
  'scenarios.write',
  'links.read',
  'links.write',
  'lists.read',
  'lists.write',
  'people.manage',
  'audit.read',
] as const;
export type Permission = (typeof permissions)[number];

/** Which personal data of a session a caller may read; the rest is withheld by the intake, not hidden by a screen. */
export const dataRights = ['fields', 'images', 'checks'] as const;
export type DataRight = (typeof dataRights)[number];

const reviewing: readonly Permission[] = [
  'sessions.read',
  'sessions.write',
  'sessions.review',
  'scenarios.read',
  'links.read',
  'lists.read',
];

const permissionsOfRole: Readonly<Record<Role, readonly Permission[]>> = {
  analyst: reviewing,
  senior: [...reviewing, 'lists.write', 'audit.read'],
  auditor: ['sessions.read', 'scenarios.read', 'links.read', 'lists.read', 'audit.read'],
  editor: ['scenarios.read', 'scenarios.write', 'links.read', 'links.write', 'lists.read', 'lists.write'],
  administrator: ['scenarios.read', 'links.read', 'people.manage', 'audit.read'],
};

/** What somebody with these roles may do, in the order of {@link permissions}. */
export function permissionsOf(held: readonly Role[]): readonly Permission[] {
  return permissions.filter((permission) =>
    held.some((role) => permissionsOfRole[role].includes(permission)),
  );
}

/** What an API token may be given: never the management of people, which is for people. */
export const tokenScopes = permissions.filter((permission) => permission !== 'people.manage');

/** For signing in; what people type. */
export const loginNameSchema = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[\p{L}\p{N}._@-]{1,100}$/u);
export const displayNameSchema = z.string().trim().min(1).max(100);
/** NIST SP 800-63B-4: at least 15 characters where it may be the only factor; longer than any person types is refused before it is hashed. */
export const newPasswordSchema = z.string().min(15).max(200);

/** An account as its owner and administrators see it. */
export const userSchema = z.strictObject({
  id: z.uuid(),
  loginName: z.string(),
  displayName: z.string(),
  roles: z.array(z.enum(roles)),
  dataRights: z.array(z.enum(dataRights)),
  /** Signs in at the organization's provider, and has no password here. */
  isFederated: z.boolean(),
  hasTotp: z.boolean(),
  isDisabled: z.boolean(),
  /** Until when signing in is refused after too many wrong passwords, where they were typed. */
  lockedUntil: z.iso.datetime().nullable(),
  mustChangePassword: z.boolean(),
  createdAt: z.iso.datetime(),
  lastSignInAt: z.iso.datetime().nullable(),
});
export type User = z.infer<typeof userSchema>;

/** Who calls: the kind of credential, and what it is good for. */
export const callerSchema = z.strictObject({
  /**
   * - `owner`: the token of the intake's own data folder; may do everything.
   * - `user`: a person who has signed in at an enrolled workstation.
   * - `workstation`: an enrolled workstation, by itself: it analyzes, and lets people sign in.
   * - `integration`: an API token.
   */
  kind: z.enum(['owner', 'user', 'workstation', 'integration']),
  /** Of the user, workstation or token; `owner` for the owner. */
  id: z.string(),
  permissions: z.array(z.enum(permissions)),
  dataRights: z.array(z.enum(dataRights)),
});
export type Caller = z.infer<typeof callerSchema>;

/** What happened to accounts and what was read, for auditors; no personal data of the people whose documents these are. */
export const auditActions = [
  'setup-code.created',
  'intake.set-up',
  'user.created',
  'user.changed',
  /** An account now belongs to somebody at the organization's provider. */
  'user.provider-bound',
  'user.password-reset',
  'user.totp-reset',
  'user.signed-in',
  'user.sign-in-refused',
  'user.locked',
  'user.signed-out',
  'user.sessions-revoked',
  'user.password-changed',
  'user.totp-enabled',
  'user.totp-disabled',
  'token.created',
  'token.revoked',
  'workstation.enrolled',
  'workstation.revoked',
  'enrollment-code.created',
  'scenario.saved',
  'scenario.committed',
  'scenario.activated',
  'scenario.archived',
  'scenario.secret-rotated',
  'scenario.replayed',
  'callbacks.enabled',
  'callback.replayed',
  'links.created',
  'links.resent',
  'links.revoked',
  'list.created',
  'list.removed',
  'person.added',
  'person.removed',
  'person.template-added',
  'person.template-removed',
  'person.read',
  'faces.searched',
  'session.read',
  'events.read',
  'image.read',
  'feed.read',
] as const;
export type AuditAction = (typeof auditActions)[number];

/** Who did what is written down: a caller, or a page with the widget, on which anybody may be. */
const auditCallerSchema = z.strictObject({
  kind: z.enum([...callerSchema.shape.kind.options, 'widget']),
  id: z.string(),
});
export type AuditCaller = z.infer<typeof auditCallerSchema>;

export const auditEntrySchema = z.strictObject({
  id: z.int(),
  at: z.iso.datetime(),
  caller: auditCallerSchema,
  action: z.enum(auditActions),
  /** What it was done to: an id, never a name. */
  subject: z.string().nullable(),
  /** Counts, codes and names of settings; never values of documents. */
  details: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});
export type AuditEntry = z.infer<typeof auditEntrySchema>;
