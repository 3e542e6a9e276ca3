import type { Quad } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import type { Net } from '../models/pool.ts';
import { fitQuad, type FittedQuad } from './fit-quad.ts';
import { confidenceOf, signsOf } from './judge-outline.ts';
import { otherOutlines } from './other-sides.ts';
import { markDocuments, type OutlineMaps } from './outline-net.ts';
import { findRegions } from './outline-regions.ts';
import { areaOfPolygon, clipPolygon, frameOfSize, overlapOf } from './quad-geometry.ts';
import { closeLooks, refineSides, type RefinedQuad, type RoughOutline } from './refine-sides.ts';

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
  const refined = fitted
    .map((outline) => judged(image, refineSides(image, outline, maps), maps))
    .toSorted((a, b) => b.confidence - a.confidence);
  const documents: JudgedOutline[] = [];
  for (const document of refined) {
    const isNew = documents.every(({ quad }) => sharedOf(quad, document.quad, frame) < sameDocument);
    if (isNew) documents.push(document);
  }
  const improved = documents.map((document, index) =>
    index < mostImproved ? improvedBy(image, document, maps) : document,
  );
  return { documents: improved.toSorted((a, b) => b.confidence - a.confidence), maps };
}

// From here on no other lines are tried: what is told as surely was right in all of the pictures it was set on.
const sure = 0.97;
// Further documents are rare, and their outlines matter less.
const mostImproved = 2;

/** A roughly known outline brought to the edges along it and, where that leaves doubt, to better ones nearby. */
export function bestOutline(image: RgbRaster, outline: RoughOutline, maps: OutlineMaps): SeenDocument {
  return improvedBy(image, judged(image, refineSides(image, outline, maps), maps), maps);
}

type JudgedOutline = SeenDocument & RefinedQuad;

/** The most convincing of an outline that leaves doubt and of those that other lines near its sides make. */
function improvedBy(image: RgbRaster, outline: JudgedOutline, maps: OutlineMaps): JudgedOutline {
  let best = outline;
  if (best.confidence >= sure) return best;
  const { onFrame, archPx } = outline;
  for (const quad of otherOutlines(image, outline, maps)) {
    const other = judged(image, refineSides(image, { quad, onFrame, archPx }, maps, closeLooks), maps);
    if (other.confidence > best.confidence) best = other;
  }
  return best;
}

function judged(image: RgbRaster, refined: RefinedQuad, maps: OutlineMaps): JudgedOutline {
  return { ...refined, confidence: confidenceOf(signsOf(image, refined, maps)) };
}

/** What two outlines share within the picture, as a part of the smaller one. */
function sharedOf(a: Quad, b: Quad, frame: Quad): number {
  const [p, q] = [clipPolygon(a, frame), clipPolygon(b, frame)];
  return areaOfPolygon(clipPolygon(p, q)) / Math.max(1, Math.min(areaOfPolygon(p), areaOfPolygon(q)));
}
