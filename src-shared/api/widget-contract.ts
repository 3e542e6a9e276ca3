import { z } from 'zod';

/** Where the intake serves the widget's script, and its types beside it. */
export const widgetScriptPath = '/widget.js';
export const widgetTypesPath = '/widget.d.ts';
/** Which origins may show the capture page in a frame; asked by the page itself when it is in one. */
export const embedOriginsPath = '/c/embed.json';

/** A JWE of such a key, with a generous header and every character four bytes long, is below it. */
const maxEncryptedLength = 1024;

/**
 * What the widget's script asks of the intake from the page of another site: by CORS, without cookies. The browser's word in the header
 * `Origin` must be among the intake's `embedOrigins`; other programs can write there what they like.
 */
export const widgetApi = {
  /** Whether this page may show the capture page; `origin-not-allowed` when not. */
  allowed: {
    method: 'GET',
    path: '/api/widget/v1/allowed',
    input: z.strictObject({}),
    output: z.strictObject({ allowed: z.literal(true) }),
  },
  /** Makes a one-time link of a scenario that allows it. */
  begin: {
    method: 'POST',
    path: '/api/widget/v1/begin',
    input: z.strictObject({
      schemaId: z.string().min(1).max(64),
      /** Plain, or encrypted as compact JWE, which is always longer than a plain one may be. */
      clientKey: z.string().min(1).max(maxEncryptedLength),
    }),
    output: z.strictObject({ link: z.string() }),
  },
} as const;

export const widgetErrors = [
  /** The page's origin is not among the intake's `embedOrigins`. */
  'origin-not-allowed',
  /** No scenario of this id is active and lets the widget begin. */
  'scenario-not-found',
  /** Too long, or encrypted under another secret, or over, or plain where it must be encrypted. */
  'client-key-invalid',
  'too-many-requests',
  'invalid-request',
  'internal',
] as const;
export type WidgetErrorCode = (typeof widgetErrors)[number];
