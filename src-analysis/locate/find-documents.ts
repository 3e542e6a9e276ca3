import type { Quad } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import type { Net } from '../models/pool.ts';
import { proportionPenalty } from './document-evidence.ts';
import { fitQuad, type FittedQuad } from './fit-quad.ts';
import { markDocuments, sampleMap, type OutlineMaps } from './outline-net.ts';
import { findRegions } from './outline-regions.ts';
import { areaOfPolygon, clipPolygon, contains, frameOfSize, nextOf, overlapOf } from './quad-geometry.ts';
import { refineSides } from './refine-sides.ts';

/** A document that the nets see in a picture. */
export interface SeenDocument {
  /** Corners clockwise from the one nearest the picture's top left; in pixels of the picture, perhaps outside of it. */
  readonly quad: Quad;
  /** Which sides, from corner k to the next, are the picture's border with the document going on beyond. */
  readonly onFrame: readonly [boolean, boolean, boolean, boolean];
  /** 0 to 1. */
  readonly confidence: number;
}

/** Everything the nets say of a picture. */
export interface SeenDocuments {
  /** The surest first; no two of them cover the same place. */
  readonly documents: readonly SeenDocument[];
  /** `null` where nothing looked. */
  readonly maps: OutlineMaps | null;
}

/** The size at which documents are sought: a side is then found to a pixel of it, a thousandth of the picture. */
export const findLongSidePx = 1024;
// More outlines than this in one picture are a pattern, not documents.
const mostRegions = 6;
// Where a side is only suspected between two documents that nearly touch, the lower one parts them.
const leastSides = [0.5, 0.3, 0.15];
// Two outlines that share this much of the smaller one are of one document; two that overlap this much are the same.
const sameDocument = 0.4;
const sameOutline = 0.95;

/**
 * Every document in a picture: the net `document-outline` marks where documents are and where their sides run, each region gets four
 * lines, and each of them is brought to the edge seen along it. For a picture of about {@link findLongSidePx}; works with any.
 */
export async function findDocuments(image: RgbRaster, net: Pick<Net, 'run'>): Promise<SeenDocuments> {
  const maps = await markDocuments(image, net);
  const fitted: FittedQuad[] = [];
  for (const leastSide of leastSides) {
    for (const region of findRegions(maps, leastSide).slice(0, mostRegions)) {
      const outline = fitQuad(region, maps);
      if (outline !== undefined && fitted.every(({ quad }) => overlapOf(quad, outline.quad) < sameOutline))
        fitted.push(outline);
    }
  }
  const frame = frameOfSize(image);
  const judged = fitted
    .map((outline) => refineSides(image, outline, maps))
    .map(({ quad, onFrame }) => ({ quad, onFrame, confidence: confidenceOf(quad, onFrame, maps) }))
    .toSorted((a, b) => b.confidence - a.confidence);
  const documents: SeenDocument[] = [];
  for (const document of judged) {
    const isNew = documents.every(({ quad }) => sharedOf(quad, document.quad, frame) < sameDocument);
    if (isNew) documents.push(document);
  }
  return { documents, maps };
}

/** How well an outline agrees with what is marked: shared over joined, of its cells and of the marked ones in and close around it. */
export function agreementOf(quad: Quad, { width, height, cellPx, inside }: OutlineMaps): number {
  let [shared, joined] = [0, 0];
  const around = expanded(quad, 1.25);
  for (let row = 0; row < height; row += 1) {
    for (let column = 0; column < width; column += 1) {
      const at = { x: (column + 0.5) * cellPx.x, y: (row + 0.5) * cellPx.y };
      if (!contains(around, at)) continue;
      const marked = inside[row * width + column] ?? 0;
      const isIn = contains(quad, at);
      shared += isIn ? marked : 0;
      joined += isIn ? 1 : marked;
    }
  }
  return joined === 0 ? 0 : shared / joined;
}

function expanded(quad: Quad, factor: number): Quad {
  const center = {
    x: (quad[0].x + quad[1].x + quad[2].x + quad[3].x) / 4,
    y: (quad[0].y + quad[1].y + quad[2].y + quad[3].y) / 4,
  };
  const move = (corner: Quad[0]): Quad[0] => ({
    x: center.x + factor * (corner.x - center.x),
    y: center.y + factor * (corner.y - center.y),
  });
  return [move(quad[0]), move(quad[1]), move(quad[2]), move(quad[3])];
}

// The net draws a side as a band that fades to either side; its middle, where a true side runs, has about this.
const clearMark = 0.85;
const marksPerSide = 30;

// Two documents side by side are as well marked as one, but no document has such proportions: each of the two is surer than both.
const oddShare = 0.6;

/** How sure an outline is: its agreement with the area that is marked, how well its own sides are, and whether documents have such a shape. */
function confidenceOf(quad: Quad, onFrame: readonly boolean[], maps: OutlineMaps): number {
  const frame = { x: maps.width * maps.cellPx.x, y: maps.height * maps.cellPx.y };
  let [sum, count] = [0, 0];
  for (const [k, a] of quad.entries()) {
    if (onFrame[k] === true) continue;
    const b = nextOf(quad, k);
    for (let i = 0; i < marksPerSide; i += 1) {
      const t = (i + 0.5) / marksPerSide;
      const at = { x: a.x + t * (b.x - a.x), y: a.y + t * (b.y - a.y) };
      if (at.x < -1 || at.y < -1 || at.x > frame.x + 1 || at.y > frame.y + 1) continue;
      sum += sampleMap(maps, maps.side, at);
      count += 1;
    }
  }
  const marked = count === 0 ? 0 : Math.min(1, sum / count / clearMark);
  const isOdd = !onFrame.includes(true) && proportionPenalty(quad, undefined) === undefined;
  return Math.sqrt(agreementOf(quad, maps) * marked) * (isOdd ? oddShare : 1);
}

/** What two outlines share within the picture, as a part of the smaller one. */
function sharedOf(a: Quad, b: Quad, frame: Quad): number {
  const [p, q] = [clipPolygon(a, frame), clipPolygon(b, frame)];
  return areaOfPolygon(clipPolygon(p, q)) / Math.max(1, Math.min(areaOfPolygon(p), areaOfPolygon(q)));
}
