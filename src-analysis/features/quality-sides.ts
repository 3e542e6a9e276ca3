import type { Quad } from '#shared/domain/geometry.ts';
import type { GrayRaster } from '../image/raster.ts';
import { warpQuad } from '../image/warp.ts';

/** Small enough that a misplaced corner moves nothing by a pixel, large enough that lines of print stay apart. */
const [widthPx, heightPx] = [48, 30];
/** Light falls off over a picture; what differs from its surroundings is the document's own. */
const surroundPx = 5;
const edgePx = 2;

/**
 * How alike two flat sides are: the correlation of their local contrast, 1 for the same side, about 0 for two sides. `null` where an
 * outline spans no area or a side shows nothing.
 */
export function likenessOfSides(
  a: { readonly gray: GrayRaster; readonly quad: Quad },
  b: { readonly gray: GrayRaster; readonly quad: Quad },
): number | null {
  const [one, other] = [a, b].map(({ gray, quad }) => {
    const flat = warpQuad(gray, quad, widthPx, heightPx);
    return flat === undefined ? null : contrastOf(flat);
  });
  if (one === null || other === null || one === undefined || other === undefined) return null;
  const [power, otherPower] = [dot(one, one), dot(other, other)];
  return power === 0 || otherPower === 0 ? null : dot(one, other) / Math.sqrt(power * otherPower);
}

/** Each pixel less the mean of its surroundings. */
function contrastOf({ width, height, data }: GrayRaster): Float64Array {
  return Float64Array.from(data, (value, index) => {
    const [x, y] = [index % width, Math.floor(index / width)];
    // What lies around the document shines in at its edge.
    if (x < edgePx || y < edgePx || x >= width - edgePx || y >= height - edgePx) return 0;
    let [sum, count] = [0, 0];
    for (let v = Math.max(edgePx, y - surroundPx); v < Math.min(height - edgePx, y + surroundPx + 1); v += 1)
      for (
        let u = Math.max(edgePx, x - surroundPx);
        u < Math.min(width - edgePx, x + surroundPx + 1);
        u += 1
      ) {
        sum += data[v * width + u] ?? 0;
        count += 1;
      }
    return value - sum / count;
  });
}

const dot = (a: Float64Array, b: Float64Array): number =>
  a.reduce((sum, value, index) => sum + value * (b[index] ?? 0), 0);
