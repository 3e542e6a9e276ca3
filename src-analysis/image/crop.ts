import type { Rect } from '#shared/domain/geometry.ts';
import type { Raster } from './raster.ts';

/**
 * The whole pixels inside `rectPx`, clipped to the image, as a raster of its own. A rectangle that misses the image
 * altogether gives the nearest single pixel: callers never meet an empty raster.
 */
export function crop<Channels extends 1 | 3>(image: Raster<Channels>, rectPx: Rect): Raster<Channels> {
  const { width: imageWidth, height: imageHeight, channels, data } = image;
  const left = Math.min(imageWidth - 1, Math.max(0, Math.floor(rectPx.x)));
  const top = Math.min(imageHeight - 1, Math.max(0, Math.floor(rectPx.y)));
  const right = Math.max(left + 1, Math.min(imageWidth, Math.ceil(rectPx.x + rectPx.width)));
  const bottom = Math.max(top + 1, Math.min(imageHeight, Math.ceil(rectPx.y + rectPx.height)));
  const [width, height] = [right - left, bottom - top];
  const stride = width * channels;
  const out = new Uint8Array(stride * height);
  for (let row = 0; row < height; row += 1) {
    const from = ((top + row) * imageWidth + left) * channels;
    out.set(data.subarray(from, from + stride), row * stride);
  }
  return { width, height, channels, data: out };
}
