import { z } from 'zod';
import { captureIdSchema, sha256Schema } from '../domain/ids.ts';
import type { commonErrors } from './api-errors.ts';

/** 50 MB: a 40-megapixel picture in the least compressing format that phones write. */
export const maxCaptureBytes = 50 * 1024 * 1024;

export const captureReceiptSchema = z.strictObject({
  captureId: captureIdSchema,
  sha256: sha256Schema,
  byteLength: z.int(),
});
export type CaptureReceipt = z.infer<typeof captureReceiptSchema>;
/** Codes of `PUT …/captures/:captureId` beside `commonErrors`. */
export const captureErrors = [
  'too-many-bytes',
  'empty-file',
  'already-submitted',
  'session-frozen',
  'session-blocked',
  'step-closed',
  'capture-exists',
  'unknown-step',
] as const;
export type CaptureErrorCode = (typeof captureErrors)[number] | (typeof commonErrors)[number];
