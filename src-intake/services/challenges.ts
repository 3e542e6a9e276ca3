import { randomInt } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { Kysely } from 'kysely';
import { challengeEnd, whyClosed, whyNotChallenged } from '#shared/domain/decide.ts';
import type { Actor, EventBody, SessionEvent } from '#shared/domain/events.ts';
import type { SessionId } from '#shared/domain/ids.ts';
import {
  drawActions,
  maxFrameBytes,
  needsChallenge,
  whyFramesNotReceived,
  type FramesRefusal,
  type LivenessAction,
  type LivenessFrame,
} from '#shared/domain/liveness.ts';
import type { Session } from '#shared/domain/session.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import { fail, succeed, type Outcome } from '../errors.ts';
import { findCapture, insertCapture } from '../repositories/capture-rows.ts';
import { discardBlobs, type BlobStore, type StoredBlob } from './blob-store.ts';
import { placeOfCapture } from './capture-receipt.ts';
import type { EventLog, OpenSession } from './event-log.ts';

export interface Challenge {
  readonly challengeId: string;
  readonly attempt: number;
  readonly actions: readonly LivenessAction[];
  readonly expiresAt: string;
  /** Until `expiresAt`, for a phone whose clock is wrong. */
  readonly leftMs: number;
}

export interface FrameBatch {
  readonly sessionId: SessionId;
  readonly stepId: string;
  readonly challengeId: string;
  readonly batchId: string;
  readonly frames: readonly (LivenessFrame & { readonly bytes: Buffer })[];
  readonly actor: Actor;
}

type Closed = NonNullable<ReturnType<typeof whyClosed>>;
type DrawCode = 'not-found' | 'challenge-over' | NonNullable<ReturnType<typeof whyNotChallenged>>;
type ReceiveCode =
  | 'not-found'
  | 'unknown-step'
  | 'step-closed'
  | 'capture-exists'
  | 'too-many-bytes'
  | 'empty-file'
  | FramesRefusal
  | Closed;

/** Challenges of liveness steps, and the frames that answer them. */
export interface Challenges {
  /** Draws a challenge, which takes the place of the step's earlier one. The same id again gives the same challenge, while it is the last. */
  draw(request: {
    readonly sessionId: SessionId;
    readonly stepId: string;
    readonly challengeId: string;
    readonly actor: Actor;
  }): Promise<Outcome<Challenge, DrawCode>>;
  /** Takes a batch of frames, whole or not at all; the same batch again is received once. Answers how many the challenge has. */
  receive(batch: FrameBatch): Promise<Outcome<{ received: number }, ReceiveCode>>;
}

function toChallenge(
  { challengeId, attempt, actions, expiresAt }: Omit<Challenge, 'leftMs'>,
  now: string,
): Challenge {
  const leftMs = Math.max(0, Date.parse(expiresAt) - Date.parse(now));
  return { challengeId, attempt, actions, expiresAt, leftMs };
}

function drawnIn(events: readonly SessionEvent[]): readonly EventBody<'liveness.challenged'>[] {
  return events.flatMap((event) => (event.type === 'liveness.challenged' ? [event.body] : []));
}

/** Why frames cannot come in at all, before they are looked at. */
function whyNoFrames(
  session: Session,
  { stepId, challengeId, frames }: FrameBatch,
  now: string,
): Exclude<ReceiveCode, 'not-found'> | null {
  const step = session.scenario.steps.find(({ id }) => id === stepId);
  const known = session.steps.find(({ id }) => id === stepId);
  if (step === undefined || known === undefined || !needsChallenge(session, step)) return 'unknown-step';
  const closed = whyClosed(session, now);
  if (closed !== null) return closed;
  if (known.state !== 'open') return 'step-closed';
  return whyFramesNotReceived(known.liveness, challengeId, frames, now);
}

/** The batch of this id as it came in, if it did. */
function findBatch({ events }: OpenSession, batchId: string): EventBody<'liveness.received'> | undefined {
  for (const event of events)
    if (event.type === 'liveness.received' && event.body.batchId === batchId) return event.body;
  return undefined;
}

/** Challenges over the event log. Frames are sealed on disk first, then told by one event, as captures are. */
export function createChallenges(deps: {
  readonly db: Kysely<Database>;
  readonly eventLog: EventLog;
  readonly blobs: BlobStore;
  readonly now: Clock;
}): Challenges {
  const { db, eventLog, blobs, now } = deps;

  const countOf = ({ steps }: Session, stepId: string): number =>
    steps.find(({ id }) => id === stepId)?.liveness?.frames.length ?? 0;

  return {
    draw: ({ sessionId, stepId, challengeId, actor }) =>
      db.transaction().execute(async (trx): Promise<Outcome<Challenge, DrawCode>> => {
        const open = await eventLog.openForUpdate(trx, sessionId);
        if (open === undefined) return fail('not-found');
        const at = now();
        const { session } = open;
        const drawn = drawnIn(open.events);
        const refusal = whyNotChallenged(session, stepId, at);
        if (refusal !== null && refusal !== 'challenges-exhausted') return fail(refusal);
        const current = session.steps.find(({ id }) => id === stepId)?.liveness ?? null;
        if (current?.challengeId === challengeId) return succeed(toChallenge(current, at));
        // Of another step, or replaced by a later one: asking again must not bring it back.
        if (drawn.some((body) => body.challengeId === challengeId)) return fail('challenge-over');
        if (refusal !== null) return fail(refusal);
        const attempt = (session.steps.find(({ id }) => id === stepId)?.attempts ?? 0) + 1;
        const earlier = drawn.filter((body) => body.stepId === stepId).map(({ actions }) => actions);
        const actions = [...drawActions(earlier, (limit) => randomInt(limit))];
        const body = { stepId, challengeId, attempt, actions, expiresAt: challengeEnd(at) };
        await eventLog.append(trx, open, [{ type: 'liveness.challenged', actor, at, body }]);
        return succeed(toChallenge(body, at));
      }),

    async receive(batch) {
      const { sessionId, stepId, challengeId, batchId, actor } = batch;
      const before = await eventLog.open(db, sessionId);
      if (before === undefined) return fail('not-found');
      const isRepeat = findBatch(before, batchId) !== undefined;
      const early = whyNoFrames(before.session, batch, now());
      if (early !== null && (early === 'unknown-step' || !isRepeat)) return fail(early);

      const stored: StoredBlob[] = [];
      let isKept = false;
      try {
        for (const { captureId, bytes } of batch.frames) {
          const place = placeOfCapture(sessionId, captureId);
          const blob = await blobs.write(one(bytes), { key: before.key, place, maxBytes: maxFrameBytes });
          if (blob === 'too-many-bytes') return fail(blob);
          stored.push(blob);
          if (blob.byteLength === 0) return fail('empty-file');
          if (blob.mediaType !== 'image/jpeg') return fail('frames-invalid');
        }
        const frames = batch.frames.flatMap(({ captureId, actionIndex, atMs }, place) => {
          const blob = stored[place];
          return blob === undefined
            ? []
            : [{ captureId, actionIndex, atMs, sha256: blob.sha256, byteLength: blob.byteLength }];
        });
        const body = { stepId, challengeId, batchId, frames };
        // Should the transaction throw, its commit may have arrived all the same; the sweep for stray blobs knows later.
        isKept = true;
        const outcome = await db
          .transaction()
          .execute(async (trx): Promise<Outcome<{ received: number }, ReceiveCode> & { isNew?: true }> => {
            const open = await eventLog.openForUpdate(trx, sessionId);
            // Purged meanwhile.
            if (open === undefined) return fail('not-found');
            const earlier = findBatch(open, batchId);
            if (earlier !== undefined)
              return isDeepStrictEqual(earlier, body)
                ? succeed({ received: countOf(open.session, stepId) })
                : fail('capture-exists');
            const at = now();
            const refusal = whyNoFrames(open.session, batch, at);
            if (refusal !== null) return fail(refusal);
            for (const [place, { captureId }] of batch.frames.entries()) {
              const blob = stored[place];
              if (blob === undefined || (await findCapture(trx, captureId)) !== undefined)
                return fail('capture-exists');
              await insertCapture(trx, {
                id: captureId,
                session_id: sessionId,
                step_id: stepId,
                side: 'liveness',
                media_type: blob.mediaType,
                blob: blob.address,
                byte_length: blob.byteLength,
              });
            }
            await eventLog.append(trx, open, [{ type: 'liveness.received', actor, at, body }]);
            return { ...succeed({ received: countOf(open.session, stepId) + frames.length }), isNew: true };
          });
        isKept = outcome.isNew === true;
        return outcome.ok ? succeed(outcome.value) : fail(outcome.code);
      } finally {
        if (!isKept)
          await discardBlobs(
            blobs,
            stored.map(({ address }) => address),
          );
      }
    },
  };
}

async function* one(bytes: Buffer): AsyncGenerator<Buffer> {
  yield await Promise.resolve(bytes);
}
