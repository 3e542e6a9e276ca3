import { z } from 'zod';
import { commonErrors } from '#shared/api/api-errors.ts';
import { captureErrors } from '#shared/api/capture-contract.ts';
import type { CaptureId, SessionId } from '#shared/domain/ids.ts';
import type { Side } from '#shared/domain/scenario.ts';
import { imageErrors } from '#shared/rpc/contract.ts';

export const uploadErrors = [
  ...new Set([...captureErrors, ...commonErrors, ...imageErrors, 'disconnected' as const]),
];
export type UploadError = (typeof uploadErrors)[number];

export type UploadReply =
  { readonly ok: true; readonly sha256: string } | { readonly ok: false; readonly code: UploadError };

export interface Upload {
  readonly sessionId: SessionId;
  readonly captureId: CaptureId;
  readonly stepId: string;
  readonly side: Side;
  readonly file: Blob;
}

const receiptSchema = z.object({ sha256: z.string() });
const refusalSchema = z.object({ error: z.object({ code: z.string() }) });

/** Sends one file's bytes to main. Repeating it with the same ids and bytes changes nothing. */
export async function uploadCapture(
  { sessionId, captureId, stepId, side, file }: Upload,
  signal?: AbortSignal,
): Promise<UploadReply> {
  const query = new URLSearchParams({ stepId, side });
  const url = `/capture/${sessionId}/${captureId}?${query.toString()}`;
  let answer: unknown;
  try {
    const response = await fetch(url, {
      method: 'PUT',
      body: file,
      headers: { 'content-type': 'application/octet-stream' },
      ...(signal === undefined ? {} : { signal }),
    });
    answer = await response.json();
  } catch (error) {
    if (signal?.aborted === true) throw error;
    return { ok: false, code: 'disconnected' };
  }
  const receipt = receiptSchema.safeParse(answer);
  if (receipt.success) return { ok: true, sha256: receipt.data.sha256 };
  const refusal = refusalSchema.safeParse(answer);
  const code = uploadErrors.find((known) => refusal.success && known === refusal.data.error.code);
  return { ok: false, code: code ?? 'internal' };
}
