import type { z } from 'zod';

/** One call from the renderer to main. Expected failures are the declared `errors`; anything else arrives as `internal`. */
export interface RpcCall<Input extends z.ZodType, Output extends z.ZodType, ErrorCode extends string> {
  readonly input: Input;
  readonly output: Output;
  readonly errors: readonly ErrorCode[];
}

/** Types a call; nothing more. */
export function call<Input extends z.ZodType, Output extends z.ZodType, const ErrorCode extends string>(
  value: RpcCall<Input, Output, ErrorCode>,
): RpcCall<Input, Output, ErrorCode> {
  return value;
}
