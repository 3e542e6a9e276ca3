import type { MrzFormat } from '#shared/domain/analysis.ts';
import { boundsOf, type Point, type Quad, type Rect } from '#shared/domain/geometry.ts';
import { must } from '#shared/lib/invariant.ts';
import { homographyToQuad, invertHomography, mapPoint, type Homography } from '../image/warp.ts';
import type { ReadMrz } from '../mrz/read-mrz.ts';

type FoundMrz = Extract<ReadMrz, { kind: 'read' }>;

/** The upright, rectified document: how its pixels map to the picture's, and how large they are. */
export interface DocumentFrame {
  readonly width: number;
  readonly height: number;
  /** Frame pixels to picture pixels. */
  readonly toPicture: Homography;
  readonly pixelsPerMm: number;
  /** Where the MRZ begins, in frame pixels from the top; the height where there is none on this side. */
  readonly mrzTop: number;
}

/** Sizes of documents, in millimeters (ICAO Doc 9303-4 to 7; ISO/IEC 7810). */
export const documentSizesMm: Readonly<
  Record<MrzFormat, { readonly width: number; readonly height: number }>
> = {
  TD1: { width: 85.6, height: 53.98 },
  TD2: { width: 105, height: 74 },
  TD3: { width: 125, height: 88 },
  MRVA: { width: 120, height: 80 },
  MRVB: { width: 105, height: 74 },
  FRID: { width: 105, height: 74 },
  RUIP: { width: 125, height: 88 },
  FRDL: { width: 85.6, height: 53.98 },
  CHDL: { width: 85.6, height: 53.98 },
};

/** OCR-B in the zone is set at 10 characters per inch (ICAO Doc 9303-3, 4.4). */
export const mrzPitchMm = 2.54;
/**
 * 300 dpi, what documents are scanned and text recognition is trained at; every document at its own size. A picture with fewer pixels of
 * the document has them interpolated, for text recognition alone; that there are too few is for the checks of quality to say.
 */
export const framePixelsPerMm = 300 / 25.4;

/** OCR-B capitals of size 1 are 2.6 mm high (ISO 1073-2). */
const capitalMm = 2.6;

/** Pixels of the picture per millimeter of the document, from the pitch of the MRZ's characters. */
export function mrzPixelsPerMm({ lines }: FoundMrz): number {
  const scales = lines.map((line) => {
    const { along } = baselineOf(line);
    return Math.hypot(along.x, along.y) / mrzPitchMm;
  });
  return scales.reduce((sum, scale) => sum + scale, 0) / scales.length;
}

/** The zone's corners in reading order, close around its characters. */
export function mrzQuadOf({ lines }: FoundMrz): Quad {
  // A first line may be shorter than the zone is wide.
  const places = Math.max(...lines.map(({ characters }) => characters.length));
  const first = baselineOf(must(lines[0], 'a zone has lines'), places);
  const last = baselineOf(must(lines.at(-1), 'a zone has lines'), places);
  const half = capitalMm / mrzPitchMm / 2;
  const above = (point: Point, { along }: MrzBaseline): Point =>
    shifted(point, { x: along.y, y: -along.x }, half);
  const below = (point: Point, { along }: MrzBaseline): Point =>
    shifted(point, { x: -along.y, y: along.x }, half);
  return [above(first.start, first), above(first.end, first), below(last.end, last), below(last.start, last)];
}

interface MrzBaseline {
  /** From one character to the next. */
  readonly along: Point;
  /** The middle of the line's left edge, and of the right edge of as many places as asked for. */
  readonly start: Point;
  readonly end: Point;
}

function baselineOf({ characters }: FoundMrz['lines'][number], places = characters.length): MrzBaseline {
  const first = centerOf(must(characters[0], 'a line has characters').rectPx);
  const last = centerOf(must(characters.at(-1), 'a line has characters').rectPx);
  const steps = characters.length - 1;
  const along = { x: (last.x - first.x) / steps, y: (last.y - first.y) / steps };
  return {
    along,
    start: shifted(first, along, -0.5),
    end: shifted(last, along, places - characters.length + 0.5),
  };
}

/** The frame of a located outline. Without a known size its shape decides between a card and a data page. */
export function frameFromQuad(
  quad: Quad,
  size: { readonly widthMm: number; readonly heightMm: number } | null,
  found: FoundMrz | null,
): DocumentFrame | undefined {
  const { widthMm, heightMm } = size ?? likeliestSize(quad);
  const width = Math.round(widthMm * framePixelsPerMm);
  const height = Math.round(heightMm * framePixelsPerMm);
  const toPicture = homographyToQuad(width, height, quad);
  if (toPicture === undefined) return undefined;
  const toFrame = invertHomography(toPicture);
  const mrzTops =
    toFrame === undefined
      ? []
      : (found === null ? [] : mrzQuadOf(found).slice(0, 2)).map((corner) => mapPoint(toFrame, corner).y);
  const mrzTop = Math.max(0, Math.min(height, ...mrzTops));
  return { width, height, toPicture, pixelsPerMm: width / widthMm, mrzTop };
}

/** A rectangle of the frame in pixels of the picture. */
export function toPictureRect({ toPicture }: DocumentFrame, { x, y, width, height }: Rect): Rect {
  return boundsOf(
    [
      { x, y },
      { x: x + width, y },
      { x: x + width, y: y + height },
      { x, y: y + height },
    ].map((corner) => mapPoint(toPicture, corner)),
  );
}

/** A card's or a data page's, whichever the outline's shape is nearer to. */
export function likeliestSize([topLeft, topRight, bottomRight, bottomLeft]: Quad): {
  widthMm: number;
  heightMm: number;
} {
  const wide = distance(topLeft, topRight) + distance(bottomLeft, bottomRight);
  const high = distance(topLeft, bottomLeft) + distance(topRight, bottomRight);
  // ID-1 is 1.59 wide for its height, ID-3 is 1.42: halfway between lies 1.5.
  const { width, height } = wide / high > 1.5 ? documentSizesMm.TD1 : documentSizesMm.TD3;
  return { widthMm: width, heightMm: height };
}

const centerOf = ({ x, y, width, height }: Rect): Point => ({ x: x + width / 2, y: y + height / 2 });
const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
const shifted = ({ x, y }: Point, by: Point, times: number): Point => ({
  x: x + by.x * times,
  y: y + by.y * times,
});
