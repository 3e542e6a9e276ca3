import { createHash } from 'node:crypto';
import type { Kysely, Transaction } from 'kysely';
import type { CaptureReceipt } from '#shared/api/capture-contract.ts';
import { whyNotReceived } from '#shared/domain/decide.ts';
import type { Actor, NewEvent } from '#shared/domain/events.ts';
import type { CaptureId, SessionId } from '#shared/domain/ids.ts';
import type { Side } from '#shared/domain/scenario.ts';
import type { Clock } from '../clock.ts';
import type { Database, NewCaptureRow } from '../database/schema.ts';
import { isDatabaseAway } from '../database/is-database-away.ts';
import { fail, succeed, type Outcome } from '../errors.ts';
import { insertNewCaptures } from '../repositories/capture-rows.ts';
import { seal } from '../sealing/seal.ts';
import { findReceipt, placeOfCapture, type PutCode } from './capture-receipt.ts';
import type { EventLog, OpenSession } from './event-log.ts';
import { runTogether } from './run-together.ts';
import { sniffMediaType, sniffedBytes } from './sniff-media-type.ts';

/** Below this a file of its own, with a sync for itself and one for its folder, costs more than the picture's bytes do in a row. */
export const mostSmallBytes = 16 * 1024;
/** More in one transaction would only make the first of them wait. */
const mostAtOnce = 128;
/** Measured with 64 connections: beside another transaction, one for fewer costs more than it saves. */
const fewestBeside = 20;

export interface SmallCapture {
  readonly sessionId: SessionId;
  readonly captureId: CaptureId;
  readonly stepId: string;
  readonly side: Side;
  readonly bytes: Buffer;
  readonly actor: Actor;
}

/**
 * Takes captures of at most {@link mostSmallBytes}, those of one moment in one transaction: each sealed into its row beside its event, and
 * on disk with both or not at all.
 */
export function createSmallCaptures(deps: {
  readonly db: Kysely<Database>;
  readonly eventLog: EventLog;
  readonly now: Clock;
}): (capture: SmallCapture) => Promise<Outcome<CaptureReceipt, PutCode>> {
  const { db, eventLog, now } = deps;

  /** What is already known of a capture: its receipt, or why there is none. Undefined for one that is to be taken. */
  function answerOf(
    { captureId, stepId, side, bytes }: SmallCapture,
    open: OpenSession | undefined,
    sha256: string,
  ): Outcome<CaptureReceipt, PutCode> | undefined {
    if (open === undefined) return fail('not-found');
    const receipt = findReceipt(open, captureId);
    const refusal = whyNotReceived(open.session, { stepId, side }, now());
    if (refusal !== null && (refusal === 'unknown-step' || receipt === undefined)) return fail(refusal);
    if (bytes.length === 0) return fail('empty-file');
    if (receipt !== undefined) return receipt.sha256 === sha256 ? succeed(receipt) : fail('capture-exists');
    return undefined;
  }

  async function takeAll(
    trx: Transaction<Database>,
    captures: readonly SmallCapture[],
  ): Promise<readonly Outcome<CaptureReceipt, PutCode>[]> {
    const opened = await eventLog.openManyForUpdate(
      trx,
      captures.map(({ sessionId }) => sessionId),
    );
    const answers = new Map<SmallCapture, Outcome<CaptureReceipt, PutCode>>();
    const wanted: { capture: SmallCapture; open: OpenSession; row: NewCaptureRow; event: NewEvent }[] = [];
    for (const capture of captures) {
      const { sessionId, captureId, stepId, side, bytes, actor } = capture;
      const open = opened.get(sessionId);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const answer = answerOf(capture, open, sha256);
      if (answer !== undefined || open === undefined) {
        answers.set(capture, answer ?? fail('not-found'));
        continue;
      }
      const byteLength = bytes.length;
      const mediaType = sniffMediaType(bytes.subarray(0, sniffedBytes));
      wanted.push({
        capture,
        open,
        row: {
          id: captureId,
          session_id: sessionId,
          step_id: stepId,
          side,
          media_type: mediaType,
          blob: null,
          sealed: seal(open.key, placeOfCapture(sessionId, captureId), bytes),
          byte_length: byteLength,
        },
        event: {
          type: 'capture.received',
          actor,
          at: now(),
          body: { captureId, stepId, side, sha256, byteLength, mediaType },
        },
      });
      answers.set(capture, succeed({ captureId, sha256, byteLength }));
    }
    // An id that is taken is another session's.
    const added = await insertNewCaptures(
      trx,
      wanted.map(({ row }) => row),
    );
    const additions = wanted.filter(({ row, capture }) => {
      if (added.has(row.id)) return true;
      answers.set(capture, fail('capture-exists'));
      return false;
    });
    if (additions.length > 0)
      await eventLog.appendMany(
        trx,
        additions.map(({ open, event }) => ({ open, events: [event] })),
      );
    return captures.map((capture) => answers.get(capture) ?? fail('not-found'));
  }

  const together = runTogether<SmallCapture, Outcome<CaptureReceipt, PutCode>>({
    work: (captures) => db.transaction().execute((trx) => takeAll(trx, captures)),
    keysOf: ({ sessionId, captureId }) => [sessionId, captureId],
    // A broken history, say; where the database is away, it is so for all.
    isOwnFault: (error) => !isDatabaseAway(error),
    most: mostAtOnce,
    fewestBeside,
  });
  return (capture) => together.run(capture);
}

/** The bytes of a stream that ends within {@link mostSmallBytes}, or the whole stream again. */
export async function readSmall(stream: AsyncIterable<Buffer>): Promise<Buffer | AsyncIterable<Buffer>> {
  const iterator = stream[Symbol.asyncIterator]();
  const chunks: Buffer[] = [];
  let byteLength = 0;
  while (byteLength <= mostSmallBytes) {
    const next = await iterator.next();
    if (next.done === true) return Buffer.concat(chunks);
    chunks.push(next.value);
    byteLength += next.value.length;
  }
  return (async function* () {
    try {
      yield* chunks;
      for (let next = await iterator.next(); next.done !== true; next = await iterator.next())
        yield next.value;
    } finally {
      await iterator.return?.();
    }
  })();
}
