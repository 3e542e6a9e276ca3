import { z } from 'zod';
import { instantSchema } from '../domain/ids.ts';
import { languages } from '../domain/language.ts';
import { maxLinksAtOnce } from '../domain/link.ts';

/** What is printed on a sheet of links, by `PUT /export/qr-sheet`. */
export const qrSheetSchema = z.strictObject({
  language: z.enum(languages),
  /** As the person reads it, under each code. */
  scenarioName: z.string().min(1).max(200),
  /** IANA name of the reader's time zone, such as `Europe/Berlin`. */
  timeZone: z.string().max(100),
  links: z
    .array(
      z.strictObject({
        url: z.url({ protocol: /^https?$/ }).max(2000),
        expiresAt: instantSchema,
        clientKey: z.string().max(200).nullable(),
        /** What lists tell the link by; part of no address. */
        shortId: z.string().max(20),
      }),
    )
    .min(1)
    .max(maxLinksAtOnce),
});
export type QrSheet = z.infer<typeof qrSheetSchema>;
