import { z } from 'zod';
import { analysisFailureCodes, analysisSchema, findingSchema } from './analysis.ts';
import { cornersCorrectionSchema, fieldCorrectionSchema } from './corrections.ts';
import {
  comparedThingsSchema,
  historyMatchSchema,
  listClearSchema,
  listMatchSchema,
  listNotRunSchema,
} from './history.ts';
import { dataRights } from './identity.ts';
import { captureIdSchema, instantSchema, sessionIdSchema, sha256Schema } from './ids.ts';
import { actionsSchema, mostFramesInBatch, receivedFrameSchema, skippedActionsSchema } from './liveness.ts';
import { scenarioSchema, sideSchema } from './scenario.ts';

export const sources = ['manual', 'sample', 'api', 'link'] as const;

export const decisionOutcomes = ['approve', 'ask-again', 'decline'] as const;
export type DecisionOutcome = (typeof decisionOutcomes)[number];

/** Why a person asked again or declined; each has a sentence in every language and a letter on the keyboard. */
export const decisionReasons = [
  'unreadable',
  'not-whole',
  'wrong-document',
  'expired',
  'data-differs',
  'forged',
  'other-person',
  'no-face',
  'age',
  'other',
] as const;
export type DecisionReason = (typeof decisionReasons)[number];

/** What an attempt at one step came to: good enough to go on, to be taken again, or a critical error beside. */
export const stepOutcomes = ['passed', 'retry', 'critical'] as const;
export type StepOutcome = (typeof stepOutcomes)[number];

/** Why an attempt was passed on unseen; `not-available-yet` is of a kind that nothing analyzes yet. */
export const unanalyzedCodes = [...analysisFailureCodes, 'not-available-yet'] as const;

/** Longest comment: a page of text. */
const commentSchema = z.string().max(4000);

const bodies = {
  'session.created': z.strictObject({
    scenario: scenarioSchema,
    source: z.enum(sources),
    /** The customer's own reference; no personal data by contract. Early logs have longer ones than `maxClientKeyLength`. */
    clientKey: z.string().max(200).nullable(),
    /** The one-time link that it was opened by. */
    linkId: z.uuid().nullable().default(null),
  }),
  'capture.received': z.strictObject({
    captureId: captureIdSchema,
    stepId: z.string(),
    side: sideSchema,
    sha256: sha256Schema,
    byteLength: z.int().positive(),
    /** By magic bytes, not by the sender's word; `application/octet-stream` when unknown. */
    mediaType: z.string().max(100),
  }),
  /** The intake has drawn what the person is to do before the camera. It takes the place of an earlier challenge of the step. */
  'liveness.challenged': z.strictObject({
    stepId: z.string(),
    /** Made by whoever asks, so that asking again after a lost answer draws nothing. */
    challengeId: z.uuid().toLowerCase(),
    /** The attempt that it belongs to: the next one to be submitted. */
    attempt: z.int().positive(),
    actions: actionsSchema,
    expiresAt: instantSchema,
  }),
  /** A batch of frames, not one event for each: a history of forty more events would be read and proved with every request. */
  'liveness.received': z.strictObject({
    stepId: z.string(),
    challengeId: z.uuid().toLowerCase(),
    batchId: z.uuid().toLowerCase(),
    frames: z.array(receivedFrameSchema).min(1).max(mostFramesInBatch),
  }),
  /** The person has sent a step's pictures and waits to hear whether they will do. */
  'step.submitted': z.strictObject({
    stepId: z.string(),
    attempt: z.int().positive(),
    /** Of a liveness step: the places of actions that the person cannot do. */
    skippedActions: skippedActionsSchema.optional(),
  }),
  'step.analyzed': z.strictObject({
    stepId: z.string(),
    attempt: z.int().positive(),
    outcome: z.enum(stepOutcomes),
    /** What was found on this attempt; the whole session is analyzed once more when it is submitted. */
    findings: z.array(findingSchema),
    /** The number in the document’s machine-readable zone, where its check digit proves it; null elsewhere. */
    documentNumber: z.string().max(100).nullable(),
    /** What of it was looked up in earlier sessions; absent from events before there was such a look. */
    compared: comparedThingsSchema.optional(),
  }),
  /** The attempt could not be analyzed; the step goes on to a person, who sees that. */
  'step.unanalyzed': z.strictObject({
    stepId: z.string(),
    attempt: z.int().positive(),
    code: z.enum(unanalyzedCodes),
  }),
  'session.submitted': z.strictObject({}),
  /** Its lifetime was over before it was submitted. */
  'session.frozen': z.strictObject({}),
  /**
   * Its storage time is over: its pictures and its key are gone. The last event of all, and the only one whose body is stored in the clear:
   * it tells replicas, which cannot read the ones before any more, to forget the session. It comes without those, so that its `seq` may
   * leave a gap.
   */
  'session.purged': z.strictObject({}),
  'analysis.started': z.strictObject({ agentId: z.string().max(100), attempt: z.int().positive() }),
  /** Something of the pictures was in an earlier session too. It precedes the analysis that it was found with, which it may make a block. */
  'history.matched': historyMatchSchema,
  /** The person is on a list. Like `history.matched` it precedes the analysis that it was found with. */
  'list.matched': listMatchSchema,
  /** The list was searched, and the person is not on it. */
  'list.clear': listClearSchema,
  /** A list that the scenario names could not be asked: nobody knows whether the person is on it. */
  'list.not-run': listNotRunSchema,
  'session.analyzed': z.strictObject({
    analysis: analysisSchema,
    attempt: z.int().positive(),
    /** As in `step.analyzed`. */
    compared: comparedThingsSchema.optional(),
  }),
  'analysis.failed': z.strictObject({ code: z.enum(analysisFailureCodes), attempt: z.int().positive() }),
  /** The agent gave the session back before it was through, because it is closing: no fault of the session, and no attempt. */
  'analysis.released': z.strictObject({ attempt: z.int().positive() }),
  /** Somebody wants an analysis that came to nothing tried again, from the first attempt. */
  'analysis.requested': z.strictObject({}),
  /** A person says what a field says. It stands beside what was read, and in the place of an earlier correction of the field. */
  'field.corrected': fieldCorrectionSchema,
  /** The correction of a field is taken back. */
  'field.restored': fieldCorrectionSchema.pick({ stepId: true, name: true }),
  /** A person says where the document lies; the session is analyzed anew with these corners. */
  'corners.corrected': cornersCorrectionSchema,
  'decision.made': z.strictObject({
    outcome: z.enum(decisionOutcomes),
    reasons: z.array(z.enum(decisionReasons)),
    comment: commentSchema,
  }),
  'decision.withdrawn': z.strictObject({}),
  'comment.added': z.strictObject({ text: commentSchema.min(1) }),
} as const;

export type EventType = keyof typeof bodies;
export type EventBody<T extends EventType = EventType> = { [K in T]: z.infer<(typeof bodies)[K]> }[T];

export const eventTypes = Object.keys(bodies) as readonly EventType[];

export const actorSchema = z.strictObject({
  kind: z.enum(['user', 'agent', 'system']),
  /** No personal data: a user's id, not a name. */
  id: z.string().min(1).max(100),
});
export type Actor = z.infer<typeof actorSchema>;

const envelope = {
  sessionId: sessionIdSchema,
  /** Place in the session, from 0, without gaps. */
  seq: z.int().nonnegative(),
  at: instantSchema,
  actor: actorSchema,
};

/** An event before the intake has given it its place in the chain. */
export type NewEvent<T extends EventType = EventType> = {
  [K in T]: { readonly type: K; readonly actor: Actor; readonly at: string; readonly body: EventBody<K> };
}[T];

const chained = {
  ...envelope,
  /** Place in the intake's one global sequence. */
  position: z.int().positive(),
  /** SHA-256 of the sealed body as stored, so that the chain outlives the key. */
  bodySha256: sha256Schema,
  /** Hash of the event before; 64 zeros for the first. */
  previousHash: sha256Schema,
  hash: sha256Schema,
  /** What the reader may not read of it: values stand empty, and what has them for its sense is left out. Absent where all is told. */
  withheld: z.array(z.enum(dataRights)).optional(),
};

function eventSchemaOf<T extends EventType>(type: T) {
  return z.strictObject({ ...chained, type: z.literal(type), body: bodies[type] });
}

/** An event as the feed delivers it: opened, with its place in the session, in the feed and in the chain. */
export const sessionEventSchema = z.discriminatedUnion('type', [
  eventSchemaOf('session.created'),
  eventSchemaOf('capture.received'),
  eventSchemaOf('liveness.challenged'),
  eventSchemaOf('liveness.received'),
  eventSchemaOf('step.submitted'),
  eventSchemaOf('step.analyzed'),
  eventSchemaOf('step.unanalyzed'),
  eventSchemaOf('session.submitted'),
  eventSchemaOf('session.frozen'),
  eventSchemaOf('session.purged'),
  eventSchemaOf('analysis.started'),
  eventSchemaOf('history.matched'),
  eventSchemaOf('list.matched'),
  eventSchemaOf('list.clear'),
  eventSchemaOf('list.not-run'),
  eventSchemaOf('session.analyzed'),
  eventSchemaOf('analysis.failed'),
  eventSchemaOf('analysis.released'),
  eventSchemaOf('analysis.requested'),
  eventSchemaOf('field.corrected'),
  eventSchemaOf('field.restored'),
  eventSchemaOf('corners.corrected'),
  eventSchemaOf('decision.made'),
  eventSchemaOf('decision.withdrawn'),
  eventSchemaOf('comment.added'),
]);
export type SessionEvent = z.infer<typeof sessionEventSchema>;
