import type { Quad } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import type { Net } from '../models/pool.ts';
import { fitQuad } from './fit-quad.ts';
import { markDocuments, type OutlineMaps } from './outline-net.ts';
import { findRegions } from './outline-regions.ts';
import { contains, frameOfSize, overlapOf } from './quad-geometry.ts';
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
const mostDocuments = 6;
// Two outlines that share this much are one document's.
const sameDocument = 0.3;

/**
 * Every document in a picture: the net `document-outline` marks where documents are and where their sides run, each region gets four
 * lines, and each of them is brought to the edge seen along it. For a picture of about {@link findLongSidePx}; works with any.
 */
export async function findDocuments(image: RgbRaster, net: Pick<Net, 'run'>): Promise<SeenDocuments> {
  const maps = await markDocuments(image, net);
  const judged = findRegions(maps)
    .slice(0, mostDocuments)
    .flatMap((region) => fitQuad(region, maps) ?? [])
    .map((fitted) => refineSides(image, fitted, maps))
    .map(({ quad, onFrame, seen }) => ({
      quad,
      onFrame,
      confidence: confidenceOf(agreementOf(quad, maps), sidesSeen(seen, onFrame)),
    }))
    .toSorted((a, b) => b.confidence - a.confidence);
  const documents: SeenDocument[] = [];
  for (const document of judged) {
    const frame = frameOfSize(image);
    if (documents.every(({ quad }) => overlapOf(quad, document.quad, frame) < sameDocument)) {
      documents.push(document);
    }
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

/** Mean of what is seen of the sides that are not the picture's border. */
function sidesSeen(seen: readonly number[], onFrame: readonly boolean[]): number {
  const own = seen.filter((_, k) => onFrame[k] !== true);
  return own.length === 0 ? 0 : own.reduce((sum, value) => sum + value, 0) / own.length;
}

function confidenceOf(agreement: number, seen: number): number {
  return Math.min(1, Math.max(0, 0.5 * agreement + 0.5 * seen));
}
