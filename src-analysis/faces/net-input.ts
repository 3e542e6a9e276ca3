import type { Rect } from '#shared/domain/geometry.ts';
import type { Raster, RgbRaster } from '../image/raster.ts';
import { resizeNatively } from '../image/resize-natively.ts';
import { warpSimilarity, type Similarity } from '../image/warp.ts';

/** An image shrunk or grown into the top left of a square, the rest of one color; and the way back. */
export interface Letterboxed {
  readonly image: RgbRaster;
  /** Multiplies coordinates of the square, in pixels, to give those of the original. */
  readonly scaleX: number;
  readonly scaleY: number;
}

/**
 * Fits the image into a square of `side` pixels, black where it does not reach. What is returned of the square is the part with
 * the image, in multiples of `step` pixels.
 */
export async function letterbox(image: RgbRaster, side: number, step = side): Promise<Letterboxed> {
  const scale = side / Math.max(image.width, image.height);
  const width = Math.max(1, Math.round(image.width * scale));
  const height = Math.max(1, Math.round(image.height * scale));
  const upTo = (length: number): number => Math.ceil(length / step) * step;
  const part = placeIn(await resizeNatively(image, width, height), upTo(width), upTo(height), 0, 0, 0);
  return { image: part, scaleX: image.width / width, scaleY: image.height / height };
}

/** The image on a ground of one gray. */
export function placeIn(
  image: RgbRaster,
  width: number,
  height: number,
  left: number,
  top: number,
  ground: number,
): RgbRaster {
  const data = new Uint8Array(width * height * 3).fill(ground);
  const stride = image.width * 3;
  for (let row = 0; row < image.height; row += 1) {
    data.set(image.data.subarray(row * stride, (row + 1) * stride), ((top + row) * width + left) * 3);
  }
  return { width, height, channels: 3, data };
}

/**
 * What face-api's nets for a crop expect: the rectangle `box`, given in a frame that `frame` maps to the image, in the
 * middle of a black square scaled to `side`. Also the mapping from the square's pixels to the image's.
 */
export function cropToSquare(
  image: RgbRaster,
  frame: Similarity,
  box: Rect,
  side: number,
): { square: RgbRaster; mapping: Similarity } {
  const longSide = Math.max(box.width, box.height, 1);
  const step = longSide / side;
  const left = box.x - (longSide - box.width) / 2;
  const top = box.y - (longSide - box.height) / 2;
  const mapping: Similarity = {
    a: frame.a * step,
    b: frame.b * step,
    tx: frame.a * left - frame.b * top + frame.tx,
    ty: frame.b * left + frame.a * top + frame.ty,
  };
  const square = warpSimilarity(image, mapping, side, side);
  const marginX = Math.round((longSide - box.width) / 2 / step);
  const marginY = Math.round((longSide - box.height) / 2 / step);
  return { square: blackOutside(square, marginX, marginY), mapping };
}

function blackOutside(image: RgbRaster, marginX: number, marginY: number): RgbRaster {
  if (marginX === 0 && marginY === 0) return image;
  const { width, height } = image;
  const data = new Uint8Array(image.data.length);
  for (let y = marginY; y < height - marginY; y += 1) {
    const from = (y * width + marginX) * 3;
    const to = (y * width + width - marginX) * 3;
    data.set(image.data.subarray(from, to), from);
  }
  return { width, height, channels: 3, data };
}

/** Interleaved pixels as the floats of an NHWC input, 0..255. */
export function toInterleavedFloats(images: readonly Raster[]): Float32Array {
  const total = images.reduce((sum, { data }) => sum + data.length, 0);
  const out = new Float32Array(total);
  let offset = 0;
  for (const { data } of images) {
    out.set(data, offset);
    offset += data.length;
  }
  return out;
}

/** Pixels as the planes B, G, R of an NCHW input, 0..255. */
export function toBgrPlanes({ width, height, data }: RgbRaster): Float32Array {
  const count = width * height;
  const out = new Float32Array(count * 3);
  for (let i = 0, from = 0; i < count; i += 1, from += 3) {
    out[i] = data[from + 2] ?? 0;
    out[count + i] = data[from + 1] ?? 0;
    out[2 * count + i] = data[from] ?? 0;
  }
  return out;
}

/** Mirrored left to right. */
export function mirror(image: RgbRaster): RgbRaster {
  const { width, height, data } = image;
  const out = new Uint8Array(data.length);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = (y * width + x) * 3;
      const to = (y * width + width - 1 - x) * 3;
      out[to] = data[from] ?? 0;
      out[to + 1] = data[from + 1] ?? 0;
      out[to + 2] = data[from + 2] ?? 0;
    }
  }
  return { width, height, channels: 3, data: out };
}
