import { z } from 'zod';
import type { ApiCall } from '../api/call.ts';
import { identityApi } from '../api/identity-contract.ts';
import { callerSchema, userSchema } from '../domain/identity.ts';
import { call, type RpcCall } from './call.ts';

const nothing = z.strictObject({});

/** A call of the intake that main passes on as it is, in the name of the person who is signed in. */
function passed<Input extends z.ZodType, Output extends z.ZodType, ErrorCode extends string>({
  input,
  output,
  errors,
}: ApiCall<Input, Output, ErrorCode>): RpcCall<Input, Output, ErrorCode | 'offline' | 'not-found'> {
  return { input, output, errors: [...errors, 'offline', 'not-found'] };
}

/** What this workstation needs before anybody can work, or who works at it. */
export const authStateSchema = z.discriminatedUnion('state', [
  z.strictObject({
    state: z.literal('ready'),
    /** Under which id the one who works here acts: the user's, or one of this workstation's own where nobody signs in. */
    userId: z.string(),
    caller: callerSchema,
    /** Null where the account of the operating system is the gate: nobody signs in. */
    user: userSchema.nullable(),
  }),
  /** Enrolled; a person must sign in. */
  z.strictObject({ state: z.literal('sign-in'), provider: z.strictObject({ name: z.string() }).nullable() }),
  /** The intake does not know this workstation: a code of an administrator is wanted. */
  z.strictObject({
    state: z.literal('enroll'),
    /** It did once: the workstation's credential was revoked, or is of another intake. */
    isRefused: z.boolean(),
  }),
  /** The intake has no administrator yet: the setup code of its console is wanted. */
  z.strictObject({ state: z.literal('set-up') }),
]);
export type AuthState = z.infer<typeof authStateSchema>;

const { signIn, beginProviderSignIn, finishProviderSignIn, setUpIntake, enrollWorkstation } = identityApi;

/**
 * The calls about who works here; part of `rpcContract`. Tokens stay in main: the page sees none but an API token that was made for
 * somebody else, once.
 */
export const identityRpc = {
  'auth.state': call({ input: nothing, output: authStateSchema, errors: ['offline'] }),
  'auth.setUp': call({
    input: setUpIntake.input,
    output: nothing,
    errors: [...setUpIntake.errors, 'offline'],
  }),
  'auth.enroll': call({
    input: enrollWorkstation.input,
    output: nothing,
    errors: [...enrollWorkstation.errors, 'offline'],
  }),
  /** `signed-out` here: the workstation itself is not known any more; ask for the state. */
  'auth.signIn': call({
    input: signIn.input,
    output: z.strictObject({ kind: z.enum(['signed-in', 'second-factor-needed']) }),
    errors: [...signIn.errors, 'offline'],
  }),
  /** Ends the session at the intake; where that cannot be reached, here. */
  'auth.signOut': call({ input: nothing, output: nothing, errors: [] }),
  'auth.beginProvider': call({
    input: nothing,
    /** `isOpened`: main has opened the address in the system's browser; otherwise the page does. */
    output: beginProviderSignIn.output.extend({ isOpened: z.boolean() }),
    errors: [...beginProviderSignIn.errors, 'offline'],
  }),
  'auth.finishProvider': call({
    input: finishProviderSignIn.input,
    output: nothing,
    errors: [...finishProviderSignIn.errors, 'offline'],
  }),
  'auth.changePassword': passed(identityApi.changeOwnPassword),
  'auth.beginTotp': passed(identityApi.beginTotp),
  'auth.confirmTotp': passed(identityApi.confirmTotp),
  'auth.removeTotp': passed(identityApi.removeTotp),
  'people.listNames': passed(identityApi.listNames),
  'people.listUsers': passed(identityApi.listUsers),
  'people.createUser': passed(identityApi.createUser),
  'people.changeUser': passed(identityApi.changeUser),
  'people.resetUser': passed(identityApi.resetUser),
  'people.signOutUser': passed(identityApi.revokeUserSessions),
  'people.listTokens': passed(identityApi.listApiTokens),
  'people.createToken': passed(identityApi.createApiToken),
  'people.revokeToken': passed(identityApi.revokeApiToken),
  'people.listWorkstations': passed(identityApi.listWorkstations),
  'people.createEnrollmentCode': passed(identityApi.createEnrollmentCode),
  'people.revokeWorkstation': passed(identityApi.revokeWorkstation),
  'audit.list': passed(identityApi.listAudit),
  'audit.verify': passed(identityApi.verifyAudit),
} as const;
