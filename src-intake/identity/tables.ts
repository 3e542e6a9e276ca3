import type { ColumnType, Generated, JSONColumnType, Selectable } from 'kysely';
import type {
  AuditAction,
  AuditCaller,
  AuditEntry,
  DataRight,
  Role,
  tokenScopes,
} from '#shared/domain/identity.ts';

/** Written as ISO text or a date, read as a date. */
type Instant = ColumnType<Date, string | Date, string | Date>;
type MaybeInstant = ColumnType<Date | null, string | Date | null | undefined, string | Date | null>;

interface UsersTable {
  id: string;
  /** HMAC of the name that is typed, hexadecimal: to find it by, without telling it. */
  login_hmac: string;
  /** JSON of the two names, sealed under the keyring. */
  sealed_names: Buffer;
  roles: Role[];
  data_rights: DataRight[];
  is_federated: boolean;
  /** HMAC of issuer and subject at the provider, from the first sign-in there; null before it. */
  provider_hmac: string | null;
  /** Argon2id as a PHC string; null for somebody of the provider's. */
  password: string | null;
  must_change_password: boolean;
  /** The second factor's secret, sealed; null where there is none. */
  sealed_totp: Buffer | null;
  /** The next one, until it is confirmed. */
  sealed_next_totp: Buffer | null;
  /** Time step of the last code that was taken: neither it nor an earlier one counts again. */
  totp_last_step: ColumnType<number | null, number | null | undefined, number | null>;
  /** SHA-256 of those that were not used yet. */
  recovery_sha256s: Generated<string[]>;
  is_disabled: Generated<boolean>;
  created_at: Instant;
  last_sign_in_at: MaybeInstant;
}

interface SignInFailuresTable {
  /** As in `users`, of names that exist and of names that do not. */
  login_hmac: string;
  /** Where the failures came from: a workstation, or `''` for all places together. */
  place: string;
  failures: number;
  /** From when they count. */
  since: Instant;
  lock_count: number;
  locked_until: MaybeInstant;
}

interface RateCountsTable {
  /** HMAC of what is limited and whose requests these are, hexadecimal. */
  key: string;
  began_at: Instant;
  count: number;
}

interface UserSessionsTable {
  token_sha256: string;
  user_id: string;
  workstation_id: string;
  created_at: Instant;
  last_seen_at: Instant;
  /** At the latest. */
  ends_at: Instant;
}

interface SetupCodesTable {
  only_row: Generated<boolean>;
  code_sha256: string;
  expires_at: Instant;
}

interface ProviderFlowsTable {
  id: string;
  workstation_id: string;
  /** Null once the person has come back with it. */
  state_sha256: string | null;
  /** JSON of PKCE verifier and nonce, sealed. */
  sealed_secrets: Buffer;
  expires_at: Instant;
  user_id: string | null;
  /** Of the code that the page shows. */
  code_sha256: string | null;
  tries: Generated<number>;
}

interface WorkstationsTable {
  id: string;
  name: string;
  token_sha256: string;
  enrolled_at: Instant;
  last_seen_at: MaybeInstant;
  revoked_at: MaybeInstant;
}

interface EnrollmentCodesTable {
  code_sha256: string;
  created_at: Instant;
  created_by: string;
  expires_at: Instant;
}

interface ApiTokensTable {
  id: string;
  name: string;
  token_sha256: string;
  scopes: (typeof tokenScopes)[number][];
  data_rights: DataRight[];
  created_at: Instant;
  created_by: string;
  expires_at: MaybeInstant;
  last_used_at: MaybeInstant;
  revoked_at: MaybeInstant;
}

interface AuditEntriesTable {
  /** From 1, without gaps. */
  id: ColumnType<number, number, never>;
  at: ColumnType<Date, string, never>;
  caller_kind: ColumnType<AuditCaller['kind'], AuditCaller['kind'], never>;
  caller_id: ColumnType<string, string, never>;
  action: ColumnType<AuditAction, AuditAction, never>;
  subject: ColumnType<string | null, string | null, never>;
  details: JSONColumnType<AuditEntry['details'], string, never>;
  previous_hash: ColumnType<string, string, never>;
  hash: ColumnType<string, string, never>;
}

interface AuditHeadTable {
  only_row: ColumnType<boolean, never, never>;
  last_id: ColumnType<number, never, number>;
  hash: ColumnType<string, never, string>;
}

/** What is known of people, their machines and their programs. */
export interface IdentityTables {
  users: UsersTable;
  sign_in_failures: SignInFailuresTable;
  rate_counts: RateCountsTable;
  user_sessions: UserSessionsTable;
  setup_codes: SetupCodesTable;
  provider_flows: ProviderFlowsTable;
  workstations: WorkstationsTable;
  enrollment_codes: EnrollmentCodesTable;
  api_tokens: ApiTokensTable;
  audit_entries: AuditEntriesTable;
  audit_head: AuditHeadTable;
}

export type UserRow = Selectable<UsersTable>;
export type AuditEntryRow = Selectable<AuditEntriesTable>;
