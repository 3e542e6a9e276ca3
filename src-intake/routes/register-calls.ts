import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ApiCall } from '#shared/api/call.ts';
import { intakeApi, type ApiCallName, type ApiParsedInput, type IntakeApi } from '#shared/api/contract.ts';
import type { Actor } from '#shared/domain/events.ts';
import type { Caller } from '#shared/domain/identity.ts';
import type { Outcome } from '../errors.ts';
import { actorOf } from '../identity/authorize.ts';
import type { Credentials } from '../identity/credentials.ts';
import { errorReply } from './error-replies.ts';

/** What a handler is told beside its input. */
export interface CallContext {
  /** Who asks; `undefined` on public calls alone. */
  readonly caller: Caller | undefined;
  /** The bearer token itself, for what ends it. */
  readonly token: string | undefined;
  /** Where the request came from, as far as the trusted proxies know. */
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

/** Which fields were wrong and how, without their values. */
export function describeIssues({ issues }: z.ZodError): string {
  return issues.map(({ path, code }) => `${path.join('.') || '(all)'}: ${code}`).join('; ');
}

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

/** Registers every call of the contract: parses what comes in and what goes out. */
export function registerCalls(
  app: FastifyInstance,
  handlers: CallHandlers,
  credentials: Credentials,
  closing: AbortSignal,
): void {
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
        const outcome = await handle(
          caller === undefined ? parsed.data : withActor(input, parsed.data, caller),
          {
            caller,
            token,
            address: request.ip,
            findCallerAgain: async () => (token === undefined ? undefined : credentials.findCaller(token)),
            signal: abortOnHangup(reply, closing),
          },
        );
        if (!outcome.ok) {
          const { status, body } = errorReply(outcome.code);
          return reply.code(status).send(body);
        }
        return reply.send(output.parse(outcome.value));
      },
    });
  }
}
