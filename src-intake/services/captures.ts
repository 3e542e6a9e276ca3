import type { Kysely } from 'kysely';
import { maxCaptureBytes, type CaptureReceipt } from '#shared/api/capture-contract.ts';
import type { CaptureId, SessionId } from '#shared/domain/ids.ts';
import type { Side } from '#shared/domain/scenario.ts';
import { whyNotReceived } from '#shared/domain/decide.ts';
import type { Actor } from '#shared/domain/events.ts';
import { must } from '#shared/lib/invariant.ts';
import type { Clock } from '../clock.ts';
import type { Database } from '../database/schema.ts';
import { fail, succeed, type Outcome } from '../errors.ts';
import { findCapture, insertCapture } from '../repositories/capture-rows.ts';
import { findSession } from '../repositories/session-rows.ts';
import type { Keyring } from '../sealing/keyring.ts';
import { unseal } from '../sealing/seal.ts';
import { discardBlobs, type BlobStore } from './blob-store.ts';
import type { EventLog } from './event-log.ts';
import { findReceipt, placeOfCapture, type PutCode } from './capture-receipt.ts';
import { createSmallCaptures, readSmall } from './small-captures.ts';

export interface Captures {
  /** Takes a file into a session. The same bytes under the same id again are received once; any bytes are taken. */
  put(request: {
    readonly sessionId: SessionId;
    readonly captureId: CaptureId;
    readonly stepId: string;
    readonly side: Side;
    readonly stream: AsyncIterable<Buffer>;
    readonly actor: Actor;
  }): Promise<Outcome<CaptureReceipt, PutCode>>;
  /** Of which session it is; undefined where there is none. */
  findSessionId(captureId: CaptureId): Promise<SessionId | undefined>;
  read(captureId: CaptureId): Promise<Outcome<{ bytes: Buffer; mediaType: string }, 'not-found'>>;
}

/** Captures: sealed in the store first, then an event, so that no event ever names a file that is not there. */
export function createCaptures(deps: {
  readonly db: Kysely<Database>;
  readonly eventLog: EventLog;
  readonly blobs: BlobStore;
  readonly keyring: Keyring;
  readonly now: Clock;
}): Captures {
  const { db, eventLog, blobs, keyring, now } = deps;
  const putSmall = createSmallCaptures({ db, eventLog, now });
  return {
    async put({ sessionId, captureId, stepId, side, stream: given, actor }) {
      const stream = await readSmall(given);
      if (Buffer.isBuffer(stream))
        return putSmall({ sessionId, captureId, stepId, side, bytes: stream, actor });
      const before = await eventLog.open(db, sessionId);
      if (before === undefined) return fail('not-found');
      const refusal = whyNotReceived(before.session, { stepId, side }, now());
      const isRepeat = findReceipt(before, captureId) !== undefined;
      if (refusal !== null && (refusal === 'unknown-step' || !isRepeat)) return fail(refusal);

      const blob = await blobs.write(stream, {
        key: before.key,
        place: placeOfCapture(sessionId, captureId),
        maxBytes: maxCaptureBytes,
      });
      if (blob === 'too-many-bytes') return fail('too-many-bytes');
      const { sha256, byteLength, mediaType } = blob;
      const outcome = await db
        .transaction()
        .execute(async (trx): Promise<Outcome<CaptureReceipt, PutCode> & { isNew?: true }> => {
          const open = await eventLog.openForUpdate(trx, sessionId);
          // Purged meanwhile.
          if (open === undefined) return fail('not-found');
          const receipt = findReceipt(open, captureId);
          if (receipt !== undefined)
            return receipt.sha256 === sha256 ? succeed(receipt) : fail('capture-exists');
          if ((await findCapture(trx, captureId)) !== undefined) return fail('capture-exists');
          const refusal = whyNotReceived(open.session, { stepId, side }, now());
          if (refusal !== null) return fail(refusal);
          await insertCapture(trx, {
            id: captureId,
            session_id: sessionId,
            step_id: stepId,
            side,
            media_type: mediaType,
            blob: blob.address,
            sealed: null,
            byte_length: byteLength,
          });
          const body = { captureId, stepId, side, sha256, byteLength, mediaType };
          await eventLog.append(trx, open, [{ type: 'capture.received', actor, at: now(), body }]);
          return { ...succeed({ captureId, sha256, byteLength }), isNew: true };
        });
      // Not where the transaction threw: its commit may have arrived all the same. The sweep for stray blobs knows later.
      if (outcome.isNew !== true) await discardBlobs(blobs, [blob.address]);
      return outcome.ok ? succeed(outcome.value) : fail(outcome.code);
    },
    findSessionId: async (captureId) => (await findCapture(db, captureId))?.session_id,
    async read(captureId) {
      const capture = await findCapture(db, captureId);
      const session = capture && (await findSession(db, capture.session_id, { forUpdate: false }));
      if (capture === undefined || session === undefined || session.wrapped_key === null)
        return fail('not-found');
      const key = keyring.openSessionKey(session.id, session.wrapped_key);
      const place = placeOfCapture(session.id, captureId);
      const bytes =
        capture.blob === null
          ? unseal(key, place, must(capture.sealed, 'a capture lies somewhere'))
          : await blobs.read(capture.blob, { key, place });
      return succeed({ bytes, mediaType: capture.media_type });
    },
  };
}
