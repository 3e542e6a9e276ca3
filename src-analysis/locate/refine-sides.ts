import type { Point, Quad } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import type { FittedQuad } from './fit-quad.ts';
import { sampleMap, type OutlineMaps } from './outline-net.ts';
import { areaOf, distance, lineThrough, nextOf, quadOfLines, type Line } from './quad-geometry.ts';
import { cutStrip, stripColumns, stripRows, type SideStrip } from './side-strip.ts';

/** An outline with its sides found in the picture. */
export interface RefinedQuad extends FittedQuad {
  /** For each side, from corner k to the next, how much of it (0 to 1) was seen where it now is; 0 for the picture's border. */
  readonly seen: readonly [number, number, number, number];
}

// Parts of an outline's size, to either side: what the fit to the map may be off, and what remains after one look.
const reaches = [0.05, 0.015];
// A side seen less than this where it would be moved to stays where it was.
const leastSeen = 0.1;
// One that the map has on the picture's border has to be seen well to be moved from there: print is nearer than the border's nothing.
const leastSeenOnBorder = 0.35;
// A corner that moves by more than this many reaches follows another line.
const mostMoved = 3;

const sideNumbers = [0, 1, 2, 3] as const;
type SideNumber = (typeof sideNumbers)[number];

/**
 * Brings a roughly known outline's sides to the edges seen in the picture, twice, the second time closer: of the strip along each side
 * the straight line counts under which there is most of an edge, of the edges where the map has sides. In pixels of the picture.
 */
export function refineSides(image: RgbRaster, outline: FittedQuad, maps: OutlineMaps): RefinedQuad {
  let refined: RefinedQuad = { ...outline, seen: [0, 0, 0, 0] };
  for (const reach of reaches) refined = moveSides(refined, reach * sizeOf(refined.quad), image, maps);
  return refined;
}

function moveSides(outline: RefinedQuad, reachPx: number, image: RgbRaster, maps: OutlineMaps): RefinedQuad {
  const { quad, onFrame } = outline;
  const sides = sideNumbers.map((k): { line: Line; seen: number } => {
    const [a, b] = [quad[k], nextOf(quad, k)];
    const stays = lineThrough(a, b);
    if (onFrame[k]) return { line: stays, seen: 0 };
    const strip = cutStrip(image, a, b, reachPx);
    const found = lineInStrip(edgesIn(strip, maps));
    const least = isOnBorder(a, b, image) ? leastSeenOnBorder : leastSeen;
    if (found === undefined || found.seen < least) return { line: stays, seen: found?.seen ?? 0 };
    return { line: lineThrough(strip.at(found.startRow, 0), strip.at(found.endRow, 1)), seen: found.seen };
  });
  const moved = quadOfLines(sides.map(({ line }) => line));
  const seenOf = (k: SideNumber): number => sides[k]?.seen ?? 0;
  const seen = [seenOf(0), seenOf(1), seenOf(2), seenOf(3)] as const;
  const isSound =
    moved !== undefined &&
    sideNumbers.every((k) => distance(moved[k], quad[k]) < mostMoved * reachPx) &&
    areaOf(moved) > 0.5 * areaOf(quad);
  return isSound ? { quad: moved, onFrame, seen } : { ...outline, seen };
}

/** The root of an outline's area, by its middle lines. */
function sizeOf([p0, p1, p2, p3]: Quad): number {
  const across = (distance(p0, p1) + distance(p3, p2)) / 2;
  const down = (distance(p0, p3) + distance(p1, p2)) / 2;
  return Math.max(1, Math.sqrt(across * down));
}

function isOnBorder(a: Point, b: Point, { width, height }: RgbRaster): boolean {
  return [a.x, a.y, a.x - width, a.y - height].some(
    (value, k) => Math.abs(value) < 1 && Math.abs([b.x, b.y, b.x - width, b.y - height][k] ?? 1) < 1,
  );
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
  const { color, inPicture } = strip;
  const share = new Float32Array(stripRows * stripColumns);
  const columns: number[] = [];
  const rowLength = stripColumns * 3;
  for (let column = 0; column < stripColumns; column += 1) {
    const middle = (stripRows / 2) * stripColumns + column;
    if (inPicture[middle] === 1 || inPicture[middle - stripColumns] === 1) columns.push(column);
    let total = stepFloor;
    for (let row = 1; row < stripRows - 1; row += 1) {
      const at = row * stripColumns + column;
      if (inPicture[at - stripColumns] !== 1 || inPicture[at + stripColumns] !== 1) continue;
      let step = 0;
      for (let c = 0; c < 3; c += 1) {
        const i = at * 3 + c;
        step = Math.max(step, Math.abs((color[i + rowLength] ?? 0) - (color[i - rowLength] ?? 0)) / 2);
      }
      const mark = sampleMap(maps, maps.side, strip.at(row, (column + 0.5) / stripColumns));
      const weighted = Math.min(step, mostStep) * (offMap + (1 - offMap) * mark);
      share[at] = weighted;
      total += weighted;
    }
    for (let row = 0; row < stripRows; row += 1) {
      const at = row * stripColumns + column;
      share[at] = (share[at] ?? 0) / total;
    }
  }
  return { share, columns };
}

interface LineInStrip {
  /** Rows, fractional, where the line enters and leaves the strip. */
  readonly startRow: number;
  readonly endRow: number;
  /** Mean share of the edge within a row of it, 0 to 1. */
  readonly seen: number;
}

/** The straight line through the strip with most edge within a row of it, then least squares of what lies there. */
export function lineInStrip({ share, columns }: StripEdges): LineInStrip | undefined {
  if (columns.length < 4) return undefined;
  const near = new Float32Array(stripRows * stripColumns); // a line between two rows loses nothing
  for (let at = 0; at < near.length; at += 1) {
    near[at] = (share[at - stripColumns] ?? 0) + (share[at] ?? 0) + (share[at + stripColumns] ?? 0);
  }
  let best = { startRow: 0, endRow: 0, sum: -1 };
  for (let startRow = 0; startRow < stripRows; startRow += 1) {
    for (let endRow = 0; endRow < stripRows; endRow += 1) {
      let sum = 0;
      for (const column of columns) {
        const row = Math.round(startRow + ((endRow - startRow) * (column + 0.5)) / stripColumns);
        sum += near[row * stripColumns + column] ?? 0;
      }
      if (sum > best.sum) best = { startRow, endRow, sum };
    }
  }
  return { ...fitNear({ share, columns }, best), seen: Math.min(1, best.sum / columns.length) };
}

// Rows on either side of the line that count in its fit: the blur of an edge is within, the next edge is not.
const fitReachRows = 2;
const fitRounds = 4;

function fitNear(
  { share, columns }: StripEdges,
  line: { readonly startRow: number; readonly endRow: number },
): { startRow: number; endRow: number } {
  let { startRow, endRow } = line;
  for (let round = 0; round < fitRounds; round += 1) {
    let [w, wt, wr, wtt, wtr] = [0, 0, 0, 0, 0];
    for (const column of columns) {
      const t = (column + 0.5) / stripColumns;
      const on = startRow + (endRow - startRow) * t;
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
      w += weight;
      wt += weight * t;
      wr += (weight * moment) / mass;
      wtt += weight * t * t;
      wtr += (weight * t * moment) / mass;
    }
    if (w < 1e-9) break;
    const [mt, mr] = [wt / w, wr / w];
    const spread = wtt / w - mt * mt;
    const slope = spread < 1e-4 ? endRow - startRow : (wtr / w - mt * mr) / spread;
    [startRow, endRow] = [mr - slope * mt, mr + slope * (1 - mt)];
  }
  return { startRow, endRow };
}
