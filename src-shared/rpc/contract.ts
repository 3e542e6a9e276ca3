import { z } from 'zod';
import { intakeApi } from '../api/contract.ts';
import { feedPageSize, maxWaitMs } from '../api/feed-contract.ts';
import { analysisProgressSchema } from '../domain/analysis.ts';
import { clientKeySchema } from '../domain/client-key.ts';
import { commandRefusals, sentCommandSchema } from '../domain/commands.ts';
import { sessionEventSchema } from '../domain/events.ts';
import { sessionIdSchema } from '../domain/ids.ts';
import { scenarioSchema } from '../domain/scenario.ts';
import type { AbortSignalLike } from '../lib/abort-signal.ts';
import { call } from './call.ts';
import { faceListRpc } from './face-list-contract.ts';
import { identityRpc } from './identity-contract.ts';
import { personImportRpc } from './person-import-contract.ts';

const nothing = z.strictObject({});

/** For whom the page was opened: what it asks is refused (`signed-out`) when somebody else works here by now. */
const asker = { userId: z.string() };

/** The intake's own calls, asked by the page: who asks is added in main. */
const { saveScenarioDraft, commitScenario, activateScenario, archiveScenario, replayScenario } = intakeApi;
const { createLinks, listLinks, resendLink, revokeLinks } = intakeApi;
const { listDeliveries, replayDelivery, getCallbackState, enableCallbacks, rotateScenarioSecret } = intakeApi;
const changeErrors = ['offline', 'not-found', 'stale-edit'] as const;

/**
 * Renderer ↔ main, the same over Electron's IPC and over the browser host's WebSocket. Pictures never travel here:
 * - `GET /image/:captureId?max=<px>` an upright-by-EXIF JPEG or WebP no longer than `max` on its long side;
 * - `GET /image/:captureId/crop?x=&y=&w=&h=&max=&roll=` a region in original pixels, optionally turned by `roll` degrees;
 * - `PUT /capture/:sessionId/:captureId?stepId=&side=` a file's bytes, answered by `{ sha256 }` or `{ error: { code } }`.
 * - `PUT /face` any picture's bytes, answered by `foundFacesSchema`; `GET /face/:faceId` the cut-out of one, `GET /listed-person/:personId` the kept one;
 * - `GET /listed-person/:personId/:templateId` that of a template that was added later;
 * - `PUT /person-import` a ZIP archive with a table and pictures of people, answered by `importPreviewSchema` or `{ error: { code } }`;
 * - `PUT /export/qr-sheet` with a `qrSheetSchema` as JSON, answered by the PDF: addresses with tokens never stand in a URL.
 * Both hosts serve these paths under the page's own origin.
 */
export const rpcContract = {
  ...identityRpc,
  ...faceListRpc,
  ...personImportRpc,
  'app.info': call({
    input: nothing,
    output: z.strictObject({
      host: z.enum(['desktop', 'web']),
      version: z.string(),
      intake: z.strictObject({ mode: z.enum(['embedded', 'remote']), url: z.string() }),
      agent: z.enum(['running', 'off']),
    }),
    errors: [],
  }),
  'scenarios.list': call({
    input: nothing,
    output: z.strictObject({ scenarios: z.array(scenarioSchema) }),
    errors: ['offline'],
  }),
  'feed.read': call({
    input: z.strictObject({
      after: z.int().nonnegative(),
      waitMs: z.int().min(0).max(maxWaitMs),
      ...asker,
    }),
    output: z.strictObject({
      events: z.array(sessionEventSchema).max(feedPageSize),
      cursor: z.int(),
      feedId: z.uuid(),
    }),
    errors: ['offline'],
  }),
  'commands.send': call({
    input: sentCommandSchema.extend(asker),
    output: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('accepted'), positions: z.array(z.int()) }),
      z.strictObject({ kind: z.literal('refused'), code: z.enum(commandRefusals) }),
    ]),
    errors: ['offline'],
  }),
  'sessions.create': call({
    input: z.strictObject({
      sessionId: sessionIdSchema,
      scenarioId: z.string(),
      clientKey: clientKeySchema.nullable(),
    }),
    output: nothing,
    errors: ['offline', 'scenario-not-found', 'session-exists'],
  }),
  /** Draws the specimen documents and sends them through the real intake; answers when all are submitted. */
  'samples.load': call({
    input: nothing,
    output: z.strictObject({ sessionIds: z.array(sessionIdSchema) }),
    errors: ['offline', 'samples-missing'],
  }),
  'progress.list': call({
    input: nothing,
    output: z.strictObject({
      running: z.array(z.strictObject({ sessionId: sessionIdSchema, progress: analysisProgressSchema })),
    }),
    errors: ['offline'],
  }),
  'scenarioRecords.list': call({
    input: nothing,
    output: intakeApi.listScenarioRecords.output,
    errors: ['offline'],
  }),
  'scenarioRecords.saveDraft': call({
    input: saveScenarioDraft.input.omit({ actor: true }),
    output: saveScenarioDraft.output,
    errors: [...changeErrors, 'scenario-exists'],
  }),
  'scenarioRecords.commit': call({
    input: commitScenario.input.omit({ actor: true }),
    output: commitScenario.output,
    errors: [...changeErrors, 'nothing-to-commit'],
  }),
  'scenarioRecords.activate': call({
    input: activateScenario.input.omit({ actor: true }),
    output: activateScenario.output,
    errors: [...changeErrors, 'version-not-found', 'archived'],
  }),
  'scenarioRecords.replay': call({
    input: replayScenario.input,
    output: replayScenario.output,
    errors: ['offline', 'not-found', 'version-not-found'],
  }),
  'scenarioRecords.archive': call({
    input: archiveScenario.input.omit({ actor: true }),
    output: archiveScenario.output,
    errors: changeErrors,
  }),
  'scenarioRecords.rotateSecret': call({
    input: rotateScenarioSecret.input.omit({ actor: true }),
    output: rotateScenarioSecret.output,
    errors: ['offline', 'not-found'],
  }),
  'callbacks.state': call({
    input: getCallbackState.input,
    output: getCallbackState.output,
    errors: ['offline', 'not-found'],
  }),
  'callbacks.enable': call({
    input: enableCallbacks.input.omit({ actor: true }),
    output: enableCallbacks.output,
    errors: ['offline', 'not-found'],
  }),
  'callbacks.list': call({ input: listDeliveries.input, output: listDeliveries.output, errors: ['offline'] }),
  'callbacks.replay': call({
    input: replayDelivery.input.omit({ actor: true }),
    output: replayDelivery.output,
    errors: ['offline', 'not-found', 'callback-disabled'],
  }),
  'links.create': call({
    input: createLinks.input.omit({ actor: true }),
    output: createLinks.output,
    errors: ['offline', 'scenario-not-found'],
  }),
  'links.list': call({ input: listLinks.input, output: listLinks.output, errors: ['offline'] }),
  'links.resend': call({
    input: resendLink.input.omit({ actor: true }),
    output: resendLink.output,
    errors: ['offline', 'link-closed'],
  }),
  'links.revoke': call({
    input: revokeLinks.input.omit({ actor: true }),
    output: revokeLinks.output,
    errors: ['offline'],
  }),
} as const;

export type RpcContract = typeof rpcContract;
export type RpcCallName = keyof RpcContract;
export type RpcInput<N extends RpcCallName> = z.input<RpcContract[N]['input']>;
export type RpcParsedInput<N extends RpcCallName> = z.output<RpcContract[N]['input']>;
export type RpcOutput<N extends RpcCallName> = z.output<RpcContract[N]['output']>;
/** What any call may answer with, beside what breaks on the way. */
export const rpcCommonErrors = [
  /** Who is signed in may not do this. */
  'forbidden',
  /** Nobody is signed in any more, or somebody else than the page was opened for: ask for `auth.state`. */
  'signed-out',
] as const;
export type RpcErrorCode<N extends RpcCallName> =
  | RpcContract[N]['errors'][number]
  | (typeof rpcCommonErrors)[number]
  | 'invalid-request'
  | 'internal'
  | 'disconnected';

/** What a call answers: a value or a declared code. A rejected promise is a bug or an abort. */
export type RpcReply<N extends RpcCallName> =
  | { readonly ok: true; readonly value: RpcOutput<N> }
  | { readonly ok: false; readonly code: RpcErrorCode<N>; readonly correlationId?: string };

/** What the preload script or the browser host's client gives the renderer, and nothing more. */
export interface Bridge {
  readonly host: 'desktop' | 'web';
  /** Sends one call; the reply is parsed by the typed client. Aborting stops the work in main. */
  call(name: RpcCallName, input: unknown, signal?: AbortSignalLike): Promise<unknown>;
}

export type { AbortSignalLike };

/** One message on the browser host's WebSocket, JSON, either way. Replies may come in any order. */
export const rpcRequestSchema = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('call'),
    id: z.int().nonnegative(),
    name: z.string(),
    input: z.unknown(),
  }),
  z.strictObject({ type: z.literal('abort'), id: z.int().nonnegative() }),
]);
export type RpcRequest = z.infer<typeof rpcRequestSchema>;
export const rpcResponseSchema = z.strictObject({
  type: z.literal('reply'),
  id: z.int().nonnegative(),
  reply: z.unknown(),
});
export type RpcResponse = z.infer<typeof rpcResponseSchema>;

/** Codes that `GET /image/…` and `PUT /capture/…` answer with, as `{ error: { code } }`. */
export const imageErrors = [
  'not-found',
  'offline',
  'undecodable',
  'busy',
  /** Nobody is signed in. */
  'unauthorized',
  /** Who is signed in has no right to pictures. */
  'forbidden',
  'invalid-request',
] as const;
