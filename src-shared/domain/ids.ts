import { z } from 'zod';

export const sessionIdSchema = z.uuid().brand<'SessionId'>();
export type SessionId = z.infer<typeof sessionIdSchema>;

export const captureIdSchema = z.uuid().brand<'CaptureId'>();
export type CaptureId = z.infer<typeof captureIdSchema>;

/** Lower-case hexadecimal SHA-256. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** An instant, ISO 8601 in UTC with milliseconds. */
export const instantSchema = z.iso.datetime();

/** A calendar day, ISO 8601. */
export const daySchema = z.iso.date();
