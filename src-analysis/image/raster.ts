/**
 * Decoded pixels: row-major, interleaved, 8 bits per channel, sRGB when `channels` is 3 (R, G, B), luma when 1.
 * `data.length === width * height * channels`. Never mutated once made, so it may be shared between features.
 */
export interface Raster<Channels extends 1 | 3 = 1 | 3> {
  readonly width: number;
  readonly height: number;
  readonly channels: Channels;
  readonly data: Uint8Array;
}

export type RgbRaster = Raster<3>;
export type GrayRaster = Raster<1>;
