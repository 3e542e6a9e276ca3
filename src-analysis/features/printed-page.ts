import type { MrzFormat } from '#shared/domain/analysis.ts';
import type { Quad } from '#shared/domain/geometry.ts';
import type { GrayRaster } from '../image/raster.ts';
import { warpByHomography } from '../image/warp.ts';
import type { ReadMrz } from '../mrz/read-mrz.ts';
import type { OcrPage, OcrResult, OcrWord } from '../ocr/ocr.ts';
import { documentSizesMm, frameFromQuad, toPictureRect, type DocumentFrame } from './document-frame.ts';

/** What text recognition gave; `null` where there was no page to read. */
export interface PrintedText {
  readonly result: OcrResult | null;
  /** In pixels of the picture. */
  readonly words: readonly OcrWord[];
}

const millimetersPerInch = 25.4;

interface FramedSide {
  readonly gray: GrayRaster;
  readonly outline: { readonly quad: Quad } | null;
  readonly mrz: Extract<ReadMrz, { kind: 'read' }> | null;
}

/** A side of a document and how it is rectified. */
export interface Framed {
  readonly gray: GrayRaster;
  readonly frame: DocumentFrame;
}

/** `null` without an outline, or with one that spans no area. */
export function frameOf({ gray, outline, mrz }: FramedSide, format: MrzFormat | null): Framed | null {
  if (outline === null) return null;
  const size = format === null ? null : documentSizesMm[format];
  const sizeMm = size === null ? null : { widthMm: size.width, heightMm: size.height };
  const frame = frameFromQuad(outline.quad, sizeMm, mrz);
  return frame === undefined ? null : { gray, frame };
}

/** The rectified print above the zone. The zone has a reader of its own, and Tesseract makes a mess of its fillers. */
export function pageOf({ gray, frame }: Framed): OcrPage {
  const aboveZone = Math.max(1, Math.floor(frame.mrzTop));
  return {
    image: warpByHomography(gray, frame.toPicture, frame.width, aboveZone),
    dpi: frame.pixelsPerMm * millimetersPerInch,
  };
}

/** Words of the page, brought back to the picture. */
export function printedTextOf(result: OcrResult | null, frame: DocumentFrame | null): PrintedText {
  if (frame === null || result?.ok !== true) return { result, words: [] };
  return {
    result,
    words: result.words.map((word) => ({ ...word, rectPx: toPictureRect(frame, word.rectPx) })),
  };
}
