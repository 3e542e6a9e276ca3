import { z } from 'zod';

/** Lower case, whatever case it came in: ids are compared as text and hashed into the chain. */
export const sessionIdSchema = z.uuid().toLowerCase().brand<'SessionId'>();
export type SessionId = z.infer<typeof sessionIdSchema>;

/** Lower case, as {@link sessionIdSchema}. */
export const captureIdSchema = z.uuid().toLowerCase().brand<'CaptureId'>();
export type CaptureId = z.infer<typeof captureIdSchema>;

/** Lower-case hexadecimal SHA-256. */
export const sha256Schema = z.string().regex(/^[0-9a-f]{64}$/);

/** An instant, ISO 8601 in UTC with milliseconds. */
export const instantSchema = z.iso.datetime();

/** A calendar day, ISO 8601. */
export const daySchema = z.iso.date();
