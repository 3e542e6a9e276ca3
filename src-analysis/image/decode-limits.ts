/** What one file may cost. */
export interface DecodeLimits {
  readonly maxBytes: number;
  readonly maxPixels: number;
  readonly minSidePx: number;
  readonly timeoutMs: number;
}

/**
 * 50 MB: twice the largest phone JPEG or 600 dpi scan seen. 40 Mpx: 120 MB of RGB, above every main phone camera's
 * default mode and far below libvips' own limit of 268 Mpx. 64 px: a portrait smaller than that carries no face. 20 s:
 * a 40 Mpx AVIF takes 2-4 s on one core; the rest is slack for a busy machine.
 */
export const defaultDecodeLimits: DecodeLimits = {
  maxBytes: 50_000_000,
  maxPixels: 40_000_000,
  minSidePx: 64,
  timeoutMs: 20_000,
};
