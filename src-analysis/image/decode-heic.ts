import { createRequire } from 'node:module';
import type { RgbRaster } from './raster.ts';
import type { DecodeLimits } from './decode-limits.ts';
import type { DecodeRefusal } from './decode-refusal.ts';

interface HeifImage {
  get_width(): number;
  get_height(): number;
  is_primary?(): boolean;
  display(
    target: { data: Uint8ClampedArray; width: number; height: number },
    done: (filled: { data: Uint8ClampedArray } | null) => void,
  ): void;
  free(): void;
}

interface Libheif {
  readonly HeifDecoder: new () => { decode(bytes: Uint8Array): HeifImage[] };
}

/** A HEIC picture as decoded: oriented already (`irot`, `imir`), its colors still in the file's own space, which the container names. */
export type HeicResult =
  { readonly ok: true; readonly image: RgbRaster } | { readonly ok: false; readonly code: DecodeRefusal };

let loaded: Libheif | undefined;

/** The WASM decoder, compiled once per process and only when the first HEIC comes. */
function loadLibheif(): Libheif {
  loaded ??= createRequire(import.meta.url)('libheif-js/wasm-bundle') as Libheif;
  return loaded;
}

/**
 * Decodes the primary picture of a HEIC file with libheif in WASM, where a memory fault of the codec ends in an exception
 * and not in our process. Runs on the calling thread until done: whoever needs a hard stop ends the process.
 */
export async function decodeHeic(bytes: Uint8Array, limits: DecodeLimits): Promise<HeicResult> {
  let images: HeifImage[] = [];
  try {
    images = new (loadLibheif().HeifDecoder)().decode(bytes);
    const image = images.find((candidate) => candidate.is_primary?.() === true) ?? images[0];
    if (image === undefined) return { ok: false, code: 'damaged' };
    const [width, height] = [image.get_width(), image.get_height()];
    if (width * height > limits.maxPixels) return { ok: false, code: 'too-many-pixels' };
    if (Math.min(width, height) < limits.minSidePx) return { ok: false, code: 'too-small' };
    const rgba = await display(image, width, height);
    return rgba === undefined
      ? { ok: false, code: 'damaged' }
      : { ok: true, image: flattenOnWhite(rgba, width, height) };
  } catch {
    // A trap leaves the WASM heap in an unknown state, so that the next file gets a fresh module.
    loaded = undefined;
    return { ok: false, code: 'damaged' };
  } finally {
    if (loaded !== undefined) for (const image of images) image.free();
  }
}

function display(image: HeifImage, width: number, height: number): Promise<Uint8ClampedArray | undefined> {
  return new Promise((resolve) => {
    image.display({ data: new Uint8ClampedArray(width * height * 4), width, height }, (filled) => {
      resolve(filled?.data);
    });
  });
}

/** RGBA over white paper: a transparent corner of a scan is paper, not ink. */
export function flattenOnWhite(
  rgba: Uint8Array | Uint8ClampedArray,
  width: number,
  height: number,
): RgbRaster {
  const data = new Uint8Array(width * height * 3);
  for (let from = 0, to = 0; to < data.length; from += 4, to += 3) {
    const alpha = rgba[from + 3] ?? 255;
    const white = 255 - alpha;
    data[to] = ((rgba[from] ?? 0) * alpha) / 255 + white;
    data[to + 1] = ((rgba[from + 1] ?? 0) * alpha) / 255 + white;
    data[to + 2] = ((rgba[from + 2] ?? 0) * alpha) / 255 + white;
  }
  return { width, height, channels: 3, data };
}
