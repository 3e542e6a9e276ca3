import type { RgbRaster } from './raster.ts';
import { getSharp } from './sharp-loaders.ts';

/**
 * `resize` in native code and off the calling thread, several times faster on a picture of a phone: by averaging and a triangle
 * filter, without ringing. The same on every run, but not to the bit what `resize` gives.
 */
export async function resizeNatively(image: RgbRaster, width: number, height: number): Promise<RgbRaster> {
  if (width === image.width && height === image.height) return image;
  const { data } = await getSharp()(image.data, {
    raw: { width: image.width, height: image.height, channels: 3 },
  })
    .resize({ width, height, fit: 'fill', kernel: 'linear' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width, height, channels: 3, data };
}

/** Shrunk so that its long side is at most `longSidePx`, and by what to multiply its coordinates to get the image's. */
export async function shrinkNatively(
  image: RgbRaster,
  longSidePx: number,
): Promise<{ image: RgbRaster; toOriginal: number }> {
  const longSide = Math.max(image.width, image.height);
  if (longSide <= longSidePx) return { image, toOriginal: 1 };
  const toOriginal = longSide / longSidePx;
  const width = Math.max(1, Math.round(image.width / toOriginal));
  const height = Math.max(1, Math.round(image.height / toOriginal));
  return { image: await resizeNatively(image, width, height), toOriginal };
}
