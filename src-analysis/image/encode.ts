import type { Raster } from './raster.ts';
import { getSharp } from './sharp-loaders.ts';

export interface EncodeOptions {
  readonly format: 'jpeg' | 'png' | 'webp';
  /** 1..100 for JPEG and WebP; 85 shows no artifacts an analyst would take for forgery at a third of the size of 95. */
  readonly quality?: number;
  /** Shrinks to this long side first. */
  readonly maxSidePx?: number;
}

/** The raster as a picture file, without any metadata of the capture. For cut-outs and thumbnails shown to people. */
export async function encodeImage(image: Raster, options: EncodeOptions): Promise<Uint8Array> {
  const { width, height, channels, data } = image;
  const { format, quality = 85, maxSidePx } = options;
  let pipeline = getSharp()(data, { raw: { width, height, channels } });
  if (maxSidePx !== undefined) {
    pipeline = pipeline.resize({
      width: maxSidePx,
      height: maxSidePx,
      fit: 'inside',
      withoutEnlargement: true,
    });
  }
  const encoded = pipeline.toFormat(format, format === 'png' ? {} : { quality });
  return new Uint8Array(await encoded.toBuffer());
}
