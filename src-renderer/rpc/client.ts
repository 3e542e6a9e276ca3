import { z } from 'zod';
import {
  rpcCommonErrors,
  rpcContract,
  type Bridge,
  type RpcCallName,
  type RpcErrorCode,
  type RpcInput,
  type RpcOutput,
  type RpcReply,
} from '#shared/rpc/contract.ts';

/** The typed side of the bridge. A declared failure is a value; only an abort rejects. */
export interface RpcClient {
  readonly host: Bridge['host'];
  call<N extends RpcCallName>(name: N, input: RpcInput<N>, signal?: AbortSignal): Promise<RpcReply<N>>;
}

const replySchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), code: z.string(), correlationId: z.string().optional() }),
]);

/** What any call may answer with, whatever it declares. */
const commonCodes: readonly string[] = [...rpcCommonErrors, 'invalid-request', 'internal', 'disconnected'];

/**
 * Wraps a bridge into typed calls. What main answers is parsed again: a reply outside the contract is `internal`, so
 * that no screen ever renders a shape it was not written for.
 */
export function createRpcClient(bridge: Bridge): RpcClient {
  return {
    host: bridge.host,
    async call<N extends RpcCallName>(
      name: N,
      input: RpcInput<N>,
      signal?: AbortSignal,
    ): Promise<RpcReply<N>> {
      const parsed = replySchema.safeParse(await bridge.call(name, input, signal));
      if (!parsed.success) return { ok: false, code: 'internal' };
      const reply = parsed.data;
      const { output, errors } = rpcContract[name];
      if (reply.ok) {
        const value = output.safeParse(reply.value);
        return value.success
          ? { ok: true, value: value.data as RpcOutput<N> }
          : { ok: false, code: 'internal' };
      }
      const known = commonCodes.includes(reply.code) || (errors as readonly string[]).includes(reply.code);
      const code = (known ? reply.code : 'internal') as RpcErrorCode<N>;
      return reply.correlationId === undefined
        ? { ok: false, code }
        : { ok: false, code, correlationId: reply.correlationId };
    },
  };
}
