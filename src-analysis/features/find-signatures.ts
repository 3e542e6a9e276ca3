import type { Point, Rect } from '#shared/domain/geometry.ts';
import { areasOf, boundsOfCells } from './marked-areas.ts';
import type { InkMap } from './page-ink.ts';

/** A pen's line on a flat page, in its pixels. */
export interface FoundSignature {
  readonly rectPx: Rect;
  readonly confidence: number;
}

export interface FindSignaturesInput {
  /**
   * Of the flat page, some 4 pixels to the millimeter: a pen's line is one and more wide. Portraits, zones, barcodes, stamps and words that were
   * read surely are not free on it; a signature that is taken for a word is read doubtfully.
   */
  readonly ink: InkMap;
  readonly pixelsPerMm: number;
  readonly places: readonly SignaturePlace[];
  /** Labels of somebody else's signature: what lies nearer to one of them than to its own place's label is that person's. */
  readonly otherLabels?: readonly Rect[];
}

/** Where a signature belongs: where its layout has it, or beside its label. */
export interface SignaturePlace {
  readonly within: Rect;
  readonly label: Rect | null;
}

/** A stroke takes a fifth of the light and more, a page's pattern less. */
const leastTaken = 0.2;
/** The longest stroke of a signature, and how high it is at least: a ruled line has no height. */
const leastWideMm = 8;
const leastHighMm = 1.5;
/** Higher for its width it is a ring or a figure. */
const mostProportion = 0.7;
/**
 * A pen's line leaves most of its rectangle bare, print and pictures do not: measured, the drawn signatures of the corpus cover 0.13 to 0.28 of
 * theirs, words whose letters touch 0.35 and more. Denser ones count for less, up to where print is as dense.
 */
const mostCovered = 0.45;
/** What reaches the page's edge is the ground beyond a rounded corner, or a shadow: outlines are found to within this. */
const edgeMm = 1;
/** A next stroke begins within this of the last. */
const gapMm = 2;

/** Signatures by their longest stroke, one in each place at most, with the further strokes beside it. */
export function findSignatures({
  ink,
  pixelsPerMm,
  places,
  otherLabels = [],
}: FindSignaturesInput): readonly FoundSignature[] {
  if (places.length === 0) return [];
  const { width, height, taken, free } = ink;
  const edge = edgeMm * pixelsPerMm;
  const marked = new Uint8Array(taken.length);
  for (let at = 0; at < marked.length; at += 1)
    if (free[at] === 1 && (taken[at] ?? 0) >= leastTaken) marked[at] = 1;
  const strokes = areasOf(marked, width, 1)
    .map((cells) => ({ cells, rect: boundsOfCells(cells, width) }))
    .filter(({ cells, rect }) => cells.length <= mostCovered * rect.width * rect.height || cells.length < 9);
  const lines = strokes
    .filter(({ rect }) => {
      const isInside =
        rect.x >= edge &&
        rect.y >= edge &&
        rect.x + rect.width <= width - edge &&
        rect.y + rect.height <= height - edge;
      return (
        isInside &&
        rect.width >= leastWideMm * pixelsPerMm &&
        rect.height >= leastHighMm * pixelsPerMm &&
        rect.height <= mostProportion * rect.width
      );
    })
    .map(({ cells, rect }) => ({ rect, bare: 1 - cells.length / (mostCovered * rect.width * rect.height) }))
    .sort((a, b) => b.rect.width * b.bare - a.rect.width * a.bare);
  const chosen = places.flatMap(
    ({ within, label }) =>
      lines.find(({ rect }) => {
        const middle = { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
        const isAnothers =
          label !== null && otherLabels.some((other) => gapTo(other, middle) < gapTo(label, middle));
        return holds(within, middle) && !isAnothers;
      }) ?? [],
  );
  // Places may lie over each other.
  return [...new Set(chosen)].map((line) => {
    // Long thin lines are surer: in one stroke no print is of 30 mm.
    const confidence = Math.min(0.95, 0.4 + (line.bare * line.rect.width) / pixelsPerMm / 25);
    const rectPx = withFurther(
      line.rect,
      strokes.map(({ rect }) => rect),
      gapMm * pixelsPerMm,
    );
    return { rectPx, confidence };
  });
}

/** The line with the strokes that go on beside it at its height. */
function withFurther(line: Rect, strokes: readonly Rect[], gap: number): Rect {
  let whole = line;
  for (const stroke of strokes) {
    const beside =
      Math.max(stroke.x, whole.x) - Math.min(stroke.x + stroke.width, whole.x + whole.width) <= gap;
    const level =
      Math.min(stroke.y + stroke.height, line.y + line.height) - Math.max(stroke.y, line.y) >=
      0.5 * stroke.height;
    if (beside && level && stroke.height <= line.height) whole = union(whole, stroke);
  }
  return whole;
}

function union(a: Rect, b: Rect): Rect {
  const [x, y] = [Math.min(a.x, b.x), Math.min(a.y, b.y)];
  return {
    x,
    y,
    width: Math.max(a.x + a.width, b.x + b.width) - x,
    height: Math.max(a.y + a.height, b.y + b.height) - y,
  };
}

function holds(rect: Rect, point: Point): boolean {
  return gapTo(rect, point) === 0;
}

/** From a point to the nearest of a rectangle; 0 within it. */
function gapTo({ x, y, width, height }: Rect, point: Point): number {
  const across = Math.max(x - point.x, 0, point.x - (x + width));
  return Math.hypot(across, Math.max(y - point.y, 0, point.y - (y + height)));
}
