import type { Quad } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import type { FittedQuad } from './fit-quad.ts';
import { isOnBorder } from './judge-outline.ts';
import { sampleMap, type OutlineMaps } from './outline-net.ts';
import {
  areaOf,
  distance,
  lineThrough,
  nextOf,
  quadOfLines,
  sideNumbers,
  type SideNumber,
} from './quad-geometry.ts';
import { archAt, cutStrip, stepsAcross, type SideStrip, type StripPlan } from './side-strip.ts';

/** An outline with its sides found in the picture. */
export interface RefinedQuad extends FittedQuad {
  /** For each side, from corner k to the next, how much of it (0 to 1) was seen where it now is; 0 for the picture's border. */
  readonly seen: readonly [number, number, number, number];
  /** How far each side is arched inward at its middle, as an open booklet's page is; in pixels, 0 for a straight one. */
  readonly archPx: readonly [number, number, number, number];
}

const [stripRows, stripColumns] = [32, 24];
// Along a side of a thousand pixels a column is forty wide: eight looks at it leave nothing to chance.
const plan: Omit<StripPlan, 'reachPx' | 'archPx'> = {
  rows: stripRows,
  columns: stripColumns,
  from: 0,
  to: 1,
  samplesPerColumn: 8,
};
// Parts of an outline's size, to either side: what the fit to the map may be off, and what remains after one look.
const reaches = [0.05, 0.015];
/** The looks at an outline that was put together of lines seen already. */
export const closeLooks: readonly number[] = [0.02, 0.01];
// An arch of a page does not fit into a narrower strip.
const leastReachForArches = 0.05;
// A side seen less than this where it would be moved to stays where it was.
const leastSeen = 0.1;
// One that the map has on the picture's border has to be seen well to be moved from there: print is nearer than the border's nothing.
const leastSeenOnBorder = 0.35;
// A corner that moves by more than this many reaches follows another line.
const mostMoved = 3;

/** An outline whose sides may be known to be arched. */
export type RoughOutline = FittedQuad & Partial<Pick<RefinedQuad, 'archPx'>>;

/**
 * Brings a roughly known outline's sides to the edges seen in the picture, look by look, each closer than the one before: of the strip
 * along each side the line counts under which there is most of an edge, of the edges where the map has sides. Straight, or arched as an
 * open booklet's page is where both of its arched sides show it; the corners are then where the arches end. In pixels of the picture.
 */
export function refineSides(
  image: RgbRaster,
  outline: RoughOutline,
  maps: OutlineMaps,
  looks: readonly number[] = reaches,
): RefinedQuad {
  let refined: RefinedQuad = { archPx: [0, 0, 0, 0], ...outline, seen: [0, 0, 0, 0] };
  for (const [index, reach] of looks.entries()) {
    const mayArch = index === 0 && reach >= leastReachForArches;
    refined = moveSides(refined, reach * sizeOf(refined.quad), image, { maps, mayArch });
  }
  return refined;
}

function moveSides(
  outline: RefinedQuad,
  reachPx: number,
  image: RgbRaster,
  { maps, mayArch }: { readonly maps: OutlineMaps; readonly mayArch: boolean },
): RefinedQuad {
  const { quad, onFrame, archPx } = outline;
  const looks = sideNumbers.map((k) => {
    const [a, b] = [quad[k], nextOf(quad, k)];
    const stays = { line: lineThrough(a, b), seen: 0, archPx: archPx[k] };
    if (onFrame[k]) return { straight: stays, archedBy: () => stays };
    const strip = cutStrip(image, a, b, { ...plan, reachPx, archPx: archPx[k] });
    const edges = edgesIn(strip, maps);
    const least = isOnBorder(a, b, image) ? leastSeenOnBorder : leastSeen;
    const archedBy = (arches: readonly number[]): typeof stays => {
      const found = lineInStrip(edges, arches);
      if (found === undefined || found.seen < least) return { ...stays, seen: found?.seen ?? 0 };
      const line = lineThrough(strip.at(found.startRow, 0), strip.at(found.endRow, 1));
      return { line, seen: found.seen, archPx: archPx[k] + (found.archRows * 2 * reachPx) / stripRows };
    };
    return { straight: archedBy(noArch), archedBy };
  });
  const sides = looks.map(({ straight }) => straight);
  for (const k of [0, 1] as const) {
    const pair = [looks[k], looks[k + 2]].filter((look) => look !== undefined);
    const seenStraight = pair.reduce((sum, { straight }) => sum + straight.seen, 0);
    const isArched = archPx[k] !== 0;
    if (!isArched && !(mayArch && seenStraight < clearlyStraight)) continue;
    const arched = pair.map(({ archedBy }) => archedBy(isArched ? closeArches : archesRows));
    // A page is arched as a whole: both sides of a pair, the one inward and the other outward, and both seen better so.
    const [p, q] = arched.map((side) => side.archPx);
    if (p === undefined || q === undefined) continue;
    const isAlike = p * q < 0 && Math.abs(p + q) < 0.5 * Math.max(Math.abs(p), Math.abs(q));
    const gain = arched.reduce((sum, { seen }) => sum + seen, 0) - seenStraight;
    if (isArched || (isAlike && gain > leastArchGain))
      arched.forEach((side, index) => (sides[k + 2 * index] = side));
  }
  const moved = quadOfLines(sides.map(({ line }) => line));
  const four = (of: (side: (typeof sides)[number]) => number): readonly [number, number, number, number] => {
    const at = (k: SideNumber): number => {
      const side = sides[k];
      return side === undefined ? 0 : of(side);
    };
    return [at(0), at(1), at(2), at(3)];
  };
  const seen = four((side) => side.seen);
  const isSound =
    moved !== undefined &&
    sideNumbers.every((k) => distance(moved[k], quad[k]) < mostMoved * reachPx) &&
    areaOf(moved) > 0.5 * areaOf(quad);
  return isSound ? { quad: moved, onFrame, seen, archPx: four((side) => side.archPx) } : { ...outline, seen };
}

/** The root of an outline's area, by its middle lines. */
function sizeOf([p0, p1, p2, p3]: Quad): number {
  const across = (distance(p0, p1) + distance(p3, p2)) / 2;
  const down = (distance(p0, p3) + distance(p1, p2)) / 2;
  return Math.max(1, Math.sqrt(across * down));
}

/** Of each column of a strip, how the edge is distributed over its rows: shares of 1, less where nothing much is to be seen. */
export interface StripEdges {
  readonly share: Float32Array;
  /** Columns whose middle is in the picture. */
  readonly columns: readonly number[];
}

// A bold step gets no more than a clear one, or a frame in print would outvote a light card's side on a light table.
const mostStep = 16;
// What has to be there for half a share: about what noise adds up to in a column.
const stepFloor = 5;
// What an edge counts where the map has no side at all, against where it is sure of one: the map is coarse, and may be wrong.
const offMap = 0.06;

function edgesIn(strip: SideStrip, maps: OutlineMaps): StripEdges {
  const share = stepsAcross(strip);
  const columns: number[] = [];
  for (let column = 0; column < stripColumns; column += 1) {
    const middle = (stripRows / 2) * stripColumns + column;
    if (strip.inPicture[middle] === 1 || strip.inPicture[middle - stripColumns] === 1) columns.push(column);
    let total = stepFloor;
    for (let row = 1; row < stripRows - 1; row += 1) {
      const at = row * stripColumns + column;
      const step = share[at] ?? 0;
      if (step === 0) continue;
      const mark = sampleMap(maps, maps.side, strip.at(row, (column + 0.5) / stripColumns));
      const weighted = Math.min(step, mostStep) * (offMap + (1 - offMap) * mark);
      share[at] = weighted;
      total += weighted;
    }
    for (let at = column; at < share.length; at += stripColumns) share[at] = (share[at] ?? 0) / total;
  }
  return { share, columns };
}

interface LineInStrip {
  /** Rows, fractional, where the line enters and leaves the strip. */
  readonly startRow: number;
  readonly endRow: number;
  /** Rows that it is off a straight line at its middle, downwards. */
  readonly archRows: number;
  /** Mean share of the edge within a row of it, 0 to 1. */
  readonly seen: number;
}

const noArch = [0];
// In the first look a row is 0.3 % of the outline's size: pages arch by some 3 % of their height.
const archesRows = [-10, -8, -6, -4, 4, 6, 8, 10];
// In the second, along the arch found in the first.
const closeArches = [-4, -2, 0, 2, 4];
const leastArchGain = 0.12;
// Two sides that are seen as well as this together are straight, and need no arches tried.
const clearlyStraight = 1.3;

/** The line through the strip with most edge within a row of it, straight or arched as given, then least squares of what lies there. */
export function lineInStrip(
  { share, columns }: StripEdges,
  archesTried: readonly number[] = noArch,
): LineInStrip | undefined {
  if (columns.length < 4) return undefined;
  const near = new Float32Array(stripRows * stripColumns); // a line between two rows loses nothing
  for (let at = 0; at < near.length; at += 1) {
    near[at] = (share[at - stripColumns] ?? 0) + (share[at] ?? 0) + (share[at + stripColumns] ?? 0);
  }
  let best = { startRow: 0, endRow: 0, archRows: 0, sum: -1 };
  for (const archRows of archesTried) {
    const offsets = columns.map((column) => archRows * archAt((column + 0.5) / stripColumns) + 0.5);
    for (let startRow = 0; startRow < stripRows; startRow += 1) {
      for (let endRow = 0; endRow < stripRows; endRow += 1) {
        let sum = 0;
        for (let i = 0; i < columns.length; i += 1) {
          const column = columns[i] ?? 0;
          const row = Math.floor(
            startRow + ((endRow - startRow) * (column + 0.5)) / stripColumns + (offsets[i] ?? 0),
          );
          if (row >= 0 && row < stripRows) sum += near[row * stripColumns + column] ?? 0;
        }
        if (sum > best.sum) best = { startRow, endRow, archRows, sum };
      }
    }
  }
  return {
    ...fitNear({ share, columns }, best, archesTried.length > 1),
    seen: Math.min(1, best.sum / columns.length),
  };
}

// Rows on either side of the line that count in its fit: the blur of an edge is within, the next edge is not.
const fitReachRows = 2;
const fitRounds = 4;

function fitNear(
  { share, columns }: StripEdges,
  line: Pick<LineInStrip, 'startRow' | 'endRow' | 'archRows'>,
  isArched: boolean,
): Omit<LineInStrip, 'seen'> {
  let { startRow, endRow, archRows } = line;
  for (let round = 0; round < fitRounds; round += 1) {
    // Weighted sums for row = c0 + c1 t + c2 arch(t).
    const m = [0, 0, 0, 0, 0, 0];
    const v = [0, 0, 0];
    for (const column of columns) {
      const t = (column + 0.5) / stripColumns;
      const arch = archAt(t);
      const on = startRow + (endRow - startRow) * t + archRows * arch;
      const first = Math.max(0, Math.ceil(on - fitReachRows));
      const last = Math.min(stripRows - 1, Math.floor(on + fitReachRows));
      let [mass, moment] = [0, 0];
      for (let row = first; row <= last; row += 1) {
        const value = share[row * stripColumns + column] ?? 0;
        mass += value;
        moment += value * row;
      }
      if (mass < 1e-6) continue;
      const weight = mass * mass; // columns that are sure
      const row = moment / mass;
      [1, t, t * t, arch, arch * t, arch * arch].forEach((value, k) => (m[k] = (m[k] ?? 0) + weight * value));
      [row, row * t, row * arch].forEach((value, k) => (v[k] = (v[k] ?? 0) + weight * value));
    }
    const [w = 0, wt = 0, wtt = 0, wa = 0, wat = 0, waa = 0] = m;
    const [wr = 0, wrt = 0, wra = 0] = v;
    if (w < 1e-9) break;
    const [mt, mr, ma] = [wt / w, wr / w, wa / w];
    const [tt, tr, ta, aa, ar] = [
      wtt / w - mt * mt,
      wrt / w - mt * mr,
      wat / w - mt * ma,
      waa / w - ma * ma,
      wra / w - ma * mr,
    ];
    const determinant = tt * aa - ta * ta;
    let slope = tt < 1e-4 ? endRow - startRow : tr / tt;
    if (isArched && determinant > 1e-5) {
      slope = (tr * aa - ar * ta) / determinant;
      archRows = (tt * ar - ta * tr) / determinant;
    }
    const middle = mr - (isArched ? archRows * ma : 0);
    [startRow, endRow] = [middle - slope * mt, middle + slope * (1 - mt)];
  }
  return { startRow, endRow, archRows };
}
