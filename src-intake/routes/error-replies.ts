import type { ApiCallName, ApiErrorCode, CaptureErrorCode } from '#shared/api/contract.ts';

export type AnyErrorCode = { [N in ApiCallName]: ApiErrorCode<N> }[ApiCallName] | CaptureErrorCode;

/** The HTTP status of each code. Clients go by the code; the status is for proxies and logs. */
const statusOf: Record<AnyErrorCode, number> = {
  unauthorized: 401,
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
};

export interface ErrorReply {
  readonly status: number;
  readonly body: {
    readonly error: {
      readonly code: AnyErrorCode;
      readonly correlationId?: string;
      readonly detail?: string;
    };
  };
}

/** The answer to an expected failure. `detail` names fields, never values. */
export function errorReply(
  code: AnyErrorCode,
  more: { correlationId?: string; detail?: string } = {},
): ErrorReply {
  return { status: statusOf[code], body: { error: { code, ...more } } };
}
