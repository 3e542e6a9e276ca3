import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ApiCall } from '#shared/api/call.ts';
import { intakeApi, type ApiCallName, type ApiParsedInput, type IntakeApi } from '#shared/api/contract.ts';
import type { Actor } from '#shared/domain/events.ts';
import type { Caller } from '#shared/domain/identity.ts';
import { networkOf } from '../client-network.ts';
import { describeIssues } from '../describe-issues.ts';
import type { Outcome } from '../errors.ts';
import { actorOf } from '../identity/authorize.ts';
import type { Credentials } from '../identity/credentials.ts';
import type { Idempotency, StoredReply } from '../services/idempotency.ts';
import { errorReply } from './error-replies.ts';

/** What a handler is told beside its input. */
export interface CallContext {
  /** Who asks; `undefined` on public calls alone. */
  readonly caller: Caller | undefined;
  /** The bearer token itself, for what ends it. */
  readonly token: string | undefined;
  /** Where the request came from, as far as the trusted proxies know: an address, of IPv6 the /64 network. */
  readonly address: string;
  /** Who the credential is of by now: a request that waited may have outlived it, or what it was good for. */
  readonly findCallerAgain: () => Promise<Caller | undefined>;
  /** Aborts when the caller has gone or the server closes: a long poll then answers with what it has. */
  readonly signal: AbortSignal;
}

type DeclaredCode<N extends ApiCallName> =
  IntakeApi[N]['errors'][number] | 'not-found' | 'invalid-request' | 'unauthorized' | 'forbidden';

/** One handler for each call of the contract: a missing one, or an undeclared code, does not compile. */
export type CallHandlers = {
  readonly [N in ApiCallName]: (
    input: ApiParsedInput<N>,
    context: CallContext,
  ) => Promise<Outcome<z.input<IntakeApi[N]['output']>, DeclaredCode<N>>>;
};

type AnyHandler = (
  input: unknown,
  context: CallContext,
) => Promise<Outcome<unknown, DeclaredCode<ApiCallName>>>;

/** A UUID, or whatever else the sender counts by: printable ASCII, as headers have it. */
const keyShape = /^[\x21-\x7e]{1,255}$/;

/** Aborts when the connection closes before the reply is out. */
export function abortOnHangup(reply: FastifyReply, closing: AbortSignal): AbortSignal {
  const hangup = new AbortController();
  reply.raw.on('close', () => {
    if (!reply.raw.writableFinished) hangup.abort();
  });
  return AbortSignal.any([hangup.signal, closing]);
}

/** The parsed input, and in whose name the caller acts where the call wants to know. */
function withActor(input: z.ZodType, parsed: unknown, caller: Caller): unknown {
  if (!(input instanceof z.ZodObject) || !('actor' in input.shape)) return parsed;
  const { actor: stated, ...rest } = parsed as { readonly actor?: Actor };
  return { ...rest, actor: actorOf(caller, stated) };
}

/** The answer to a request under its key: as it was given at first, or given now and kept for the next time. */
async function answerOnce(
  idempotency: Idempotency,
  keyed: Parameters<Idempotency['claim']>[0],
  answer: () => Promise<{ readonly status: number; readonly body: unknown }>,
): Promise<StoredReply & { readonly isReplay?: true; readonly retryAfterS?: number }> {
  const toStored = ({ status, body }: { readonly status: number; readonly body: unknown }): StoredReply => ({
    status,
    body: JSON.stringify(body),
  });
  const claim = await idempotency.claim(keyed);
  switch (claim.kind) {
    case 'answered':
      return { ...claim.reply, isReplay: true };
    case 'running':
      return { ...toStored(errorReply('still-in-progress')), retryAfterS: 1 };
    case 'other':
      return toStored(errorReply('idempotency-key-reused'));
    case 'first': {
      let reply: StoredReply | undefined;
      try {
        reply = toStored(await answer());
        return reply;
      } finally {
        // A bug and a database that is away are not what the next try should get.
        if (reply === undefined || reply.status >= 500 || reply.status === 429) await claim.release();
        else await claim.store(reply);
      }
    }
  }
}

/**
 * Registers every call of the contract: parses what comes in and what goes out. What changes something may carry an `Idempotency-Key`
 * (draft-ietf-httpapi-idempotency-key-header): the same request again gets the answer of the first.
 */
export function registerCalls(
  app: FastifyInstance,
  handlers: CallHandlers,
  deps: {
    readonly idempotency: Idempotency;
    readonly credentials: Credentials;
    readonly closing: AbortSignal;
  },
): void {
  const { idempotency, credentials, closing } = deps;
  for (const name of Object.keys(intakeApi) as ApiCallName[]) {
    const { method, path, allow, input, output }: ApiCall<z.ZodType, z.ZodType, string> = intakeApi[name];
    const handle = handlers[name] as AnyHandler;
    app.route({
      method,
      url: path,
      config: { allow },
      async handler(request: FastifyRequest, reply: FastifyReply) {
        const rest = method === 'POST' ? request.body : request.query;
        const parsed = input.safeParse({ ...(rest as object | undefined), ...(request.params as object) });
        if (!parsed.success) {
          const { status, body } = errorReply('invalid-request', { detail: describeIssues(parsed.error) });
          return reply.code(status).send(body);
        }
        const { caller, bearerToken: token } = request;
        const answer = async (): Promise<{ readonly status: number; readonly body: unknown }> => {
          const outcome = await handle(
            caller === undefined ? parsed.data : withActor(input, parsed.data, caller),
            {
              caller,
              token,
              address: networkOf(request.ip),
              findCallerAgain: async () => (token === undefined ? undefined : credentials.findCaller(token)),
              signal: abortOnHangup(reply, closing),
            },
          );
          if (outcome.ok) return { status: 200, body: output.parse(outcome.value) };
          const { code, detail } = outcome;
          return errorReply(code, detail === undefined ? {} : { detail });
        };
        const key = request.headers['idempotency-key'];
        if (method !== 'POST' || key === undefined || caller === undefined) {
          const { status, body } = await answer();
          return reply.code(status).send(body);
        }
        if (typeof key !== 'string' || !keyShape.test(key)) {
          const { status, body } = errorReply('invalid-request', { detail: 'Idempotency-Key' });
          return reply.code(status).send(body);
        }
        const keyed = { caller, key, request: JSON.stringify([name, parsed.data]) };
        const { status, body, isReplay, retryAfterS } = await answerOnce(idempotency, keyed, answer);
        if (isReplay === true) void reply.header('idempotency-replayed', 'true');
        if (retryAfterS !== undefined) void reply.header('retry-after', retryAfterS.toString());
        return reply.code(status).header('content-type', 'application/json; charset=utf-8').send(body);
      },
    });
  }
}
