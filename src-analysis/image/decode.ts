import type { Metadata, Sharp } from 'sharp';
import { defaultDecodeLimits, type DecodeLimits } from './decode-limits.ts';
import { decodeHeic } from './decode-heic.ts';
import { decodePdf } from './decode-pdf.ts';
import type { DecodeRefusal } from './decode-refusal.ts';
import { readExifFacts, type ExifFacts } from './exif-facts.ts';
import { isTruncated } from './find-end.ts';
import { findHeicHeader } from './heic-header.ts';
import type { RgbRaster } from './raster.ts';
import { getSharp } from './sharp-loaders.ts';
import { sniffFormat } from './sniff-format.ts';
import { displayP3Profile, toSrgb } from './to-srgb.ts';

export type DecodedFormat = 'jpeg' | 'png' | 'webp' | 'avif' | 'heic' | 'pdf';

/** What the file said of itself. */
export interface DecodedInfo {
  readonly format: DecodedFormat;
  /** Pixels as stored, before orientation; for a PDF those of the rendered page. */
  readonly originalWidth: number;
  readonly originalHeight: number;
  /** EXIF orientation as found, 1..8; already applied to the image. 1 where there is none. */
  readonly orientation: number;
  /** Pages of a PDF. */
  readonly pages?: number;
  readonly hadProfile: boolean;
  readonly exif: ExifFacts;
}

export type DecodeResult =
  | { readonly ok: true; readonly image: RgbRaster; readonly info: DecodedInfo }
  | { readonly ok: false; readonly code: DecodeRefusal };

export interface DecodeOptions {
  readonly signal?: AbortSignal;
  readonly limits?: Partial<DecodeLimits>;
  /** Page of a PDF, from 0. */
  readonly page?: number;
}

/**
 * Bytes of unknown origin to upright sRGB pixels on white, at full resolution. Bad input of any kind is a refusal with a
 * code, never an exception; the promise rejects only with the reason of `signal`. Limits are applied to the header before
 * a pixel is decoded. The format is decided by the bytes alone.
 */
export async function decodeImage(bytes: Uint8Array, options: DecodeOptions = {}): Promise<DecodeResult> {
  const limits = { ...defaultDecodeLimits, ...options.limits };
  options.signal?.throwIfAborted();
  if (bytes.length === 0) return { ok: false, code: 'empty-file' };
  if (bytes.length > limits.maxBytes) return { ok: false, code: 'too-many-bytes' };
  const format = sniffFormat(bytes);
  if (format === 'unknown') return { ok: false, code: 'unknown-format' };
  if (format === 'other-picture') return { ok: false, code: 'unsupported-format' };
  if (format === 'pdf') return decodePdfPage(bytes, options.page ?? 0, limits, options.signal);
  if (format === 'heic') return decodeHeicPicture(bytes, limits, options.signal);
  return decodeBySharp(bytes, format, limits, options.signal);
}

async function decodePdfPage(
  bytes: Uint8Array,
  page: number,
  limits: DecodeLimits,
  signal: AbortSignal | undefined,
): Promise<DecodeResult> {
  const result = await decodePdf(bytes, page, limits);
  signal?.throwIfAborted();
  if (!result.ok) return result;
  const { image, pages } = result;
  const info: DecodedInfo = {
    format: 'pdf',
    originalWidth: image.width,
    originalHeight: image.height,
    orientation: 1,
    pages,
    hadProfile: false,
    exif: {},
  };
  return { ok: true, image, info };
}

async function decodeHeicPicture(
  bytes: Uint8Array,
  limits: DecodeLimits,
  signal: AbortSignal | undefined,
): Promise<DecodeResult> {
  if (isTruncated(bytes, 'heic')) return { ok: false, code: 'truncated' };
  const header = findHeicHeader(bytes);
  if (header.largestPixels > limits.maxPixels) return { ok: false, code: 'too-many-pixels' };
  const result = await decodeHeic(bytes, limits);
  signal?.throwIfAborted();
  if (!result.ok) return result;
  const info: DecodedInfo = {
    format: 'heic',
    originalWidth: result.image.width,
    originalHeight: result.image.height,
    orientation: 1, // the container's own rotation, applied by the decoder; its EXIF copy must not be applied again
    hadProfile: header.hasProfile,
    exif: header.exif === undefined ? {} : readExifFacts(header.exif),
  };
  const profile = header.profile ?? (header.namesDisplayP3 ? await displayP3Profile() : undefined);
  const image = profile === undefined ? result.image : await toSrgb(result.image, profile);
  signal?.throwIfAborted();
  return { ok: true, image, info };
}

async function decodeBySharp(
  bytes: Uint8Array,
  format: 'jpeg' | 'png' | 'webp' | 'avif',
  limits: DecodeLimits,
  signal: AbortSignal | undefined,
): Promise<DecodeResult> {
  const sharp = getSharp();
  const truncated = isTruncated(bytes, format);
  let metadata: Metadata;
  try {
    metadata = await sharp(bytes, { limitInputPixels: false, failOn: 'none' }).metadata();
  } catch {
    return { ok: false, code: truncated ? 'truncated' : 'damaged' };
  }
  const { width, height, orientation = 1 } = metadata;
  if (width * height > limits.maxPixels) return { ok: false, code: 'too-many-pixels' };
  if (Math.min(width, height) < limits.minSidePx) return { ok: false, code: 'too-small' };
  if ((metadata.pages ?? 1) > 1) return { ok: false, code: 'animated' };
  if (truncated) return { ok: false, code: 'truncated' };
  signal?.throwIfAborted();

  // Serious decoding errors refuse the file; mere warnings (stray bytes between markers) are common in phone JPEGs.
  const pipeline = sharp(bytes, { limitInputPixels: limits.maxPixels, failOn: 'error', sequentialRead: true })
    .timeout({ seconds: Math.max(1, Math.round(limits.timeoutMs / 1000)) })
    .autoOrient()
    .flatten({ background: '#fff' })
    .toColourspace('srgb')
    .raw({ depth: 'uchar' });
  const decoded = await toRaster(pipeline);
  signal?.throwIfAborted();
  if (!decoded.ok) return decoded;
  const info: DecodedInfo = {
    format,
    originalWidth: width,
    originalHeight: height,
    orientation,
    hadProfile: metadata.hasProfile,
    exif: metadata.exif === undefined ? {} : readExifFacts(metadata.exif),
  };
  return { ok: true, image: decoded.image, info };
}

type RasterResult =
  { readonly ok: true; readonly image: RgbRaster } | { readonly ok: false; readonly code: DecodeRefusal };

async function toRaster(pipeline: Sharp): Promise<RasterResult> {
  try {
    const { data, info } = await pipeline.toBuffer({ resolveWithObject: true });
    if (info.channels !== 3) return { ok: false, code: 'damaged' };
    const pixels = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
    return { ok: true, image: { width: info.width, height: info.height, channels: 3, data: pixels } };
  } catch (error) {
    const text = error instanceof Error ? error.message : '';
    if (/timeout/i.test(text)) return { ok: false, code: 'timed-out' };
    if (/premature end|truncated/i.test(text)) return { ok: false, code: 'truncated' };
    return { ok: false, code: 'damaged' };
  }
}
