import type { idempotencyErrors } from '#shared/api/api-errors.ts';
import type { CaptureErrorCode } from '#shared/api/capture-contract.ts';
import type { ApiCallName, ApiErrorCode } from '#shared/api/contract.ts';
import type { PersonErrorCode } from '#shared/api/person-contract.ts';
import type { WidgetErrorCode } from '#shared/api/widget-contract.ts';
import { problemTitles } from './problem-titles.ts';

export type AnyErrorCode =
  | { [N in ApiCallName]: ApiErrorCode<N> }[ApiCallName]
  | CaptureErrorCode
  | (typeof idempotencyErrors)[number]
  | PersonErrorCode
  | WidgetErrorCode;

/** The HTTP status of each code. Clients go by the code; the status is for proxies and logs. */
const statusOf: Record<AnyErrorCode, number> = {
  unauthorized: 401,
  forbidden: 403,
  'invalid-request': 400,
  'not-found': 404,
  internal: 500,
  'scenario-not-found': 422,
  'session-exists': 409,
  'lease-lost': 409,
  'too-many-bytes': 413,
  'empty-file': 422,
  'already-submitted': 409,
  'session-frozen': 409,
  'session-blocked': 409,
  'step-closed': 409,
  'capture-exists': 409,
  'unknown-step': 422,
  'scenario-exists': 409,
  'stale-edit': 409,
  'callback-disabled': 409,
  'nothing-to-commit': 409,
  'version-not-found': 422,
  archived: 409,
  'link-unknown': 404,
  'link-expired': 410,
  'link-revoked': 410,
  'link-closed': 409,
  'link-taken': 409,
  'list-exists': 409,
  'list-not-empty': 409,
  'too-many-templates': 409,
  'last-template': 409,
  'consent-missing': 409,
  'captures-missing': 409,
  'challenge-over': 409,
  'frames-invalid': 422,
  'challenges-exhausted': 409,
  'too-many-requests': 429,
  'idempotency-key-reused': 422,
  'still-in-progress': 409,
  'code-refused': 403,
  'already-set-up': 409,
  'sign-in-refused': 403,
  'account-locked': 423,
  'password-known': 422,
  'provider-unavailable': 424,
  'not-signed-in-yet': 409,
  'user-exists': 409,
  'last-administrator': 409,
  'token-exists': 409,
  'origin-not-allowed': 403,
  'client-key-invalid': 422,
};

export interface ErrorReply {
  readonly status: number;
  /** Problem details by RFC 9457. */
  readonly body: {
    readonly type: string;
    readonly title: string;
    readonly status: number;
    readonly error: {
      readonly code: AnyErrorCode;
      readonly correlationId?: string;
      readonly detail?: string;
    };
  };
}

/** The media type of every refusal. */
export const problemMediaType = 'application/problem+json; charset=utf-8';

/** The answer to an expected failure, with the code's own status unless given. `detail` names fields, never values. */
export function errorReply(
  code: AnyErrorCode,
  {
    status = statusOf[code],
    ...more
  }: { readonly correlationId?: string; readonly detail?: string; readonly status?: number } = {},
): ErrorReply {
  const type = `urn:vidimus:error:${code}`;
  return { status, body: { type, title: problemTitles[code], status, error: { code, ...more } } };
}
