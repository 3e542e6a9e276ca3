import type { CaptureReceipt } from '#shared/api/capture-contract.ts';
import type { whyNotReceived } from '#shared/domain/decide.ts';
import type { CaptureId, SessionId } from '#shared/domain/ids.ts';
import type { OpenSession } from './event-log.ts';

/** Why a capture is not taken. */
export type PutCode =
  | 'not-found'
  | 'too-many-bytes'
  | 'empty-file'
  | 'capture-exists'
  | NonNullable<ReturnType<typeof whyNotReceived>>;

/** What the seal of a capture, or of a frame, is bound to: moved elsewhere, it does not open. */
export function placeOfCapture(sessionId: SessionId, captureId: CaptureId): string {
  return JSON.stringify(['capture', sessionId, captureId]);
}

/** What was answered to the capture when it was taken; undefined when it was not. */
export function findReceipt({ events }: OpenSession, captureId: CaptureId): CaptureReceipt | undefined {
  for (const event of events) {
    if (event.type === 'capture.received' && event.body.captureId === captureId) {
      return { captureId, sha256: event.body.sha256, byteLength: event.body.byteLength };
    }
  }
  return undefined;
}
