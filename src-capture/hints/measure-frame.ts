import type { HintImage } from './hint-image.ts';
import type { Rect } from './rect.ts';

/** Squares of this many pixels are judged each for itself: about the height of two lines of print when a document fills the frame. */
const tilePx = 16;
/** Of 255: the lens, not the paper. White paper that is exposed well stays below. */
const saturated = 250;
/** The sum of both differences to the neighbors, of 255: print and outlines are above it, wood, cloth and noise mostly below. */
const edgeStep = 44;

export interface Tile {
  readonly column: number;
  readonly row: number;
  /** Variance of the Laplacian: the spread of the second difference is large where focus is (Pech-Pacheco et al., ICPR 2000). */
  readonly sharpness: number;
  /** Share of pixels with a step in brightness. */
  readonly edges: number;
  readonly saturated: number;
}

export interface FrameMeasures {
  readonly columns: number;
  readonly rows: number;
  readonly tiles: readonly Tile[];
  /** Tiles whose middle lies in the outline. */
  readonly inFrame: readonly Tile[];
  /** Mean brightness in the outline, 0 to 255. */
  readonly brightness: number;
}

/**
 * What one picture of the camera shows, measured in one pass over its pixels. `image` is the outline's surroundings, scaled down to
 * some 480 pixels across; `frame` the outline in it.
 */
export function measureFrame(image: HintImage, frame: Rect): FrameMeasures {
  const columns = Math.floor(image.width / tilePx);
  const rows = Math.floor(image.height / tilePx);
  const tiles: Tile[] = [];
  const inFrame: Tile[] = [];
  let sum = 0;
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      const { tile, brightness } = measureTile(image.luma, image.width, image.height, column, row);
      tiles.push(tile);
      const x = (column + 0.5) * tilePx - frame.x;
      const y = (row + 0.5) * tilePx - frame.y;
      if (x < 0 || y < 0 || x >= frame.width || y >= frame.height) continue;
      inFrame.push(tile);
      sum += brightness;
    }
  }
  return { columns, rows, tiles, inFrame, brightness: inFrame.length === 0 ? 0 : sum / inFrame.length };
}

/**
 * Nine tenths of a look's arithmetic. Comparisons are signs of differences: on print a branch is guessed wrong as often as right, and
 * costs twice the sums.
 */
function measureTile(
  luma: Uint8Array,
  width: number,
  height: number,
  column: number,
  row: number,
): { tile: Tile; brightness: number } {
  const [left, top] = [column * tilePx, row * tilePx];
  let sum = 0;
  let bright = 0;
  for (let y = top; y < top + tilePx; y += 1) {
    for (let at = y * width + left, end = at + tilePx; at < end; at += 1) {
      const here = luma[at] ?? 0;
      sum += here;
      bright += (saturated - 1 - here) >>> 31;
    }
  }
  // Pixels at the picture's edge lack a neighbor.
  const [from, to] = [Math.max(1, left), Math.min(width - 1, left + tilePx)];
  const [first, last] = [Math.max(1, top), Math.min(height - 1, top + tilePx)];
  let laplacianSum = 0;
  let laplacianSquares = 0;
  let edges = 0;
  for (let y = first; y < last; y += 1) {
    let at = y * width + from;
    let before = luma[at - 1] ?? 0;
    let here = luma[at] ?? 0;
    for (const end = y * width + to; at < end; at += 1) {
      const after = luma[at + 1] ?? 0;
      const up = luma[at - width] ?? 0;
      const down = luma[at + width] ?? 0;
      const laplacian = 4 * here - before - after - up - down;
      laplacianSum += laplacian;
      laplacianSquares += laplacian * laplacian;
      edges += (edgeStep - Math.abs(after - before) - Math.abs(down - up)) >>> 31;
      before = here;
      here = after;
    }
  }
  const pixels = tilePx * tilePx;
  const inner = (to - from) * (last - first);
  const mean = laplacianSum / inner;
  const sharpness = laplacianSquares / inner - mean * mean;
  return {
    tile: { column, row, sharpness, edges: edges / inner, saturated: bright / pixels },
    brightness: sum / pixels,
  };
}

/**
 * How sharp the sharpest things in the outline are: the sharpness that a tenth of its tiles reach. Blank paper says nothing of focus,
 * and one speck of dust too much.
 */
export function sharpnessOf({ inFrame }: FrameMeasures): number {
  const sorted = inFrame.map(({ sharpness }) => sharpness).sort((a, b) => b - a);
  return sorted[Math.floor(sorted.length / 10)] ?? 0;
}

/** Share of the outline that is blown out: tiles of which more than half is white without any print left. */
export function glareOf({ inFrame }: FrameMeasures): number {
  if (inFrame.length === 0) return 0;
  return inFrame.filter((tile) => tile.saturated > 0.5).length / inFrame.length;
}

/** The box around what has print or outlines, in pixels of the image; undefined when there is nothing. */
export function contentBox({ tiles, columns, rows }: FrameMeasures): Rect | undefined {
  // A twentieth of a tile's pixels: one line of small print crosses it.
  const busy = tiles.filter(({ edges }) => edges > 0.05);
  const [left, right] = span(busy, columns, rows, ({ column }) => column);
  const [top, bottom] = span(busy, rows, columns, ({ row }) => row);
  if (left === undefined || right === undefined || top === undefined || bottom === undefined)
    return undefined;
  return {
    x: left * tilePx,
    y: top * tilePx,
    width: (right + 1 - left) * tilePx,
    height: (bottom + 1 - top) * tilePx,
  };
}

/** The first and last row (or column) of which an eighth is busy: a stray line on the table is less. */
function span(
  busy: readonly Tile[],
  lines: number,
  length: number,
  lineOf: (tile: Tile) => number,
): readonly [number | undefined, number | undefined] {
  const counts = new Array<number>(lines).fill(0);
  for (const tile of busy) {
    const line = lineOf(tile);
    counts[line] = (counts[line] ?? 0) + 1;
  }
  const full = counts.flatMap((count, line) => (count >= length / 8 ? [line] : []));
  return [full[0], full[full.length - 1]];
}
