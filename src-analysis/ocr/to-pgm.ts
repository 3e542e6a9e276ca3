import type { GrayRaster } from '../image/raster.ts';

/** The raster as a binary PGM file: no encoding to wait for, and Leptonica reads it from a pipe. */
export function toPgm({ width, height, data }: GrayRaster): Buffer {
  const header = Buffer.from(`P5\n${String(width)} ${String(height)}\n255\n`, 'latin1');
  return Buffer.concat([header, data]);
}
