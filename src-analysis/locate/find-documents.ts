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
  const judged = fitted
    .map((outline) => bestOutline(image, outline, maps))
    .toSorted((a, b) => b.confidence - a.confidence);
  const documents: SeenDocument[] = [];
  for (const document of judged) {
    const isNew = documents.every(({ quad }) => sharedOf(quad, document.quad, frame) < sameDocument);
    if (isNew) documents.push(document);
  }
  return { documents, maps };
}

// From here on no other lines are tried: of the outlines in docs/accuracy and models/training/locate none got better by more than its rim.
const sure = 0.97;

/** The outline brought to the edges along it; where that leaves doubt, the most convincing one of that and of other lines nearby. */
export function bestOutline(image: RgbRaster, outline: RoughOutline, maps: OutlineMaps): SeenDocument {
  const refined = refineSides(image, outline, maps);
  let best = judged(image, refined, maps);
  if (best.confidence >= sure) return best;
  const { onFrame, archPx } = refined;
  for (const quad of otherOutlines(image, refined, maps)) {
    const other = judged(image, refineSides(image, { quad, onFrame, archPx }, maps, closeLooks), maps);
    if (other.confidence > best.confidence) best = other;
  }
  return best;
}

function judged(image: RgbRaster, refined: RefinedQuad, maps: OutlineMaps): SeenDocument {
  const { quad, onFrame } = refined;
  return { quad, onFrame, confidence: confidenceOf(signsOf(image, refined, maps)) };
}

/** What two outlines share within the picture, as a part of the smaller one. */
function sharedOf(a: Quad, b: Quad, frame: Quad): number {
  const [p, q] = [clipPolygon(a, frame), clipPolygon(b, frame)];
  return areaOfPolygon(clipPolygon(p, q)) / Math.max(1, Math.min(areaOfPolygon(p), areaOfPolygon(q)));
}
