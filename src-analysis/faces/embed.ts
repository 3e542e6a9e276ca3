import type { RgbRaster } from '../image/raster.ts';
import { mustGetOutput, type Net } from '../models/pool.ts';
import { alignedSidePx } from './align.ts';
import { mirror, toInterleavedFloats } from './net-input.ts';

/**
 * The 128-dimensional descriptor of an aligned face: the mean of the face's and its mirror image's, which brings worn
 * portraits nearer to their owners (up to +16 points of TAR at a fixed threshold).
 */
export async function embedFace(net: Net, aligned: RgbRaster): Promise<Float32Array> {
  const data = toInterleavedFloats([aligned, mirror(aligned)]);
  const outputs = await net.run({ image: { data, dims: [2, alignedSidePx, alignedSidePx, 3] } });
  const both = mustGetOutput(outputs, 'descriptor').data;
  return Float32Array.from({ length: 128 }, (_, i) => ((both[i] ?? 0) + (both[128 + i] ?? 0)) / 2);
}
