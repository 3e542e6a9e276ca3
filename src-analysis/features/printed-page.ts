import type { Quad, Rect } from '#shared/domain/geometry.ts';
import type { PlaceMm } from '../documents/definition.ts';
import type { GrayRaster } from '../image/raster.ts';
import { crop } from '../image/crop.ts';
import { evenContrast } from '../image/even-contrast.ts';
import { warpByHomography } from '../image/warp.ts';
import type { ReadMrz } from '../mrz/read-mrz.ts';
import type { Ocr, OcrLanguage, OcrPage, OcrResult, OcrWord } from '../ocr/ocr.ts';
import { documentSizesMm, frameFromQuad, type DocumentFrame } from './document-frame.ts';

const millimetersPerInch = 25.4;

export interface SizeMm {
  readonly width: number;
  readonly height: number;
}

interface FramedSide {
  readonly gray: GrayRaster;
  readonly outline: { readonly quad: Quad } | null;
  readonly mrz: Extract<ReadMrz, { kind: 'read' }> | null;
}

/** A side of a document and how it is rectified. */
export interface Framed {
  readonly gray: GrayRaster;
  readonly frame: DocumentFrame;
  /** The rectified side, zone included; made when it is first asked for. */
  readonly flat: () => GrayRaster;
  /** The same with contrast evened. */
  readonly evened: () => GrayRaster;
}

/** What text recognition gave of one side; words in pixels of its frame. */
export interface PrintedSide {
  readonly framed: Framed | null;
  /** `null` where there was no page to read. */
  readonly result: OcrResult | null;
  readonly words: readonly OcrWord[];
}

/** An open booklet of two pages of ICAO Doc 9303-4. */
const spreadMm: SizeMm = { width: 125, height: 176 };

/**
 * `null` without an outline, or with one that spans no area. Of the sizes that are known, or of a card, a page and an open booklet, the one
 * is taken whose proportion is nearest.
 */
export function frameOf({ gray, outline, mrz }: FramedSide, known: readonly SizeMm[]): Framed | null {
  if (outline === null) return null;
  const candidates = known.length > 0 ? known : [documentSizesMm.TD1, documentSizesMm.TD3, spreadMm];
  const [size] = candidates
    .map(({ width, height }) => ({
      widthMm: width,
      heightMm: height,
      off: Math.abs(Math.log((proportionOf(outline.quad) * height) / width)),
    }))
    .sort((a, b) => a.off - b.off);
  const frame = frameFromQuad(outline.quad, size ?? null, mrz);
  if (frame === undefined) return null;
  const made: { flat?: GrayRaster; evened?: GrayRaster } = {};
  const flat = (): GrayRaster =>
    (made.flat ??= warpByHomography(gray, frame.toPicture, frame.width, frame.height));
  return { gray, frame, flat, evened: () => (made.evened ??= evenContrast(flat())) };
}

/** Width over height of an outline in reading order, as far as perspective lets it be told. */
export function proportionOf([topLeft, topRight, bottomRight, bottomLeft]: Quad): number {
  const far = (a: Quad[0], b: Quad[0]): number => Math.hypot(a.x - b.x, a.y - b.y);
  return (
    (far(topLeft, topRight) + far(bottomLeft, bottomRight)) /
    Math.max(1, far(topLeft, bottomLeft) + far(topRight, bottomRight))
  );
}

/**
 * The rectified print above the zone. The zone has a reader of its own, and Tesseract makes a mess of its fillers. Contrast is evened
 * without it: with it, print beside the zone is judged by the zone's ink, and real passports lost values.
 */
export function pageOf({ frame, flat }: Framed): OcrPage {
  const height = Math.max(1, Math.floor(frame.mrzTop));
  return {
    image: evenContrast(crop(flat(), { x: 0, y: 0, width: frame.width, height })),
    dpi: frame.pixelsPerMm * millimetersPerInch,
  };
}

/**
 * Places of a definition on a page, in its pixels: `undefined` for what lies on the other page of a booklet of which one is shown. It
 * is the lower one, with the portrait and the zone.
 */
export function placesOn(
  { width, height }: { readonly width: number; readonly height: number },
  sizeMm: SizeMm,
): (place: PlaceMm) => Rect | undefined {
  const isSpread = sizeMm.height > sizeMm.width;
  const topMm = isSpread && width > height ? sizeMm.height / 2 : 0;
  const [pxPerMmX, pxPerMmY] = [width / sizeMm.width, height / (sizeMm.height - topMm)];
  return (place) => {
    const top = (place.topMm - topMm) * pxPerMmY;
    if (top + place.heightMm * pxPerMmY <= 0) return undefined;
    return {
      x: place.leftMm * pxPerMmX,
      y: Math.max(0, top),
      width: place.widthMm * pxPerMmX,
      height: place.heightMm * pxPerMmY + Math.min(0, top),
    };
  };
}

export interface ReadPrintDeps {
  readonly ocr: Ocr;
  readonly signal: AbortSignal;
  /** See `OcrOptions`. */
  readonly onGiven?: () => void;
}

/** The page of a side read in given languages. */
export async function readPrint(
  framed: Framed | null,
  languages: readonly OcrLanguage[],
  { ocr, ...options }: ReadPrintDeps,
): Promise<PrintedSide> {
  const page = framed === null ? null : pageOf(framed);
  return printedSide(framed, await ocr.read(Promise.resolve(page), { psm: 11, languages, ...options }));
}

/** A part of the page read as one block of lines, in pixels of the page; no words where that broke off. */
export async function readBlock(
  { frame, evened }: Framed,
  place: Rect,
  languages: readonly OcrLanguage[],
  { ocr, signal }: ReadPrintDeps,
): Promise<readonly OcrWord[]> {
  const page = { image: crop(evened(), place), dpi: frame.pixelsPerMm * millimetersPerInch };
  const result = await ocr.read(Promise.resolve(page), { psm: 6, languages, signal });
  const [left, top] = [Math.floor(place.x), Math.floor(place.y)];
  return result?.ok !== true
    ? []
    : result.words.map((word) => ({
        ...word,
        rectPx: { ...word.rectPx, x: word.rectPx.x + left, y: word.rectPx.y + top },
      }));
}

export function printedSide(framed: Framed | null, result: OcrResult | null): PrintedSide {
  return { framed, result, words: result?.ok === true ? result.words : [] };
}

/** Lines of print as Tesseract saw them, from top to bottom. */
export function linesOf(words: readonly OcrWord[]): readonly string[] {
  const lines = new Map<number, string[]>();
  for (const { text, line } of words) lines.set(line, [...(lines.get(line) ?? []), text]);
  return [...lines.values()].map((parts) => parts.join(' '));
}
