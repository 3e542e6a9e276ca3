import type { z } from 'zod';
import type { CaptureId, SessionId } from '../domain/ids.ts';
import type { Side } from '../domain/scenario.ts';
import type { AbortSignalLike } from '../lib/abort-signal.ts';
import { assert } from '../lib/invariant.ts';
import { apiErrorSchema, commonErrors } from './api-errors.ts';
import {
  captureErrors,
  captureReceiptSchema,
  type CaptureErrorCode,
  type CaptureReceipt,
} from './capture-contract.ts';
import { type ApiCallName, type ApiErrorCode, type ApiInput, type ApiOutput, intakeApi } from './contract.ts';

/** The part of the platform's `fetch` that the client uses. `globalThis.fetch` satisfies it in Node and in browsers. */
export type FetchLike = (url: string, init: FetchInit) => Promise<FetchResponse>;

export interface FetchInit {
  readonly method: string;
  readonly headers: Record<string, string>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
  /** The platform's own signal. `never`, since shared code can't name that type and every `fetch` accepts a `never`. */
  readonly signal?: never;
}

export interface FetchResponse {
  readonly status: number;
  text(): Promise<string>;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** The intake's answer breaks the contract: a bug or another version, never an expected failure. */
export class MalformedAnswerError extends Error {
  override readonly name = 'MalformedAnswerError';
}

export interface ApiFailure<Code extends string> {
  readonly ok: false;
  /** `offline`: no answer came, so whether the intake did it is unknown. Repeating is safe: every call is idempotent. */
  readonly code: Code | 'offline';
  readonly correlationId?: string;
}

export type ApiReply<N extends ApiCallName> =
  { readonly ok: true; readonly value: ApiOutput<N> } | ApiFailure<ApiErrorCode<N>>;

export type PutCaptureReply =
  { readonly ok: true; readonly value: CaptureReceipt } | ApiFailure<CaptureErrorCode>;

export type GetCaptureReply =
  { readonly ok: true; readonly bytes: Uint8Array<ArrayBuffer> } | ApiFailure<(typeof commonErrors)[number]>;

export interface CallOptions {
  /** The platform's own `AbortSignal`. Once aborted, the call rejects with its reason. */
  readonly signal?: AbortSignalLike;
}

export interface PutCaptureInput extends CallOptions {
  readonly sessionId: SessionId;
  /** Chosen by the sender, so that a repeated send stores nothing twice. */
  readonly captureId: CaptureId;
  readonly stepId: string;
  readonly side: Side;
  readonly bytes: Uint8Array;
}

/** The typed client of {@link intakeApi}. Expected failures are values; a rejected promise is a bug or an abort. */
export interface IntakeClient {
  call<N extends ApiCallName>(name: N, input: ApiInput<N>, options?: CallOptions): Promise<ApiReply<N>>;
  putCapture(input: PutCaptureInput): Promise<PutCaptureReply>;
  getCapture(captureId: CaptureId, options?: CallOptions): Promise<GetCaptureReply>;
}

/** What a proxy in front of a stopped or overloaded intake answers with, in its own words instead of ours. */
const gatewayStatuses: readonly number[] = [502, 503, 504];

function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new MalformedAnswerError(`${what}: not JSON`, { cause });
  }
}

function parseAnswer<Schema extends z.ZodType>(
  schema: Schema,
  answer: unknown,
  what: string,
): z.output<Schema> {
  const parsed = schema.safeParse(answer);
  if (parsed.success) return parsed.data;
  // Paths and codes only: values may be personal data and this text goes into a log.
  const issues = parsed.error.issues.map(({ path, code }) => `${path.map(String).join('.')}: ${code}`);
  throw new MalformedAnswerError(`${what}: ${issues.slice(0, 5).join('; ')}`);
}

/** The path with its `:name` parameters filled in from `input`, and what is left of the input. */
function fillPath(
  path: string,
  input: Readonly<Record<string, unknown>>,
): { path: string; rest: Record<string, unknown> } {
  const rest = { ...input };
  const filled = path.replace(/:(\w+)/g, (_, name: string) => {
    const value = rest[name];
    assert(typeof value === 'string' && value !== '', `no value for :${name} of ${path}`);
    Reflect.deleteProperty(rest, name);
    return encodeURIComponent(value);
  });
  return { path: filled, rest };
}

function toQuery(values: Readonly<Record<string, unknown>>): string {
  const pairs = Object.entries(values).flatMap(([key, value]) => {
    if (value === undefined || value === null) return [];
    assert(
      typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean',
      `${key} cannot travel in a query`,
    );
    return [`${encodeURIComponent(key)}=${encodeURIComponent(value)}`];
  });
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** A client of the intake at `url` (with or without a trailing slash); throws for a URL or token that no request could carry. */
export function createIntakeClient({
  url,
  token,
  fetch,
}: {
  readonly url: string;
  /** Null where nobody is known yet, for public calls alone. */
  readonly token: string | null;
  readonly fetch: FetchLike;
}): IntakeClient {
  assert(/^https?:\/\/[^\s?#]+$/.test(url), 'the intake URL is not http(s) or has a query');
  // RFC 6750: the characters of a bearer token. Anything else would make every request fail and look like being offline.
  assert(token === null || /^[\w\-.~+/]+=*$/.test(token), 'the token is not a bearer token');
  const base = url.replace(/\/+$/, '');

  /** The answer with its body read, or undefined when the network or a gateway failed. */
  async function request<Body>(
    path: string,
    init: Omit<FetchInit, 'signal'>,
    signal: AbortSignalLike | undefined,
    read: (response: FetchResponse) => Promise<Body>,
  ): Promise<{ status: number; body: Body } | undefined> {
    if (signal?.aborted) throw signal.reason;
    try {
      const response = await fetch(`${base}${path}`, {
        ...init,
        headers: { ...init.headers, ...(token !== null && { authorization: `Bearer ${token}` }) },
        ...(signal === undefined ? {} : { signal: signal as never }),
      });
      if (gatewayStatuses.includes(response.status)) return undefined;
      return { status: response.status, body: await read(response) };
    } catch {
      // Everything that fetch rejects with, other than an abort, is the network: URL and headers were checked above.
      if (signal?.aborted) throw signal.reason;
      return undefined;
    }
  }

  function toFailure<Code extends string>(
    text: string,
    codes: readonly Code[],
    what: string,
  ): ApiFailure<Code> {
    const { code, correlationId } = parseAnswer(apiErrorSchema, parseJson(text, what), what).error;
    const known = codes.find((candidate) => candidate === code);
    if (known === undefined) throw new MalformedAnswerError(`${what}: undeclared error code`);
    return { ok: false, code: known, ...(correlationId === undefined ? {} : { correlationId }) };
  }

  const isSuccess = (status: number): boolean => status >= 200 && status < 300;
  const readText = (response: FetchResponse): Promise<string> => response.text();

  return {
    async call(name, input, options) {
      const { method, path, output, errors } = intakeApi[name];
      const { path: filled, rest } = fillPath(path, input);
      const answer =
        method === 'POST'
          ? await request(
              filled,
              { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(rest) },
              options?.signal,
              readText,
            )
          : await request(`${filled}${toQuery(rest)}`, { method, headers: {} }, options?.signal, readText);
      if (answer === undefined) return { ok: false, code: 'offline' };
      if (!isSuccess(answer.status)) return toFailure(answer.body, [...errors, ...commonErrors], name);
      const value = parseAnswer(output, parseJson(answer.body, name), name) as ApiOutput<typeof name>;
      return { ok: true, value };
    },

    async putCapture({ sessionId, captureId, stepId, side, bytes, signal }) {
      const what = 'putCapture';
      const { path, rest } = fillPath('/api/v1/sessions/:sessionId/captures/:captureId', {
        sessionId,
        captureId,
        stepId,
        side,
      });
      const init = {
        method: 'PUT',
        headers: { 'content-type': 'application/octet-stream' },
        // Browsers' types refuse views of shared memory; a file's bytes never are one.
        body: bytes as Uint8Array<ArrayBuffer>,
      };
      const answer = await request(`${path}${toQuery(rest)}`, init, signal, readText);
      if (answer === undefined) return { ok: false, code: 'offline' };
      if (!isSuccess(answer.status)) return toFailure(answer.body, [...captureErrors, ...commonErrors], what);
      return { ok: true, value: parseAnswer(captureReceiptSchema, parseJson(answer.body, what), what) };
    },

    async getCapture(captureId, options) {
      const { path } = fillPath('/api/v1/captures/:captureId', { captureId });
      const answer = await request(path, { method: 'GET', headers: {} }, options?.signal, async (response) =>
        isSuccess(response.status) ? new Uint8Array(await response.arrayBuffer()) : response.text(),
      );
      if (answer === undefined) return { ok: false, code: 'offline' };
      if (typeof answer.body === 'string') return toFailure(answer.body, commonErrors, 'getCapture');
      return { ok: true, bytes: answer.body };
    },
  };
}
