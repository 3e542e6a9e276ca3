import type { MrzFormat } from '#shared/domain/analysis.ts';
import { boundsOf, type Point, type Quad, type Rect } from '#shared/domain/geometry.ts';
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

/** Sizes of documents, in millimeters (ICAO Doc 9303-4 to 7, section 2; ISO/IEC 7810). */
export const documentSizesMm: Readonly<Record<MrzFormat, { readonly width: number; readonly height: number }>> = {
  TD1: { width: 85.6, height: 53.98 },
  TD2: { width: 105, height: 74 },
  TD3: { width: 125, height: 88 },
  MRVA: { width: 120, height: 80 },
  MRVB: { width: 105, height: 74 },
  FRID: { width: 105, height: 74 },
};

/** OCR-B in the zone is set at 10 characters per inch (ICAO Doc 9303-3, 4.1). */
export const mrzPitchMm = 2.54;
/** A data page at 10 pixels per millimeter, 254 dpi: enough for its 2 mm captions; cards get the same width. */
export const frameWidthPx = 1250;

/** From the left edge to the first character (ICAO Doc 9303-4 and -5, 4.1: 6.0 mm, and 4.0 on cards of three lines). */
const marginMm: Readonly<Record<MrzFormat, number>> = { TD1: 4, TD2: 4, TD3: 6, MRVA: 4, MRVB: 4, FRID: 4 };
/** From the bottom edge to the middle of the last line: half of what the zone leaves below two (23.2 mm) or three lines. */
const lastLineMm = 9;

/** Pixels of the picture per millimeter of the document, from the pitch of the MRZ's characters. */
export function mrzPixelsPerMm({ lines }: FoundMrz): number {
  const scales = lines.map(({ quad: [topLeft, topRight], characters, text }) => {
    const first = characters[0];
    const last = characters.at(-1);
    if (first === undefined || last === undefined) return distance(topLeft, topRight) / (text.length * mrzPitchMm);
    return distance(centerOf(first.rectPx), centerOf(last.rectPx)) / ((text.length - 1) * mrzPitchMm);
  });
  return scales.reduce((sum, scale) => sum + scale, 0) / scales.length;
}

/** The frame that the MRZ alone implies: its lines give direction and scale, its format the size of the document around it. */
export function frameFromMrz(found: FoundMrz): DocumentFrame | undefined {
  const { width: widthMm, height: heightMm } = documentSizesMm[found.format];
  const perMm = mrzPixelsPerMm(found);
  const last = found.lines.at(-1);
  const first = found.lines[0];
  const lastStart = last?.characters[0];
  const lastEnd = last?.characters.at(-1);
  const firstStart = first?.characters[0];
  if (lastStart === undefined || lastEnd === undefined || firstStart === undefined) return undefined;
  const start = centerOf(lastStart.rectPx);
  const end = centerOf(lastEnd.rectPx);
  const along = scaled({ x: end.x - start.x, y: end.y - start.y }, 1 / distance(start, end));
  const down = { x: -along.y, y: along.x };
  const at = (rightMm: number, downMm: number): Point => ({
    x: start.x + (along.x * rightMm + down.x * downMm) * perMm,
    y: start.y + (along.y * rightMm + down.y * downMm) * perMm,
  });
  const left = -(marginMm[found.format] + mrzPitchMm / 2);
  const bottom = lastLineMm;
  const quad: Quad = [
    at(left, bottom - heightMm),
    at(left + widthMm, bottom - heightMm),
    at(left + widthMm, bottom),
    at(left, bottom),
  ];
  return frameFromQuad(quad, { widthMm, heightMm }, found);
}

/** The frame of a located outline. Without a known size its shape decides between a card and a data page. */
export function frameFromQuad(
  quad: Quad,
  size: { readonly widthMm: number; readonly heightMm: number } | null,
  found: FoundMrz | null,
): DocumentFrame | undefined {
  const { widthMm, heightMm } = size ?? likeliestSize(quad);
  const width = frameWidthPx;
  const height = Math.round((frameWidthPx * heightMm) / widthMm);
  const toPicture = homographyToQuad(width, height, quad);
  if (toPicture === undefined) return undefined;
  const toFrame = invertHomography(toPicture);
  const mrzTops =
    toFrame === undefined
      ? []
      : (found?.lines[0]?.quad.slice(0, 2) ?? []).map((corner) => mapPoint(toFrame, corner).y);
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

function likeliestSize([topLeft, topRight, bottomRight, bottomLeft]: Quad): { widthMm: number; heightMm: number } {
  const wide = distance(topLeft, topRight) + distance(bottomLeft, bottomRight);
  const high = distance(topLeft, bottomLeft) + distance(topRight, bottomRight);
  // ID-1 is 1.59 wide for its height, ID-3 is 1.42: halfway between lies 1.5.
  const { width, height } = wide / high > 1.5 ? documentSizesMm.TD1 : documentSizesMm.TD3;
  return { widthMm: width, heightMm: height };
}

const centerOf = ({ x, y, width, height }: Rect): Point => ({ x: x + width / 2, y: y + height / 2 });
const distance = (a: Point, b: Point): number => Math.hypot(a.x - b.x, a.y - b.y);
const scaled = ({ x, y }: Point, factor: number): Point => ({ x: x * factor, y: y * factor });
