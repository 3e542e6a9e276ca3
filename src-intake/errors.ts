/** What went as it may: a value, or the code of an expected failure. Bugs throw. */
export type Outcome<Value, Code extends string> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly code: Code; readonly detail?: string };

/** The outcome of what worked. */
export function succeed<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}

/** The outcome of what may fail and did. `detail` names fields, never values. */
export function fail<const Code extends string>(
  code: Code,
  detail?: string,
): { readonly ok: false; readonly code: Code; readonly detail?: string } {
  return { ok: false, code, ...(detail !== undefined && { detail }) };
}

/** Why an intake did not start; each is something that an administrator can mend. */
export type IntakeStartCode =
  | 'data-folder-in-use'
  | 'intake-running'
  | 'copied-data-folder'
  | 'keyring-missing'
  | 'keyring-wrong'
  | 'keyring-unreadable'
  | 'address-in-use'
  | 'tls-unusable'
  | 'provider-secret-unreadable'
  | 'no-database-user'
  | 'no-postgres-binaries'
  | 'postgres-password-missing'
  | 'postgres-failed'
  | 'database-unreachable'
  | 'database-newer'
  | 'callback-allow-invalid'
  | 's3-key-unusable'
  | 's3-unusable'
  | 's3-not-configured'
  | 'pictures-not-moved'
  | 'blob-broken';

/** Start failed for a reason outside the program. `detail` may name paths of this machine and no personal data. */
export class IntakeStartError extends Error {
  override readonly name = 'IntakeStartError';
  readonly code: IntakeStartCode;

  constructor(code: IntakeStartCode, detail: string, cause?: unknown) {
    super(`${code}: ${detail}`, { cause });
    this.code = code;
  }
}
