import type { Quad } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';
import type { Net } from '../models/pool.ts';
import type { FittedQuad } from './fit-quad.ts';
import { areaOf, distance, lineThrough, quadOfLines, type Line } from './quad-geometry.ts';
import {
  cutStrip,
  pointInStrip,
  sizeOf,
  stripChannels,
  stripColumns,
  stripLength,
  stripRows,
} from './side-strips.ts';

/** An outline with its sides found in the picture. */
export interface RefinedQuad extends FittedQuad {
  /** For each side, from corner k to the next, how much of it (0 to 1) was seen where it now is; 0 for the picture's border. */
  readonly seen: readonly [number, number, number, number];
}

// Parts of an outline's size: what the map of sides may be off, and what remains after one look. `strips.py` trains for them.
const reaches = [0.05, 0.014];
const outputColumns = 24;
const outputRows = stripRows + 1; // the last: not in this strip
// A side seen less than this where it would be moved to stays where it was.
const leastSeen = 0.15;
// A corner that moves by more than this many reaches follows another line.
const mostMoved = 3;

const sideNumbers = [0, 1, 2, 3] as const;

/**
 * Finds the sides of roughly known outlines by `models/own/document-side.onnx`, twice, the second time closer: input `strips`
 * [n, 4, 32, 96], output `logp` [n, 33, 24], log probabilities of the side's row in each column. Of each strip the straight line
 * with the most probability under it counts.
 */
export async function refineSides(
  image: RgbRaster,
  outlines: readonly FittedQuad[],
  net: Pick<Net, 'run'>,
): Promise<readonly RefinedQuad[]> {
  let refined: readonly RefinedQuad[] = outlines.map((outline) => ({ ...outline, seen: [0, 0, 0, 0] }));
  if (outlines.length === 0) return refined;
  for (const reach of reaches) {
    const data = new Float32Array(refined.length * 4 * stripLength);
    refined.forEach(({ quad }, n) => {
      for (const k of sideNumbers) {
        const start = (n * 4 + k) * stripLength;
        cutStrip(image, quad, k, reach * sizeOf(quad), data.subarray(start, start + stripLength));
      }
    });
    const dims = [refined.length * 4, stripChannels, stripRows, stripColumns];
    const { logp } = await net.run({ strips: { data, dims } });
    const perStrip = outputRows * outputColumns;
    if (logp?.data.length !== refined.length * 4 * perStrip) {
      throw new TypeError('the net for sides answers in another shape than it was trained for');
    }
    const all = logp.data;
    refined = refined.map((outline, n) => {
      const strips = sideNumbers.map((k) => all.subarray((n * 4 + k) * perStrip, (n * 4 + k + 1) * perStrip));
      return moveSides(outline, strips, reach * sizeOf(outline.quad), image);
    });
  }
  return refined;
}

function moveSides(
  outline: RefinedQuad,
  strips: readonly Float32Array[],
  reachPx: number,
  image: RgbRaster,
): RefinedQuad {
  const { quad, onFrame } = outline;
  const sides = sideNumbers.map((k): { line: Line; seen: number } => {
    const stays = lineThrough(quad[k], quad[((k + 1) % 4) as 0 | 1 | 2 | 3]);
    if (onFrame[k]) return { line: stays, seen: 0 };
    const inPicture = columnsInPicture(quad, k, image);
    const found = lineInStrip(strips[k] ?? new Float32Array(0), inPicture);
    if (found === undefined || found.seen < leastSeen) return { line: stays, seen: found?.seen ?? 0 };
    const from = pointInStrip(quad, k, reachPx, found.startRow, 0);
    const to = pointInStrip(quad, k, reachPx, found.endRow, 1);
    return { line: lineThrough(from, to), seen: found.seen };
  });
  const moved = quadOfLines(sides.map(({ line }) => line));
  const seenAt = (k: 0 | 1 | 2 | 3): number => sides[k]?.seen ?? 0;
  const seen = [seenAt(0), seenAt(1), seenAt(2), seenAt(3)] as const;
  const isSound =
    moved !== undefined &&
    sideNumbers.every((k) => distance(moved[k], quad[k]) < mostMoved * reachPx) &&
    areaOf(moved) > 0.5 * areaOf(quad);
  return isSound ? { quad: moved, onFrame, seen } : { ...outline, seen };
}

function columnsInPicture(quad: Quad, k: 0 | 1 | 2 | 3, { width, height }: RgbRaster): boolean[] {
  return Array.from({ length: outputColumns }, (_, column) => {
    const { x, y } = pointInStrip(quad, k, 0, 0, (column + 0.5) / outputColumns);
    return x > -1 && y > -1 && x < width + 1 && y < height + 1;
  });
}

interface LineInStrip {
  /** Rows where the line enters and leaves the strip. */
  readonly startRow: number;
  readonly endRow: number;
  /** Mean probability within a row of it, 0 to 1. */
  readonly seen: number;
}

/** The straight line through the strip with the most probability within a row of it, then least squares of what lies there. */
export function lineInStrip(logp: Float32Array, inPicture: readonly boolean[]): LineInStrip | undefined {
  const columns = inPicture.flatMap((isIn, column) => (isIn ? [column] : []));
  if (columns.length < 4) return undefined;
  // Probability within a row of each row: a line between two of them loses nothing.
  const near = new Float32Array(stripRows * outputColumns);
  const p = new Float32Array(stripRows * outputColumns);
  for (let at = 0; at < p.length; at += 1) p[at] = Math.exp(logp[at] ?? -Infinity);
  for (let row = 0; row < stripRows; row += 1) {
    for (let column = 0; column < outputColumns; column += 1) {
      const at = row * outputColumns + column;
      near[at] = (p[at] ?? 0) + (row > 0 ? (p[at - outputColumns] ?? 0) : 0) + (p[at + outputColumns] ?? 0);
    }
  }
  let best = { startRow: 0, endRow: 0, sum: -1 };
  for (let startRow = 0; startRow < stripRows; startRow += 1) {
    for (let endRow = 0; endRow < stripRows; endRow += 1) {
      let sum = 0;
      for (const column of columns) {
        const part = (column + 0.5) / outputColumns;
        const row = Math.round(startRow + (endRow - startRow) * part);
        sum += near[row * outputColumns + column] ?? 0;
      }
      if (sum > best.sum) best = { startRow, endRow, sum };
    }
  }
  const { startRow, endRow } = fitNear(p, columns, best);
  return { startRow, endRow, seen: Math.min(1, best.sum / columns.length) };
}

// Rows on either side of the line that count in its fit: the training's spread of 0.7 rows is within.
const fitReachRows = 2;

function fitNear(
  p: Float32Array,
  columns: readonly number[],
  line: { readonly startRow: number; readonly endRow: number },
): { startRow: number; endRow: number } {
  let { startRow, endRow } = line;
  for (let round = 0; round < 3; round += 1) {
    let [w, wt, wr, wtt, wtr] = [0, 0, 0, 0, 0];
    for (const column of columns) {
      const t = (column + 0.5) / outputColumns;
      const on = startRow + (endRow - startRow) * t;
      const first = Math.max(0, Math.ceil(on - fitReachRows));
      const last = Math.min(stripRows - 1, Math.floor(on + fitReachRows));
      let [mass, moment] = [0, 0];
      for (let row = first; row <= last; row += 1) {
        const value = p[row * outputColumns + column] ?? 0;
        mass += value;
        moment += value * row;
      }
      if (mass < 1e-6) continue;
      const row = moment / mass;
      const weight = mass * mass; // columns that are sure
      w += weight;
      wt += weight * t;
      wr += weight * row;
      wtt += weight * t * t;
      wtr += weight * t * row;
    }
    if (w < 1e-6) break;
    const [mt, mr] = [wt / w, wr / w];
    const spread = wtt / w - mt * mt;
    const slope = spread < 1e-4 ? endRow - startRow : (wtr / w - mt * mr) / spread;
    [startRow, endRow] = [mr - slope * mt, mr + slope * (1 - mt)];
  }
  return { startRow, endRow };
}
