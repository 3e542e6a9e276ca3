import type { Point, Quad, Rect } from '#shared/domain/geometry.ts';
import { crossingOf, findLines, shareSeen, type EdgeLine } from '../features/edge-lines.ts';
import { measureGradient, type Gradient } from '../features/gradient.ts';
import type { RgbRaster } from '../image/raster.ts';
import { shrinkToFit } from '../image/resize.ts';

/** What holds a face as a sheet or a device would. */
export interface EdgesAroundFace {
  /** How well its edges are seen, 0 to 1. */
  readonly score: number;
  /** Clockwise from the top left, in pixels of the picture; a side that is not in view lies on the picture's border. */
  readonly quadPx: Quad;
}

/** An edge of a sheet is long: at this size it is found, in a few milliseconds, and the texture of cloth and hair is not. */
const searchLongSidePx = 240;
/** How far from the face's box an edge may be, in widths of the face: nearer is collar and hair, farther is furniture. */
const nearest = { side: 0.15, above: 0.05, below: 0.1 };
const farthest = 2;
/** Sides of a sheet held before a camera are not turned farther than this from upright. */
const mostTurnDeg = 22;
const fewestSides = 3;
/** What is seen less of below the face scores at most 0.7, whatever its other sides: no need to look at them. */
const leastUnder = 0.3;
/**
 * How much each part of the score weighs, as exponents that add to one: the side that is seen least, the lower edge just below the face, the end of a side
 * that is seen least, and how far a line goes on past a corner. Chosen of a coarse grid on rendered people in drawn rooms, and pictures of them held up there.
 */
const weights = { side: 0.5, under: 0.3, end: 0.1, past: 0.1 } as const;
/** One part alone that is not seen at all does not make the score nothing. */
const leastPart = 0.02;
/** Pixels of the shrunk picture: rounded corners and the blur of a crossing edge, the least stretch that is looked at, and what of it has to be in the picture. */
const [cornerPx, leastEndPx, leastPastPx, leastInViewPx] = [4, 10, 8, 4];
/** What is nearer to the picture's border is the border itself, or what a camera and a resizing do there. */
const borderPx = 5;
/** Of a side's length, what is looked at before its end and past it. */
const [endShare, pastShare] = [0.15, 0.2];

/**
 * Looks for straight edges all around a face that meet in corners: its lower edge, which cuts the shoulders off, and the two sides, or one and the
 * upper edge. The lower one is what a door frame, a picture on the wall or a shelf behind somebody cannot have: the person stands before it. A table
 * before somebody has one, but it goes on past the corners that it makes with what is behind; and all of a sheet is seen, to its corners, where of what is
 * behind somebody the head or the shoulders hide a piece. `null` where there is no such thing.
 *
 * @param facePx in pixels of the original, as the result; the picture may be shrunk already
 */
export function findEdgesAround(
  { image: picture, toOriginal: before }: { readonly image: RgbRaster; readonly toOriginal: number },
  facePx: Rect,
): EdgesAroundFace | null {
  const { image, toOriginal: shrinking } = shrinkToFit(picture, searchLongSidePx);
  const toOriginal = before * shrinking;
  const face = scaled(facePx, 1 / toOriginal);
  const gradient = measureGradient(image);
  const lines = findLines(gradient, leastEdge(gradient));
  const { width, height } = image;
  const on = sortLines(lines, face, image);
  let best: EdgesAroundFace | null = null;
  for (const below of on.below) {
    // A frame on the wall that ends above the shoulders has a lower edge too, but not where the neck is before it.
    const under = shareSeen(below, ...endsBelow(below, face));
    if (under < leastUnder) continue;
    for (const left of [...on.left, border(0, 0)])
      for (const right of [...on.right, border(0, width)])
        for (const above of [...on.above, border(90, 0)]) {
          const found = judge({ left, right, above, below }, under, { width, height }, best?.score ?? 0);
          if (found !== null) best = { score: found.score, quadPx: times(found.quadPx, toOriginal) };
        }
  }
  return best;
}

/** As for documents: three times what most of the picture shows, between noise after shrinking and 8 gray levels per pixel. */
const leastEdge = ({ medianMagnitude }: Gradient): number => Math.min(8, Math.max(3, 3 * medianMagnitude));

const border = (angleDeg: number, rho: number): EdgeLine => ({
  angleDeg,
  rho,
  onBorder: true,
  profile: undefined,
});

type Sides = Readonly<Record<'left' | 'right' | 'above' | 'below', EdgeLine>>;

/** Lines that may be one of the four sides, by where they pass the face. */
function sortLines(
  lines: readonly EdgeLine[],
  face: Rect,
  frame: Frame,
): Readonly<Record<keyof Sides, readonly EdgeLine[]>> {
  const sorted = {
    left: [] as EdgeLine[],
    right: [] as EdgeLine[],
    above: [] as EdgeLine[],
    below: [] as EdgeLine[],
  };
  const center = { x: face.x + face.width / 2, y: face.y + face.height / 2 };
  for (const line of lines) {
    const radians = (line.angleDeg * Math.PI) / 180;
    const [cos, sin] = [Math.cos(radians), Math.sin(radians)];
    const isUpright = line.angleDeg <= mostTurnDeg || line.angleDeg >= 180 - mostTurnDeg;
    const isLevel = Math.abs(line.angleDeg - 90) <= mostTurnDeg;
    // Where the line passes at the height, or across, of the face's middle.
    if (isUpright) {
      const x = (line.rho - center.y * sin) / cos;
      if (Math.min(x, frame.width - x) < borderPx) continue;
      if (isWithin((face.x - x) / face.width, nearest.side)) sorted.left.push(line);
      if (isWithin((x - face.x - face.width) / face.width, nearest.side)) sorted.right.push(line);
    } else if (isLevel) {
      const y = (line.rho - center.x * cos) / sin;
      if (Math.min(y, frame.height - y) < borderPx) continue;
      if (isWithin((face.y - y) / face.width, nearest.above)) sorted.above.push(line);
      if (isWithin((y - face.y - face.height) / face.width, nearest.below)) sorted.below.push(line);
    }
  }
  return sorted;
}

const isWithin = (distance: number, least: number): boolean => distance >= least && distance <= farthest;

/** `null` where these lines make no frame, or one that scores no more than `toBeat`. */
function judge(
  { left, right, above, below }: Sides,
  under: number,
  frame: Frame,
  toBeat: number,
): EdgesAroundFace | null {
  const seenSides = [left, right, above, below].filter(({ onBorder }) => !onBorder);
  if (seenSides.length < fewestSides) return null;
  const [topLeft, topRight] = [crossingOf(left, above), crossingOf(right, above)];
  const [bottomLeft, bottomRight] = [crossingOf(left, below), crossingOf(right, below)];
  if (
    topLeft === undefined ||
    topRight === undefined ||
    bottomRight === undefined ||
    bottomLeft === undefined
  )
    return null;
  const margin = 0.03 * Math.max(frame.width, frame.height);
  const isOutside = (corner: Point): boolean => !isInside(corner, frame, -margin);
  if ([topLeft, topRight, bottomRight, bottomLeft].some(isOutside)) return null;
  const sides: readonly Side[] = [
    { line: left, from: topLeft, to: bottomLeft },
    { line: right, from: topRight, to: bottomRight },
    { line: above, from: topLeft, to: topRight },
    { line: below, from: bottomLeft, to: bottomRight },
  ].filter(({ line }) => !line.onBorder);
  const least = Math.min(...sides.map(({ line, from, to }) => shareSeen(line, from, to)));
  const soFar = part(least) ** weights.side * part(under) ** weights.under;
  if (soFar <= toBeat) return null;
  const ends = Math.min(...sides.map(endsSeen));
  const past = Math.max(...sides.map((side) => seenPastCorners(side, frame)));
  const score = soFar * part(ends) ** weights.end * part(1 - past) ** weights.past;
  return score > toBeat ? { score, quadPx: [topLeft, topRight, bottomRight, bottomLeft] } : null;
}

interface Frame {
  readonly width: number;
  readonly height: number;
}

interface Side {
  readonly line: EdgeLine;
  readonly from: Point;
  readonly to: Point;
}

const part = (share: number): number => Math.max(leastPart, share);

const isInside = ({ x, y }: Point, { width, height }: Frame, by: number): boolean =>
  x > by && y > by && x < width - by && y < height - by;

/** A place on a side, `px` beyond its end, or before it where that is negative. */
function placeAt(from: Point, to: Point, px: number): Point {
  const share = px / Math.max(1, Math.hypot(to.x - from.x, to.y - from.y));
  return { x: to.x + (to.x - from.x) * share, y: to.y + (to.y - from.y) * share };
}

const lengthOf = ({ from, to }: Side): number => Math.hypot(to.x - from.x, to.y - from.y);

/** Of the two ends of a side, the one that is seen less, 0 to 1. */
function endsSeen(side: Side): number {
  const reach = Math.max(leastEndPx, endShare * lengthOf(side));
  const { line, from, to } = side;
  return Math.min(
    shareSeen(line, placeAt(to, from, -2), placeAt(to, from, -reach)),
    shareSeen(line, placeAt(from, to, -2), placeAt(from, to, -reach)),
  );
}

/** How much of a line is seen past a corner, of the end where that is more; 0 where what is past it is out of the picture. */
function seenPastCorners(side: Side, frame: Frame): number {
  const { line, from, to } = side;
  const reach = Math.max(leastPastPx, pastShare * lengthOf(side));
  const pastOf = (start: Point, end: Point): number => {
    let inView = 0;
    while (inView < reach && isInside(placeAt(start, end, cornerPx + inView + 1), frame, 1)) inView += 1;
    return inView < leastInViewPx
      ? 0
      : shareSeen(line, placeAt(start, end, cornerPx), placeAt(start, end, cornerPx + inView));
  };
  return Math.max(pastOf(to, from), pastOf(from, to));
}

/** Where a line passes below the sides of a face. */
function endsBelow({ angleDeg, rho }: EdgeLine, face: Rect): readonly [Point, Point] {
  const radians = (angleDeg * Math.PI) / 180;
  const at = (x: number): Point => ({ x, y: (rho - x * Math.cos(radians)) / Math.sin(radians) });
  return [at(face.x + 0.1 * face.width), at(face.x + 0.9 * face.width)];
}

const scaled = ({ x, y, width, height }: Rect, by: number): Rect => ({
  x: x * by,
  y: y * by,
  width: width * by,
  height: height * by,
});

function times([a, b, c, d]: Quad, by: number): Quad {
  const at = ({ x, y }: Point): Point => ({ x: x * by, y: y * by });
  return [at(a), at(b), at(c), at(d)];
}
