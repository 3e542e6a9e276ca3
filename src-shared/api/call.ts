import type { z } from 'zod';
import type { DataRight, Permission } from '../domain/identity.ts';

/**
 * Who may make a call: somebody with a permission, and with a right to personal data where it answers nothing else; somebody with one of
 * several permissions (`anyOf`), of which the call's own rule says which is for what; anybody (`public`, no
 * credential at all); any credential (`any`); a workstation (`workstation`); a person about the own account (`user`); the owner of the
 * intake's data folder (`owner`).
 */
export type Authorization =
  | { readonly permission: Permission; readonly dataRight?: DataRight }
  | { readonly anyOf: readonly Permission[] }
  | 'public'
  | 'any'
  | 'workstation'
  | 'user'
  | 'owner';

/** One HTTP operation of the intake: a value from which server, client and OpenAPI document are made. */
export interface ApiCall<Input extends z.ZodType, Output extends z.ZodType, ErrorCode extends string> {
  readonly method: 'GET' | 'POST' | 'PUT';
  /** Path with `:name` parameters, each a key of `input`. The other keys travel in the query (GET, PUT) or as JSON (POST). */
  readonly path: `/${string}`;
  readonly allow: Authorization;
  readonly input: Input;
  readonly output: Output;
  /** Codes that this call may answer with, beside `commonErrors`. */
  readonly errors: readonly ErrorCode[];
}

/** Types a call; nothing more. */
export function call<Input extends z.ZodType, Output extends z.ZodType, const ErrorCode extends string>(
  value: ApiCall<Input, Output, ErrorCode>,
): ApiCall<Input, Output, ErrorCode> {
  return value;
}
