import { randomUUID } from 'node:crypto';
import { rpcCommonErrors, rpcContract, type RpcCallName, type RpcReply } from '#shared/rpc/contract.ts';
import { errorFacts, type Log } from '../log.ts';
import { createTurnstile } from './turnstile.ts';
import type { RpcHandlers, RpcResult } from './handlers.ts';

/** Answers one call by name with a reply of the contract; rejects only when `signal` is aborted. */
export type RpcServer = (name: string, input: unknown, signal: AbortSignal) => Promise<RpcReply<RpcCallName>>;

export interface RpcServerDeps {
  readonly handlers: RpcHandlers;
  readonly log: Log;
}

// A page has one long poll and a handful of short calls open; 32 leaves room for several tabs. A caller with 256 more in
// line is broken, and is told so instead of filling the memory.
const mostRunning = 32;
const mostWaiting = 256;

/**
 * The only way from a page to the handlers: parses the input, runs the handler with the caller's signal, parses what it
 * answers, and hides what was not expected behind a correlation id that the log explains.
 */
export function createRpcServer({ handlers, log }: RpcServerDeps): RpcServer {
  const turnstile = createTurnstile({ mostRunning, mostWaiting });

  async function run<N extends RpcCallName>(
    name: N,
    rawInput: unknown,
    signal: AbortSignal,
  ): Promise<RpcReply<N>> {
    const input = rpcContract[name].input.safeParse(rawInput);
    if (!input.success) return { ok: false, code: 'invalid-request' };
    const entered = await turnstile.enter(signal);
    if (!entered) return { ok: false, code: 'invalid-request' };
    try {
      signal.throwIfAborted();
      const handler = handlers[name] as (
        input: unknown,
        context: { signal: AbortSignal },
      ) => Promise<RpcResult<N>>;
      const result = await handler(input.data, { signal });
      if (!result.ok) return { ok: false, code: declaredCode(name, result.code) };
      const value = rpcContract[name].output.parse(result.value);
      return { ok: true, value } as RpcReply<N>;
    } catch (error) {
      signal.throwIfAborted();
      const correlationId = randomUUID();
      log('rpc.failed', { call: name, correlationId, ...errorFacts(error) });
      return { ok: false, code: 'internal', correlationId };
    } finally {
      turnstile.leave();
    }
  }

  return async (name, input, signal) => {
    signal.throwIfAborted();
    if (!isCallName(name)) return { ok: false, code: 'invalid-request' };
    return run(name, input, signal);
  };
}

function isCallName(name: string): name is RpcCallName {
  return Object.hasOwn(rpcContract, name);
}

/** The types hold handlers to their declared codes; this holds whatever came in by a cast. */
function declaredCode<N extends RpcCallName>(name: N, code: RpcResultCode<N>): RpcResultCode<N> {
  const declared: readonly string[] = [...rpcContract[name].errors, ...rpcCommonErrors];
  if (!declared.includes(code)) throw new Error(`undeclared code from ${name}`);
  return code;
}

type RpcResultCode<N extends RpcCallName> = Extract<RpcResult<N>, { ok: false }>['code'];
