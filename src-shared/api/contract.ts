import { z } from 'zod';
import type { Actor } from '../domain/events.ts';
import type { commonErrors } from './api-errors.ts';
import { call } from './call.ts';
import { callbackApi } from './callback-contract.ts';
import { faceListApi } from './face-list-contract.ts';
import { feedApi } from './feed-contract.ts';
import { identityApi } from './identity-contract.ts';
import { leaseApi } from './lease-contract.ts';
import { linkApi } from './link-contract.ts';
import { scenarioApi } from './scenario-contract.ts';
import { sessionApi } from './session-contract.ts';

/**
 * The intake's HTTP API. Every call but the public ones carries `Authorization: Bearer <token>`; who acts is who the token belongs to, and
 * `actor` counts from the owner of the intake alone, whose token stands for whoever works at that machine. Captures travel as raw bytes outside this
 * table: `PUT /api/v1/sessions/:sessionId/captures/:captureId?stepId=…&side=…` (body = the file) and
 * `POST /api/v1/sessions/:sessionId/captures` (`multipart/form-data`: `stepId`, `side`, `captureId`, then `file`) answer
 * `captureReceiptSchema` (`sessions.write`), `GET /api/v1/captures/:captureId` answers the bytes: to `sessions.read` with the right to
 * images, and to `analysis.run` while the caller holds a lease of the session.
 */
export const intakeApi = {
  ...identityApi,
  health: call({
    method: 'GET',
    path: '/api/v1/health',
    allow: 'any',
    input: z.strictObject({}),
    output: z.strictObject({
      status: z.literal('ok'),
      version: z.string(),
      database: z.enum(['embedded', 'server']),
      position: z.int(),
    }),
    errors: [],
  }),
  ...sessionApi,
  ...feedApi,
  ...leaseApi,
  ...scenarioApi,
  ...linkApi,
  ...faceListApi,
  ...callbackApi,
} as const;

export type IntakeApi = typeof intakeApi;
export type ApiCallName = keyof IntakeApi;
export type ApiInput<N extends ApiCallName> = z.input<IntakeApi[N]['input']>;
/** The input as the server has it: parsed, and with the one who acts, whom it knows by the credential. */
export type ApiParsedInput<N extends ApiCallName> =
  z.output<IntakeApi[N]['input']> extends infer Parsed
    ? 'actor' extends keyof Parsed
      ? Omit<Parsed, 'actor'> & { readonly actor: Actor }
      : Parsed
    : never;
export type ApiOutput<N extends ApiCallName> = z.output<IntakeApi[N]['output']>;
export type ApiErrorCode<N extends ApiCallName> =
  IntakeApi[N]['errors'][number] | (typeof commonErrors)[number];
