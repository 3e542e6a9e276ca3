import type { Homography } from '#shared/domain/homography.ts';
import type { Raster } from '#analysis/image/raster.ts';

/** A page with room above and below it. */
export interface Bent<Channels extends 1 | 3> {
  readonly image: Raster<Channels>;
  /** Rows of room. */
  readonly marginPx: number;
}

/**
 * The page arched as an open booklet's is: columns are shifted up or down along an arc that leaves the corners where they are. `bend` is
 * the arc's height as a share of the page's, positive downwards; what is beyond the page is black.
 */
export function bentPage<Channels extends 1 | 3>(page: Raster<Channels>, bend: number): Bent<Channels> {
  const { width, height, channels, data } = page;
  const marginPx = Math.ceil(Math.abs(bend) * height);
  const outHeight = height + 2 * marginPx;
  const out = new Uint8Array(width * outHeight * channels);
  for (let x = 0; x < width; x += 1) {
    const t = (x + 0.5) / width;
    const shift = bend * height * 4 * t * (1 - t);
    for (let y = 0; y < outHeight; y += 1) {
      const from = y - marginPx - shift;
      const row = Math.floor(from);
      const part = from - row;
      for (let c = 0; c < channels; c += 1) {
        const at = (r: number): number =>
          r < 0 || r >= height ? 0 : (data[(r * width + x) * channels + c] ?? 0);
        out[(y * width + x) * channels + c] = at(row) * (1 - part) + at(row + 1) * part + 0.5;
      }
    }
  }
  return { image: { width, height: outHeight, channels, data: out }, marginPx };
}

/** A mapping to pixels of the page as one to pixels of the page with room above it. */
export function withMargin([a, b, c, d, e, f, g, h]: Homography, marginPx: number): Homography {
  return [a, b, c, d + marginPx * g, e + marginPx * h, f + marginPx, g, h];
}
