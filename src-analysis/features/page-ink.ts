import type { Rect } from '#shared/domain/geometry.ts';
import type { RgbRaster } from '../image/raster.ts';

/** What a page's pixels take from the light of the paper around them: black print takes of all colors alike, ink of some more. */
export interface InkMap {
  readonly width: number;
  readonly height: number;
  /** By pixel, the share of the light that it takes, 0 for paper to 1 for black. */
  readonly taken: Float32Array;
  /** By pixel, the share of the color it takes most of, less that of the one it takes least of: 0 for paper and for black print. */
  readonly chroma: Float32Array;
  /** Hue of what it leaves, in degrees; of no meaning where there is no chroma. */
  readonly hueDeg: Float32Array;
  /** By pixel, 1 where ink may be sought. */
  readonly free: Uint8Array;
}

/** Paper changes by light and shadow within a block no more than a pen's line does. */
const blockMm = 8;

/** Colors against the paper as it is lit there, so that tinted paper, warm light and shadow count for nothing. */
export function measureInk(page: RgbRaster, pixelsPerMm: number, occupied: readonly Rect[]): InkMap {
  const { width, height, data } = page;
  const block = Math.max(4, Math.round(blockMm * pixelsPerMm));
  const paper = paperOf(page, block);
  const taken = new Float32Array(width * height);
  const chroma = new Float32Array(width * height);
  const hueDeg = new Float32Array(width * height);
  // Places between blocks by column, in arrays of numbers: a page has a hundred thousand pixels, and each looks here for three colors.
  const firsts = new Uint32Array(width);
  const seconds = new Uint32Array(width);
  const rights = new Float64Array(width);
  for (let x = 0; x < width; x += 1) {
    const [column, right] = between(x, block, paper.columns);
    firsts[x] = column * 3;
    seconds[x] = Math.min(paper.columns - 1, column + 1) * 3;
    rights[x] = right;
  }
  const { colors } = paper;
  const shares = new Float64Array(3);
  for (let y = 0; y < height; y += 1) {
    const [row, down] = between(y, block, paper.rows);
    const upper = row * paper.columns * 3;
    const lower = Math.min(paper.rows - 1, row + 1) * paper.columns * 3;
    for (let x = 0; x < width; x += 1) {
      const first = firsts[x] ?? 0;
      const second = seconds[x] ?? 0;
      const right = rights[x] ?? 0;
      const at = y * width + x;
      for (let c = 0; c < 3; c += 1) {
        const top =
          (colors[upper + first + c] ?? 255) * (1 - right) + (colors[upper + second + c] ?? 255) * right;
        const bottom =
          (colors[lower + first + c] ?? 255) * (1 - right) + (colors[lower + second + c] ?? 255) * right;
        const share = (data[at * 3 + c] ?? 0) / (top * (1 - down) + bottom * down);
        shares[c] = share > 1 ? 1 : share;
      }
      const r = shares[0] ?? 0;
      const g = shares[1] ?? 0;
      const b = shares[2] ?? 0;
      const most = r > g ? (r > b ? r : b) : g > b ? g : b;
      const least = r < g ? (r < b ? r : b) : g < b ? g : b;
      const range = most - least;
      let hue = 0;
      if (range > 0) {
        if (most === r) hue = (60 * (g - b)) / range;
        else if (most === g) hue = 120 + (60 * (b - r)) / range;
        else hue = 240 + (60 * (r - g)) / range;
      }
      taken[at] = 1 - (0.3 * r + 0.59 * g + 0.11 * b);
      chroma[at] = range;
      hueDeg[at] = hue < 0 ? hue + 360 : hue;
    }
  }
  return { width, height, taken, chroma, hueDeg, free: freeOf(width, height, occupied) };
}

/** The same page, with further places taken. */
export function withoutPlaces(ink: InkMap, occupied: readonly Rect[]): InkMap {
  const free = Uint8Array.from(ink.free);
  occupy(free, ink.width, ink.height, occupied);
  return { ...ink, free };
}

/** Which block's middle lies before a pixel, and how far it is to the next one's, 0 to 1. */
function between(at: number, block: number, count: number): readonly [index: number, share: number] {
  const place = Math.min(count - 1, Math.max(0, (at + 0.5) / block - 0.5));
  return [Math.floor(place), place - Math.floor(place)];
}

interface Paper {
  readonly columns: number;
  readonly rows: number;
  readonly colors: Float32Array;
}

/** By block the color that a quarter of its pixels is lighter than: strokes cover less than the rest. */
function paperOf({ width, height, data }: RgbRaster, block: number): Paper {
  const [columns, rows] = [Math.ceil(width / block), Math.ceil(height / block)];
  const colors = new Float32Array(columns * rows * 3);
  const counts = new Uint32Array(256);
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      for (let c = 0; c < 3; c += 1) {
        counts.fill(0);
        let pixels = 0;
        for (let y = row * block; y < Math.min(height, (row + 1) * block); y += 2) {
          for (let x = column * block; x < Math.min(width, (column + 1) * block); x += 2) {
            const value = data[(y * width + x) * 3 + c] ?? 0;
            counts[value] = (counts[value] ?? 0) + 1;
            pixels += 1;
          }
        }
        let seen = 0;
        let value = 255;
        while (value > 0 && (seen += counts[value] ?? 0) < pixels / 4) value -= 1;
        // Darker than this nothing is told of colors: it is the ground beyond the page, or no light.
        colors[(row * columns + column) * 3 + c] = Math.max(16, value);
      }
    }
  }
  return { columns, rows, colors };
}

function freeOf(width: number, height: number, occupied: readonly Rect[]): Uint8Array {
  const free = new Uint8Array(width * height).fill(1);
  occupy(free, width, height, occupied);
  return free;
}

function occupy(free: Uint8Array, width: number, height: number, occupied: readonly Rect[]): void {
  for (const rect of occupied) {
    const [left, right] = [Math.max(0, Math.floor(rect.x)), Math.min(width, Math.ceil(rect.x + rect.width))];
    const [top, bottom] = [
      Math.max(0, Math.floor(rect.y)),
      Math.min(height, Math.ceil(rect.y + rect.height)),
    ];
    for (let y = top; y < bottom; y += 1) free.fill(0, y * width + left, y * width + Math.max(left, right));
  }
}
