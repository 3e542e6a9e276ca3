import type { MrzFormat } from '#shared/domain/analysis.ts';
import type { Point, Quad, Rect } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import { shrinkToFit } from '../image/resize.ts';
import { isConvex } from '../image/warp.ts';
import { measureGradient, type Gradient } from './gradient.ts';
import { documentSizesMm } from './document-frame.ts';
import { crossingOf, findLines, sideSupport, type EdgeLine, type SideSupport } from './edge-lines.ts';

/** What is known already, and shows that there is a document and how it lies. */
export interface DocumentEvidence {
  /** The machine-readable zone's corners in its own reading order. */
  readonly mrzQuad?: Quad;
  readonly format?: MrzFormat;
  /** The box of a face that is no larger than a portrait of a document. */
  readonly portraitPx?: Rect;
}

export type DocumentLocation =
  | {
      readonly kind: 'found';
      /** Corners in reading order: of the MRZ where it was given, else of the picture as it stands. May lie outside the picture. */
      readonly quad: Quad;
      /** 0 to 1. */
      readonly confidence: number;
      /** The document takes up nine tenths of the picture or more. */
      readonly fillsImage: boolean;
      /** A side lies on the picture's border or beyond, so that part of the document may be missing. */
      readonly cutOff: boolean;
      /** Seen edges; the zone's place on the document, when no edges were seen; or a scan cut to its edges. */
      readonly source: 'edges' | 'mrz' | 'whole-image';
    }
  | { readonly kind: 'not-found'; readonly reason: 'no-outline' | 'too-uniform' };

// Outlines of cards are clear at this size, while print and texture already fade. On composed pictures 480 px finds no more, in
// twice the time; nine corners in ten lie within 1 to 2 px of 1,000 either way, and at 360 px the largest errors grow.
export const searchLongSidePx = 400;
// Below this an outline is more often furniture than document: measured on composed pictures, see the test.
const leastScore = 0.72;
// What else shows that there is a document, and roughly where, leaves less to be furniture.
const leastScoreWithEvidence = 0.6;
/** The picture at `searchLongSidePx`, and by what to multiply its coordinates. */
interface Shrunk {
  readonly image: RgbRaster;
  readonly toOriginal: number;
}

/**
 * Finds the outline of the one document in a picture: straight edges by a gradient Hough transform, then the best
 * four of them as a quadrilateral, judged by how continuously each side is seen, where it ends, its proportions, and whether it
 * holds the evidence. Without a visible outline the evidence alone decides: a scan cut to the document's edges is
 * `whole-image`, a machine-readable zone gives the outline by its standard place. Nothing is found without either.
 */
export function locateDocument(
  image: RgbRaster,
  evidence: DocumentEvidence = {},
  { image: small, toOriginal }: Shrunk = shrinkToFit(image, searchLongSidePx),
): DocumentLocation {
  const scaled = scaleEvidence(evidence, 1 / toOriginal);
  const gradient = measureGradient(small);
  const best = findBestQuad(gradient, scaled);
  const hasEvidence = evidence.mrzQuad !== undefined || evidence.portraitPx !== undefined;
  const least = hasEvidence ? leastScoreWithEvidence : leastScore;
  if (best !== undefined && best.score >= least && !isScan(best, image, evidence)) {
    const quad = inReadingOrder(best.quad, scaled.mrzQuad).map((corner) => scalePoint(corner, toOriginal));
    return describe(toQuad(quad), Math.min(1, best.score), 'edges', image);
  }
  if (evidence.mrzQuad !== undefined || evidence.portraitPx !== undefined)
    return fromEvidence(image, evidence);
  return { kind: 'not-found', reason: gradient.strongShare < 0.002 ? 'too-uniform' : 'no-outline' };
}

/** Pixels of the picture per millimeter of the document, by the mean of the quadrilateral's opposite sides. */
export function pixelsPerMm(quad: Quad, format: MrzFormat): number {
  const { width, height } = documentSizesMm[format];
  const across = (distance(quad[0], quad[1]) + distance(quad[3], quad[2])) / 2;
  const down = (distance(quad[0], quad[3]) + distance(quad[1], quad[2])) / 2;
  return Math.sqrt((across / width) * (down / height));
}

interface ScoredQuad {
  readonly quad: Quad;
  readonly score: number;
  /** Sides that are the picture's own borders. */
  readonly borders: number;
}

/**
 * Whether a quadrilateral leaning on two borders is print inside a scan that was cut to its document: told by the picture's own
 * proportions. Without evidence two borders and two lines are not enough for an outline anyway.
 */
function isScan(
  { borders }: ScoredQuad,
  image: RgbRaster,
  { mrzQuad, portraitPx, format }: DocumentEvidence,
): boolean {
  if (borders < 2) return false;
  if (mrzQuad === undefined && portraitPx === undefined) return true;
  return (proportionPenalty(wholeOf(image), format) ?? 1) < 0.03;
}

function findBestQuad(gradient: Gradient, evidence: DocumentEvidence): ScoredQuad | undefined {
  const { width, height } = gradient;
  const lines = [...findLines(gradient, leastEdge(gradient)), ...borderLines(width, height)];
  const sketch = createSketch(lines, width, height);
  const pairs = parallelPairs(lines, Math.min(width, height));
  let best: ScoredQuad | undefined;
  for (let i = 0; i < pairs.length; i += 1) {
    for (let j = i + 1; j < pairs.length; j += 1) {
      const [a, b] = [pairs[i], pairs[j]];
      if (a === undefined || b === undefined) continue;
      const scored = scoreQuad(a, b, sketch, evidence);
      if (scored !== undefined && scored.score > (best?.score ?? 0)) best = scored;
    }
  }
  return best;
}

/** The lines with where they cross and how their sides are seen, each worked out once: quadrilaterals share most of them. */
interface Sketch {
  readonly lines: readonly EdgeLine[];
  readonly width: number;
  readonly height: number;
  /** Where two lines that stand across each other meet, in the picture or just outside it; else `undefined`. */
  corner(a: number, b: number): Point | undefined;
  /** The side along `line` between its crossings with two others. */
  side(line: number, from: number, to: number): SideSupport;
}

function createSketch(lines: readonly EdgeLine[], width: number, height: number): Sketch {
  const count = lines.length;
  const [reachX, reachY] = [0.04 * width, 0.04 * height];
  const corners = lines.flatMap((a) =>
    lines.map((b) => {
      if (angleBetween(a, b) < 55) return undefined;
      const at = crossingOf(a, b);
      const isNear =
        at !== undefined &&
        at.x >= -reachX &&
        at.y >= -reachY &&
        at.x <= width + reachX &&
        at.y <= height + reachY;
      return isNear ? at : undefined;
    }),
  );
  const sides = new Map<number, SideSupport>();
  const corner = (a: number, b: number): Point | undefined => corners[a * count + b];
  return {
    lines,
    width,
    height,
    corner,
    side(line, from, to) {
      const key = (line * count + Math.min(from, to)) * count + Math.max(from, to);
      let side = sides.get(key);
      if (side === undefined) {
        side = sideOf(lines[line], corner(line, from), corner(line, to));
        sides.set(key, side);
      }
      return side;
    },
  };
}

/**
 * The least step that counts as an edge: three times what most of the picture shows, so that a light card on a light table is
 * seen and the weave of a cloth is not; between 3 (camera noise after shrinking) and 8 gray levels per pixel.
 */
function leastEdge({ medianMagnitude }: Gradient): number {
  return Math.min(8, Math.max(3, 3 * medianMagnitude));
}

/** Indexes of two lines. */
type LinePair = readonly [number, number];

/** Lines that could be opposite sides: within 25 degrees of parallel (strong perspective) and well apart. */
function parallelPairs(lines: readonly EdgeLine[], shortSide: number): LinePair[] {
  const pairs: LinePair[] = [];
  lines.forEach((a, i) => {
    lines.forEach((b, j) => {
      if (j <= i || angleBetween(a, b) > 25 || (a.onBorder && b.onBorder)) return;
      if (separation(a, b) >= 0.18 * shortSide) pairs.push([i, j]);
    });
  });
  return pairs;
}

function borderLines(width: number, height: number): EdgeLine[] {
  const along = (angleDeg: number, rho: number): EdgeLine => ({
    angleDeg,
    rho,
    onBorder: true,
    profile: undefined,
  });
  return [along(0, 0.5), along(0, width - 0.5), along(90, 0.5), along(90, height - 0.5)];
}

function angleBetween(a: EdgeLine, b: EdgeLine): number {
  const difference = Math.abs(a.angleDeg - b.angleDeg) % 180;
  return Math.min(difference, 180 - difference);
}

/** Distance of the middles of two nearly parallel lines. */
function separation(a: EdgeLine, b: EdgeLine): number {
  const flipped = Math.abs(a.angleDeg - b.angleDeg) > 90;
  return Math.abs(a.rho - (flipped ? -b.rho : b.rho));
}

// What a side on the picture's border is credited with: less than any side that is seen, so that a cut-off document is found
// but never preferred to a whole one.
const borderCredit = 0.45;

function scoreQuad(
  [a0, a1]: LinePair,
  [b0, b1]: LinePair,
  sketch: Sketch,
  evidence: DocumentEvidence,
): ScoredQuad | undefined {
  // Most of the pairs of pairs end here, before anything is made for them.
  const first = sketch.corner(a0, b0);
  if (first === undefined) return undefined;
  const second = sketch.corner(a0, b1);
  if (second === undefined) return undefined;
  const third = sketch.corner(a1, b1);
  if (third === undefined) return undefined;
  const fourth = sketch.corner(a1, b0);
  if (fourth === undefined) return undefined;
  const { lines, width, height } = sketch;
  const borders = [a0, a1, b0, b1].filter((line) => lines[line]?.onBorder === true).length;
  if (borders > 2) return undefined;
  const known = [first, second, third, fourth];
  const quad = clockwiseFromTopLeft(known);
  if (quad === undefined) return undefined;
  const areaShare = areaOf(quad) / (width * height);
  if (areaShare < 0.05) return undefined;
  const proportions = proportionPenalty(quad, evidence.format);
  if (proportions === undefined || !holds(quad, evidence)) return undefined;
  if (isPortraitFrame(quad, areaShare, evidence)) return undefined;

  const sides = [
    sketch.side(a0, b0, b1),
    sketch.side(b1, a0, a1),
    sketch.side(a1, b0, b1),
    sketch.side(b0, a0, a1),
  ];
  const seen = sides.map((side) => side.seen);
  const mean = meanOf(seen);
  const score =
    0.6 * mean +
    0.3 * Math.min(...seen) +
    0.1 * meanOf(sides.map((side) => side.sameSign)) -
    0.6 * meanOf(sides.map((side) => side.beyond)) +
    0.12 * Math.sqrt(areaShare) -
    proportions +
    mrzBonus(quad, evidence);
  return { quad, score, borders };
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function sideOf(line: EdgeLine | undefined, from: Point | undefined, to: Point | undefined): SideSupport {
  if (line?.profile === undefined || from === undefined || to === undefined) {
    return { seen: borderCredit, sameSign: borderCredit, beyond: 0 };
  }
  return sideSupport(line, from, to);
}

// A portrait's frame is some 4 times as large as the face in it; the smallest document, a card, 12 times.
const leastFaces = 7;

/** Whether the outline is that of the portrait on a document: the one rectangle most documents carry inside. */
function isPortraitFrame(quad: Quad, areaShare: number, { portraitPx, mrzQuad }: DocumentEvidence): boolean {
  if (portraitPx !== undefined) return areaOf(quad) < leastFaces * portraitPx.width * portraitPx.height;
  if (mrzQuad !== undefined) return false;
  // Without evidence by its shape: 35 x 45 mm upright, and small.
  const across = (distance(quad[0], quad[1]) + distance(quad[3], quad[2])) / 2;
  const down = (distance(quad[0], quad[3]) + distance(quad[1], quad[2])) / 2;
  return down / across > 1.18 && down / across < 1.37 && areaShare < 0.35;
}

/** How far the proportions are from a known document's; `undefined` where no perspective makes up for it. */
function proportionPenalty(quad: Quad, format: MrzFormat | undefined): number | undefined {
  const across = (distance(quad[0], quad[1]) + distance(quad[3], quad[2])) / 2;
  const down = (distance(quad[0], quad[3]) + distance(quad[1], quad[2])) / 2;
  const ratio = Math.log(Math.max(across, down) / Math.max(1, Math.min(across, down)));
  // A card, an ID-2 or ID-3 page, an open passport (the page twice) and A4 are all within 1.41 to 1.59.
  const wanted = format === undefined ? [1.586, 1.42] : [ratioOf(format), 1.408];
  const deviation = Math.min(...wanted.map((value) => Math.abs(ratio - Math.log(value))));
  if (deviation > 0.42) return undefined; // 40 degrees of tilt shorten a side by a third
  return 0.7 * Math.max(0, deviation - 0.06);
}

function ratioOf(format: MrzFormat): number {
  const { width, height } = documentSizesMm[format];
  return width / height;
}

/** Whether the evidence is inside, give or take two hundredths of the quadrilateral's size. */
function holds(quad: Quad, { mrzQuad, portraitPx }: DocumentEvidence): boolean {
  const slack = 0.02 * Math.sqrt(areaOf(quad));
  const points: Point[] = mrzQuad === undefined ? [] : [...mrzQuad];
  if (portraitPx !== undefined) {
    points.push({ x: portraitPx.x + portraitPx.width / 2, y: portraitPx.y + portraitPx.height / 2 });
  }
  return points.every((point) =>
    quad.every((corner, k) => signedDistance(corner, nextOf(quad, k), point) > -slack),
  );
}

/** Better the nearer the document's width is to what the zone's width demands (ICAO 9303: 1.12 to 1.15 times the zone's). */
function mrzBonus(quad: Quad, { mrzQuad }: DocumentEvidence): number {
  if (mrzQuad === undefined) return 0;
  const mrzWidth = (distance(mrzQuad[0], mrzQuad[1]) + distance(mrzQuad[3], mrzQuad[2])) / 2;
  const turned = inReadingOrder(quad, mrzQuad);
  const width = (distance(pick(turned, 0), pick(turned, 1)) + distance(pick(turned, 3), pick(turned, 2))) / 2;
  const deviation = Math.abs(Math.log(width / mrzWidth / 1.13));
  return 0.15 - Math.min(0.5, deviation);
}

function fromEvidence(image: RgbRaster, { mrzQuad, format }: DocumentEvidence): DocumentLocation {
  const whole = wholeOf(image);
  if (mrzQuad === undefined) {
    // A portrait alone: the picture is the document where it has a document's proportions, else nothing is known.
    const deviation = proportionPenalty(whole, format);
    if (deviation === undefined || deviation > 0.05) return { kind: 'not-found', reason: 'no-outline' };
    return describe(whole, 0.4, 'whole-image', image);
  }
  const outline = format === undefined ? undefined : outlineFromMrz(mrzQuad, format);
  const turned = toQuad(inReadingOrder(whole, mrzQuad));
  const mrzWidth = (distance(mrzQuad[0], mrzQuad[1]) + distance(mrzQuad[3], mrzQuad[2])) / 2;
  const wholeWidth = distance(turned[0], turned[1]);
  // The zone takes up 0.87 to 0.9 of a document's width; with the loss of a sloppy cut to 0.8.
  if (outline === undefined || (mrzWidth > 0.8 * wholeWidth && mrzWidth < 0.97 * wholeWidth)) {
    return describe(turned, 0.6, 'whole-image', image);
  }
  return describe(outline, 0.4, 'mrz', image);
}

function wholeOf({ width, height }: RgbRaster): Quad {
  return [
    { x: 0, y: 0 },
    { x: width, y: 0 },
    { x: width, y: height },
    { x: 0, y: height },
  ];
}

interface MrzPlace {
  readonly leftMm: number;
  readonly widthMm: number;
  /** From the document's top to the top of the first line's characters, and to the foot of the last line's. */
  readonly topMm: number;
  readonly bottomMm: number;
}

// Lines of 10 characters per inch centered on the document, in the 23.2 mm high zone at its foot (ICAO 9303-3 section 4, and -4, -5,
// -6); OCR-B capitals are 2.6 mm high and lines 6.35 mm apart.
const mrzPlaces: Readonly<Record<MrzFormat, MrzPlace>> = {
  TD1: { leftMm: 4.7, widthMm: 76.2, topMm: 34.6, bottomMm: 49.9 },
  TD2: { leftMm: 6.8, widthMm: 91.4, topMm: 58, bottomMm: 67 },
  TD3: { leftMm: 6.6, widthMm: 111.8, topMm: 72, bottomMm: 81 },
  MRVA: { leftMm: 4.1, widthMm: 111.8, topMm: 64, bottomMm: 73 },
  MRVB: { leftMm: 6.8, widthMm: 91.4, topMm: 58, bottomMm: 67 },
  FRID: { leftMm: 6.8, widthMm: 91.4, topMm: 58, bottomMm: 67 },
};

/** The outline that puts the zone where its standard has it: affine along the zone, which is too flat to show perspective. */
function outlineFromMrz(mrzQuad: Quad, format: MrzFormat): Quad {
  const { leftMm, widthMm, topMm, bottomMm } = mrzPlaces[format];
  const size = documentSizesMm[format];
  const [topLeft, topRight, bottomRight, bottomLeft] = mrzQuad;
  const perMm = (distance(topLeft, topRight) + distance(bottomLeft, bottomRight)) / 2 / widthMm;
  const right = unitVector(
    { x: topLeft.x + bottomLeft.x, y: topLeft.y + bottomLeft.y },
    { x: topRight.x + bottomRight.x, y: topRight.y + bottomRight.y },
  );
  const down = { x: -right.y, y: right.x };
  const middle = {
    x: (topLeft.x + topRight.x + bottomRight.x + bottomLeft.x) / 4,
    y: (topLeft.y + topRight.y + bottomRight.y + bottomLeft.y) / 4,
  };
  const at = (xMm: number, yMm: number): Point => {
    const dx = (xMm - leftMm - widthMm / 2) * perMm;
    const dy = (yMm - (topMm + bottomMm) / 2) * perMm;
    return { x: middle.x + right.x * dx + down.x * dy, y: middle.y + right.y * dx + down.y * dy };
  };
  return [at(0, 0), at(size.width, 0), at(size.width, size.height), at(0, size.height)];
}

function describe(
  quad: Quad,
  confidence: number,
  source: 'edges' | 'mrz' | 'whole-image',
  { width, height }: RgbRaster,
): DocumentLocation {
  const margin = 0.006 * Math.min(width, height);
  const cutOff =
    source !== 'whole-image' &&
    quad.some(({ x, y }) => x < margin || y < margin || x > width - margin || y > height - margin);
  const fillsImage = areaOf(quad) >= 0.9 * width * height;
  return { kind: 'found', quad, confidence, fillsImage, cutOff, source };
}

/** The corners started where the zone's reading direction has its top left; as they are without a zone. */
function inReadingOrder(quad: Quad, mrzQuad: Quad | undefined): Point[] {
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

function clockwiseFromTopLeft(points: readonly Point[]): Quad | undefined {
  const center = {
    x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
    y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
  };
  const around = points.toSorted(
    (p, q) => Math.atan2(p.y - center.y, p.x - center.x) - Math.atan2(q.y - center.y, q.x - center.x),
  );
  // atan2 starts at the left and goes clockwise on a screen; the top left corner has the least x + y.
  const start = around.reduce((best, { x, y }, index) => {
    const current = around[best];
    return current === undefined || x + y < current.x + current.y ? index : best;
  }, 0);
  const quad = toQuad([...around.slice(start), ...around.slice(0, start)]);
  return isConvex(quad) ? quad : undefined;
}

function toQuad(points: readonly Point[]): Quad {
  return [pick(points, 0), pick(points, 1), pick(points, 2), pick(points, 3)];
}

function pick(points: readonly Point[], index: number): Point {
  const point = points[index];
  if (point === undefined) throw new RangeError('a quadrilateral has four corners');
  return point;
}

function nextOf(quad: Quad, index: number): Point {
  return pick(quad, (index + 1) % 4);
}

/** Positive on the inner side of an edge of a clockwise quadrilateral. */
function signedDistance(from: Point, to: Point, point: Point): number {
  const length = distance(from, to) || 1;
  return ((to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x)) / length;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

function unitVector(from: Point, to: Point): Point {
  const length = distance(from, to) || 1;
  return { x: (to.x - from.x) / length, y: (to.y - from.y) / length };
}

/** Half the cross product of the diagonals. */
function areaOf([p0, p1, p2, p3]: Quad): number {
  return Math.abs((p2.x - p0.x) * (p3.y - p1.y) - (p3.x - p1.x) * (p2.y - p0.y)) / 2;
}

function scalePoint({ x, y }: Point, scale: number): Point {
  return { x: x * scale, y: y * scale };
}

function scaleEvidence({ mrzQuad, portraitPx, format }: DocumentEvidence, scale: number): DocumentEvidence {
  return {
    ...(format === undefined ? {} : { format }),
    ...(mrzQuad === undefined ? {} : { mrzQuad: toQuad(mrzQuad.map((corner) => scalePoint(corner, scale))) }),
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
