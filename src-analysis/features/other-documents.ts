import type { Quad } from '#shared/domain/geometry.ts';
import type { DocumentDefinition } from '../documents/definition.ts';
import { areaOf, distance, overlapOf } from '../locate/quad-geometry.ts';
import { documentSizesMm } from './document-frame.ts';

/** Documents lie side by side; a portrait or a printed box lies on the document. Of its own area, this much at most. */
const mostWithin = 0.5;
/** An ID-1 card has 0.42 of a passport page's area; seen at twice the distance, a tenth. A fingertip has less. */
const leastArea = 0.1;
/** A page ends at the fold of its booklet, give or take this share of the fold's length. */
const foldReach = 0.06;
/** Of the page's side, at least so much runs along the fold: arched pages are not found to their ends. */
const leastAlongFold = 0.6;

/**
 * Of what was found beside a document, in the picture's pixels, what is another document: neither lies on the document nor is far too small for
 * one, nor is the other page of the booklet that the document is a page of.
 */
export function otherDocumentsOf(
  quad: Quad,
  others: readonly Quad[],
  definition: DocumentDefinition | null,
): readonly Quad[] {
  return others.filter(
    (other) =>
      shareWithin(other, quad) < mostWithin &&
      areaOf(other) >= leastArea * areaOf(quad) &&
      !(isPage(definition) && isFacingPage(other, quad)),
  );
}

/** Share of the first's area that lies within the second. */
function shareWithin(inner: Quad, outer: Quad): number {
  const overlap = overlapOf(inner, outer);
  const shared = (overlap * (areaOf(inner) + areaOf(outer))) / (1 + overlap);
  return areaOf(inner) > 0 ? shared / areaOf(inner) : 1;
}

/** Passports and other booklets of ID-3 pages. */
function isPage(definition: DocumentDefinition | null): boolean {
  return definition?.sizeMm?.width === documentSizesMm.TD3.width;
}

function isFacingPage(other: Quad, quad: Quad): boolean {
  const sides = [0, 1, 2, 3] as const;
  const next = { 0: 1, 1: 2, 2: 3, 3: 0 } as const;
  return sides.some((fold) => {
    const [a, b] = [quad[fold], quad[next[fold]]];
    const length = distance(a, b);
    const across = ({ x, y }: Quad[number]): number =>
      Math.abs((b.x - a.x) * (y - a.y) - (b.y - a.y) * (x - a.x)) / length;
    const along = ({ x, y }: Quad[number]): number =>
      ((b.x - a.x) * (x - a.x) + (b.y - a.y) * (y - a.y)) / length;
    return sides.some((side) => {
      const [c, d] = [other[side], other[next[side]]];
      const shared =
        Math.min(length, Math.max(along(c), along(d))) - Math.max(0, Math.min(along(c), along(d)));
      return [c, d].every((end) => across(end) <= foldReach * length) && shared >= leastAlongFold * length;
    });
  });
}
