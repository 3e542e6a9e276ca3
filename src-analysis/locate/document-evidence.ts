import type { MrzFormat } from '#shared/domain/analysis.ts';
import type { Point, Quad, Rect } from '#shared/domain/geometry.ts';
import { documentSizesMm } from '../features/document-frame.ts';
import { areaOf, contains, distance, nextOf, pick, toQuad, unitVector } from './quad-geometry.ts';

/** What is known already, and shows that there is a document and how it lies. */
export interface DocumentEvidence {
  /** The machine-readable zone's corners in its own reading order. */
  readonly mrzQuad?: Quad;
  readonly format?: MrzFormat;
  /** The box of a face that is no larger than a portrait of a document. */
  readonly portraitPx?: Rect;
}

// A portrait's frame is some 4 times as large as the face in it; the smallest document, a card, 12 times.
const leastFaces = 7;

/** Whether the outline is that of the portrait on a document: the one rectangle most documents carry inside. */
export function isPortraitFrame(
  quad: Quad,
  areaShare: number,
  { portraitPx, mrzQuad }: DocumentEvidence,
): boolean {
  if (portraitPx !== undefined) return areaOf(quad) < leastFaces * portraitPx.width * portraitPx.height;
  if (mrzQuad !== undefined) return false;
  // Without evidence by its shape: 35 x 45 mm upright, and small.
  const across = (distance(quad[0], quad[1]) + distance(quad[3], quad[2])) / 2;
  const down = (distance(quad[0], quad[3]) + distance(quad[1], quad[2])) / 2;
  return down / across > 1.18 && down / across < 1.37 && areaShare < 0.35;
}

/** How far the proportions are from a known document's; `undefined` where no perspective makes up for it. */
export function proportionPenalty(quad: Quad, format: MrzFormat | undefined): number | undefined {
  const deviation = proportionOff(quad, format);
  if (deviation > 0.42) return undefined; // 40 degrees of tilt shorten a side by a third
  return 0.7 * Math.max(0, deviation - 0.06);
}

/** How far the proportions, the longer side over the shorter, are from those of the nearest known document; a difference of logarithms. */
export function proportionOff(quad: Quad, format: MrzFormat | undefined): number {
  const across = (distance(quad[0], quad[1]) + distance(quad[3], quad[2])) / 2;
  const down = (distance(quad[0], quad[3]) + distance(quad[1], quad[2])) / 2;
  const ratio = Math.log(Math.max(across, down) / Math.max(1, Math.min(across, down)));
  // A card, an ID-2 or ID-3 page, an open passport (the page twice) and A4 are all within 1.41 to 1.59.
  const wanted = format === undefined ? [1.586, 1.42] : [ratioOf(format), 1.408];
  return Math.min(...wanted.map((value) => Math.abs(ratio - Math.log(value))));
}

function ratioOf(format: MrzFormat): number {
  const { width, height } = documentSizesMm[format];
  return width / height;
}

/** Whether the evidence is inside, give or take two hundredths of the quadrilateral's size. */
export function holds(quad: Quad, { mrzQuad, portraitPx }: DocumentEvidence): boolean {
  const slack = 0.02 * Math.sqrt(areaOf(quad));
  const points: Point[] = mrzQuad === undefined ? [] : [...mrzQuad];
  if (portraitPx !== undefined) {
    points.push({ x: portraitPx.x + portraitPx.width / 2, y: portraitPx.y + portraitPx.height / 2 });
  }
  return points.every((point) => contains(quad, point, slack));
}

/** Better the nearer the document's width is to what the zone's width demands (ICAO 9303: 1.12 to 1.15 times the zone's). */
export function mrzBonus(quad: Quad, { mrzQuad }: DocumentEvidence): number {
  if (mrzQuad === undefined) return 0;
  const mrzWidth = (distance(mrzQuad[0], mrzQuad[1]) + distance(mrzQuad[3], mrzQuad[2])) / 2;
  const turned = inReadingOrder(quad, mrzQuad);
  const width = (distance(pick(turned, 0), pick(turned, 1)) + distance(pick(turned, 3), pick(turned, 2))) / 2;
  const deviation = Math.abs(Math.log(width / mrzWidth / 1.13));
  return 0.15 - Math.min(0.5, deviation);
}

/** The corners started where the zone's reading direction has its top left; as they are without a zone. */
export function inReadingOrder(quad: Quad, mrzQuad: Quad | undefined): Point[] {
  if (mrzQuad === undefined) return [...quad];
  const reading = unitVector(mrzQuad[0], mrzQuad[1]);
  let [start, best] = [0, -Infinity];
  quad.forEach((corner, index) => {
    const side = unitVector(corner, nextOf(quad, index));
    const along = side.x * reading.x + side.y * reading.y;
    if (along > best) [start, best] = [index, along];
  });
  return [...quad.slice(start), ...quad.slice(0, start)];
}

export function scaleQuad(quad: Quad, scale: number): Quad {
  return toQuad(quad.map(({ x, y }): Point => ({ x: x * scale, y: y * scale })));
}

/** Evidence of a picture for the same picture at another size. */
export function scaleEvidence(
  { mrzQuad, portraitPx, format }: DocumentEvidence,
  scale: number,
): DocumentEvidence {
  return {
    ...(format === undefined ? {} : { format }),
    ...(mrzQuad === undefined ? {} : { mrzQuad: scaleQuad(mrzQuad, scale) }),
    ...(portraitPx === undefined
      ? {}
      : {
          portraitPx: {
            x: portraitPx.x * scale,
            y: portraitPx.y * scale,
            width: portraitPx.width * scale,
            height: portraitPx.height * scale,
          },
        }),
  };
}
