import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { prepareZXingModule, purgeZXingModule, readBarcodes as readSymbols } from 'zxing-wasm/reader';
import { barcodeSymbologies, type DocumentBarcode } from '#shared/domain/analysis.ts';
import type { Point, Quad } from '#shared/domain/geometry.ts';
import type { GrayRaster } from '../image/raster.ts';
import { resize } from '../image/resize.ts';

/** A symbol that was decoded: its error correction held. */
export interface ReadBarcode {
  readonly symbology: DocumentBarcode['symbology'];
  /** In the symbol's own reading order, in pixels of the picture. */
  readonly quadPx: Quad;
  /** Bytes that are no printable text and no line's end are written as `\xNN`. */
  readonly text: string;
  /** The bytes as they were encoded: what a standard's parser reads. */
  readonly bytes: Uint8Array;
}

// More than documents have; a picture full of symbols must not fill the memory.
const mostSymbols = 8;
// At 2,000 px a PDF417 of a licence (about 75 mm wide, 300 modules) has 5 px and more per module where the card fills the picture.
const firstLongSidePx = 2_000;

/**
 * The symbols that identity documents carry, by zxing-cpp in WASM: a fault of the codec ends in an exception. PDF417 is what
 * licences use (AAMVA), the others carry tickets and numbers. Searched at a moderate size first, and in all pixels only
 * where that shows none; on the calling thread, so that it belongs into the worker.
 */
export async function readBarcodes(image: GrayRaster): Promise<readonly ReadBarcode[]> {
  const longSide = Math.max(image.width, image.height);
  if (longSide <= firstLongSidePx) return (await search(image, 1)).symbols;
  const scale = firstLongSidePx / longSide;
  const small = resize(image, Math.round(image.width * scale), Math.round(image.height * scale));
  const { symbols } = await search(small, image.width / small.width);
  return symbols.length > 0 ? symbols : (await search(image, 1)).symbols;
}

/**
 * Long sides at which a flat document is searched. Measured on 21 licences of the corpus: at 1,400 px 19 are read, at 2,000 px 18 in twice the
 * time, at 2,800 px 19 in four times; the two that no size reads have 1.5 px of the picture to a module.
 */
const flatLongSidesPx = [1_400, 2_800] as const;

/**
 * As {@link readBarcodes}, of a flat document that `flatAt` makes with a given long side; places become those of the picture by `toPicture`.
 * Looked at more closely only where there is a symbol that its error correction could not hold.
 */
export async function readFlatBarcodes(
  flatAt: (longSidePx: number) => {
    readonly image: GrayRaster;
    readonly toPicture: (point: Point) => Point;
  },
): Promise<readonly ReadBarcode[]> {
  for (const longSidePx of flatLongSidesPx) {
    const { image, toPicture } = flatAt(longSidePx);
    const { symbols, isUndecoded } = await search(image, 1);
    if (symbols.length === 0 && isUndecoded) continue;
    return symbols.map((symbol) => {
      const [a, b, c, d] = symbol.quadPx;
      return { ...symbol, quadPx: [toPicture(a), toPicture(b), toPicture(c), toPicture(d)] };
    });
  }
  return [];
}

interface Searched {
  readonly symbols: readonly ReadBarcode[];
  /** Whether there is a symbol that was not decoded. */
  readonly isUndecoded: boolean;
}

async function search(image: GrayRaster, toOriginal: number): Promise<Searched> {
  await loadReader();
  try {
    const found = await readSymbols(imageDataOf(image), {
      formats: [...barcodeSymbologies],
      tryHarder: true,
      tryInvert: false,
      maxNumberOfSymbols: mostSymbols,
      returnErrors: true,
    });
    const symbols = found.flatMap(({ format, position, bytes, isValid }) => {
      const symbology = barcodeSymbologies.find((known) => known === format);
      if (!isValid || symbology === undefined) return [];
      const { topLeft, topRight, bottomRight, bottomLeft } = position;
      const corner = ({ x, y }: Point): Point => ({ x: x * toOriginal, y: y * toOriginal });
      return {
        symbology,
        quadPx: [corner(topLeft), corner(topRight), corner(bottomRight), corner(bottomLeft)] as const,
        text: printable(bytes),
        bytes,
      };
    });
    return { symbols, isUndecoded: found.some(({ isValid }) => !isValid) };
  } catch (error) {
    // A trap leaves the WASM heap in an unknown state, so that the next picture gets a fresh module.
    loading = undefined;
    purgeZXingModule();
    if (error instanceof Error && error.name === 'RuntimeError') return { symbols: [], isUndecoded: false };
    throw error;
  }
}

let loading: Promise<void> | undefined;

/** Compiled once per process, from the package's own file: by default it would be fetched from a network. */
function loadReader(): Promise<void> {
  loading ??= (async () => {
    const path = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
    const wasmBinary = (await readFile(path)).buffer;
    await prepareZXingModule({ overrides: { wasmBinary }, fireImmediately: true });
  })();
  return loading;
}

/** What the browser's `ImageData` is, which the reader takes its pixels in. */
function imageDataOf({ width, height, data }: GrayRaster): {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray<ArrayBuffer>;
  readonly colorSpace: 'srgb';
} {
  const rgba = new Uint8ClampedArray(width * height * 4);
  const words = new Uint32Array(rgba.buffer);
  // Little-endian on every processor that Node runs on: R, G, B and an opaque A.
  for (let at = 0; at < words.length; at += 1) words[at] = 0xff00_0000 | ((data[at] ?? 0) * 0x01_01_01);
  return { width, height, data: rgba, colorSpace: 'srgb' };
}

function printable(bytes: Uint8Array): string {
  const text = new TextDecoder('utf-8').decode(bytes);
  const source = text.includes('\u{FFFD}') ? new TextDecoder('windows-1252').decode(bytes) : text;
  return source.replace(
    // eslint-disable-next-line no-control-regex -- these are what is to be made visible
    /[\u0000-\u0009\u000B\u000C\u000E-\u001F\u007F]/g,
    (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}
