import type { GrayRaster, Raster } from './raster.ts';

/** Luma by BT.601 weights (the ones libjpeg uses), rounded; a gray raster is returned as it is. */
export function toGray(image: Raster): GrayRaster {
  const { width, height, channels, data } = image;
  if (channels === 1) return { width, height, channels: 1, data };
  const gray = new Uint8Array(width * height);
  // 77 + 150 + 29 = 256: the weights in 8-bit fixed point.
  for (let from = 0, to = 0; to < gray.length; from += 3, to += 1) {
    gray[to] = (77 * (data[from] ?? 0) + 150 * (data[from + 1] ?? 0) + 29 * (data[from + 2] ?? 0) + 128) >> 8;
  }
  return { width, height, channels: 1, data: gray };
}
