import type { Quad } from '#shared/domain/geometry.ts';
import type { GrayRaster } from '../image/raster.ts';
import { warpQuad } from '../image/warp.ts';

/** Both sides are compared at the size at which words are bars of their own length: of a card, 2.8 pixels a millimeter. */
export const comparedWidthPx = 240;
/** A block holds a word or two. */
const blockPx = 24;
/** Corners of a document in a hand are off by a hundredth of its width and more: each block may lie so far from where it should. */
const reachPx = 4;
/** Light falls off over a picture; what differs from its surroundings is the document's own. */
const surroundPx = 8;
/** Of the local contrast, in levels squared: below, a block is bare ground that would match any other. */
const leastPower = 30;
/** Of the document's edge what lies behind it shines in. */
const edgePx = 5;

/**
 * How alike two pictures of what may be one side of a document are in its detail, print and portrait: the mean correlation of their textured blocks, each
 * where it fits best; 1 for the same, about 0.3 for two documents of other looks. `null` where an outline spans no area or a side shows nothing.
 */
export function likenessInDetail(
  a: { readonly gray: GrayRaster; readonly quad: Quad },
  b: { readonly gray: GrayRaster; readonly quad: Quad },
  heightPx: number,
): number | null {
  const [one, other] = [a, b].map(({ gray, quad }) => {
    const flat = warpQuad(gray, quad, comparedWidthPx, heightPx);
    return flat === undefined ? null : contrastOf(flat, surroundPx);
  });
  if (one === null || other === null || one === undefined || other === undefined) return null;
  let [sum, weights] = [0, 0];
  for (let top = edgePx; top + blockPx <= heightPx - edgePx; top += blockPx / 2) {
    for (let left = edgePx; left + blockPx <= comparedWidthPx - edgePx; left += blockPx / 2) {
      const power = powerAt(other, left, top);
      if (power / blockPx ** 2 < leastPower) continue;
      sum += bestAround(one, other, left, top, heightPx, power);
      weights += 1;
    }
  }
  return weights < 8 ? null : sum / weights;
}

/** The best correlation of a block of `other` with those of `one` around its place. */
function bestAround(
  one: Float32Array,
  other: Float32Array,
  left: number,
  top: number,
  heightPx: number,
  power: number,
): number {
  let best = 0;
  for (let dy = -reachPx; dy <= reachPx; dy += 1) {
    for (let dx = -reachPx; dx <= reachPx; dx += 1) {
      const [x, y] = [left + dx, top + dy];
      if (x < 0 || y < 0 || x + blockPx > comparedWidthPx || y + blockPx > heightPx) continue;
      let [product, square] = [0, 0];
      for (let v = 0; v < blockPx; v += 1) {
        const [rowOne, rowOther] = [(y + v) * comparedWidthPx + x, (top + v) * comparedWidthPx + left];
        for (let u = 0; u < blockPx; u += 1) {
          const value = one[rowOne + u] ?? 0;
          product += value * (other[rowOther + u] ?? 0);
          square += value * value;
        }
      }
      if (square > 0) best = Math.max(best, product / Math.sqrt(square * power));
    }
  }
  return best;
}

function powerAt(contrast: Float32Array, left: number, top: number): number {
  let sum = 0;
  for (let v = top; v < top + blockPx; v += 1)
    for (let u = left; u < left + blockPx; u += 1) sum += (contrast[v * comparedWidthPx + u] ?? 0) ** 2;
  return sum;
}

/** Each pixel less the mean of what is nearer than `surroundPx` in both directions, by an integral image. */
export function contrastOf({ width, height, data }: GrayRaster, surroundPx: number): Float32Array {
  const sums = new Float64Array((width + 1) * (height + 1));
  for (let y = 0; y < height; y += 1) {
    let row = 0;
    for (let x = 0; x < width; x += 1) {
      row += data[y * width + x] ?? 0;
      sums[(y + 1) * (width + 1) + x + 1] = (sums[y * (width + 1) + x + 1] ?? 0) + row;
    }
  }
  const sumTo = (x: number, y: number): number => sums[y * (width + 1) + x] ?? 0;
  return Float32Array.from(data, (value, index) => {
    const [x, y] = [index % width, Math.floor(index / width)];
    const [left, right] = [Math.max(0, x - surroundPx), Math.min(width, x + surroundPx + 1)];
    const [top, bottom] = [Math.max(0, y - surroundPx), Math.min(height, y + surroundPx + 1)];
    const sum = sumTo(right, bottom) - sumTo(left, bottom) - sumTo(right, top) + sumTo(left, top);
    return value - sum / ((right - left) * (bottom - top));
  });
}
