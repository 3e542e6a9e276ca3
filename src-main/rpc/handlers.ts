import type { z } from 'zod';
import type { rpcCommonErrors, RpcCallName, RpcContract, RpcParsedInput } from '#shared/rpc/contract.ts';

/** What a handler answers: a value or a code that its call declares. It throws only for bugs and for its signal. */
export type RpcResult<N extends RpcCallName> =
  | { readonly ok: true; readonly value: z.input<RpcContract[N]['output']> }
  | {
      readonly ok: false;
      readonly code: RpcContract[N]['errors'][number] | (typeof rpcCommonErrors)[number];
    };

export interface RpcContext {
  /** Aborted when the page gives the call up or goes away. */
  readonly signal: AbortSignal;
}

export type RpcHandler<N extends RpcCallName> = (
  input: RpcParsedInput<N>,
  context: RpcContext,
) => Promise<RpcResult<N>>;

/** One handler per call of the contract: a missing one, or one with an undeclared code, does not compile. */
export type RpcHandlers = { readonly [N in RpcCallName]: RpcHandler<N> };
