import type { Point, Quad, Rect } from '#shared/domain/geometry.ts';
import { crossingOf, findLines, sideSupport, type EdgeLine } from '../features/edge-lines.ts';
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
/** What is seen less of below the face scores at most 0.65, whatever its other sides: no need to look at them. */
const leastUnder = 0.3;
/** What it costs that edges go on past their corners, as those of walls and furniture do and those of a sheet do not. */
const overshoot = 0.7;

/**
 * Looks for straight edges all around a face that meet in corners: its lower edge, which cuts the shoulders off, and the two sides, or one and the
 * upper edge. The lower one is what a door frame, a picture on the wall or a shelf behind somebody cannot have: the person stands before it.
 * `null` where there is no such thing.
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
  const on = sortLines(lines, face);
  let best: EdgesAroundFace | null = null;
  for (const below of on.below) {
    // A frame on the wall that ends above the shoulders has a lower edge too, but not where the neck is before it.
    const under = sideSupport(below, ...endsBelow(below, face)).seen;
    if (under < leastUnder) continue;
    for (const left of [...on.left, border(0, 0)])
      for (const right of [...on.right, border(0, width)])
        for (const above of [...on.above, border(90, 0)]) {
          const found = judge({ left, right, above, below }, under, width, height);
          if (found !== null && found.score > (best?.score ?? 0))
            best = { score: found.score, quadPx: times(found.quadPx, toOriginal) };
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
      if (isWithin((face.x - x) / face.width, nearest.side)) sorted.left.push(line);
      if (isWithin((x - face.x - face.width) / face.width, nearest.side)) sorted.right.push(line);
    } else if (isLevel) {
      const y = (line.rho - center.x * cos) / sin;
      if (isWithin((face.y - y) / face.width, nearest.above)) sorted.above.push(line);
      if (isWithin((y - face.y - face.height) / face.width, nearest.below)) sorted.below.push(line);
    }
  }
  return sorted;
}

const isWithin = (distance: number, least: number): boolean => distance >= least && distance <= farthest;

function judge(
  { left, right, above, below }: Sides,
  under: number,
  width: number,
  height: number,
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
  const margin = 0.03 * Math.max(width, height);
  const isOutside = ({ x, y }: Point): boolean =>
    x < -margin || y < -margin || x > width + margin || y > height + margin;
  if ([topLeft, topRight, bottomRight, bottomLeft].some(isOutside)) return null;
  const supports = (
    [
      [left, topLeft, bottomLeft],
      [right, topRight, bottomRight],
      [above, topLeft, topRight],
      [below, bottomLeft, bottomRight],
    ] as const
  )
    .filter(([line]) => !line.onBorder)
    .map(([line, from, to]) => sideSupport(line, from, to));
  const seen = supports.map((side) => side.seen);
  const beyond = supports.map((side) => Math.min(1, side.beyond));
  const score = (meanOf(seen) + Math.min(under, ...seen)) / 2 - overshoot * meanOf(beyond);
  return { score, quadPx: [topLeft, topRight, bottomRight, bottomLeft] };
}

/** Where a line passes below the sides of a face. */
function endsBelow({ angleDeg, rho }: EdgeLine, face: Rect): readonly [Point, Point] {
  const radians = (angleDeg * Math.PI) / 180;
  const at = (x: number): Point => ({ x, y: (rho - x * Math.cos(radians)) / Math.sin(radians) });
  return [at(face.x + 0.1 * face.width), at(face.x + 0.9 * face.width)];
}

const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);

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
